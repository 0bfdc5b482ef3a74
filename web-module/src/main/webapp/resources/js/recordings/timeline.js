/**
 * Where the player is, and what has to be done for a medium to be there, too. Pure. All times are
 * seconds; positions count from the beginning of the recording.
 */

/** Farther off than that, a medium jumps; nearer, it hurries or dawdles. */
const JUMP = 0.3;

/** Nearer than that, it is where it should be. */
const NEAR = 0.008;

/** What is off is made good in about that time, */
const CATCH_UP = 0.4;

/** by at most that share of the speed, which can hardly be heard. */
const MOST = 0.2;

/** The clock that all media follow: it runs at a speed, or stands. */
export class MasterClock {
  #now;
  #length;
  #from = 0;
  #since = null;
  #speed = 1;

  /**
   * @param {number} length where it stops
   * @param {() => number} now any clock that only goes forward, in seconds
   */
  constructor(length, now) {
    this.#length = length;
    this.#now = now;
  }

  get position() {
    const gone = this.#since === null ? 0 : (this.#now() - this.#since) * this.#speed;
    return Math.min(this.#length, this.#from + gone);
  }

  set position(position) {
    this.#from = Math.max(0, Math.min(this.#length, position));
    this.#since = this.#since === null ? null : this.#now();
  }

  get speed() {
    return this.#speed;
  }

  set speed(speed) {
    this.position = this.position;
    this.#speed = speed;
  }

  get running() {
    return this.#since !== null;
  }

  start() {
    this.#since ??= this.#now();
  }

  stop() {
    this.#from = this.position;
    this.#since = null;
  }
}

/**
 * @param {{start: number, length: number}[]} segments of one track, in order
 * @returns {number} the index of the one that is on at the position; -1 if none is
 */
export function segmentAt(segments, position) {
  return segments.findIndex(({ start, length }) => position >= start && position < start + length);
}

/**
 * What brings a medium to where it should be.
 * @param {number} ahead how far it is ahead; less than 0 if it is behind
 * @param {number} speed of the clock
 * @returns {{jump: boolean, rate: number}} whether it is to jump, and how fast it is to play
 */
export function correction(ahead, speed) {
  if (Math.abs(ahead) > JUMP) {
    return { jump: true, rate: speed };
  }
  if (Math.abs(ahead) <= NEAR) {
    return { jump: false, rate: speed };
  }
  const share = Math.max(-MOST, Math.min(MOST, ahead / CATCH_UP));
  return { jump: false, rate: speed * (1 - share) };
}
