import { correction, MasterClock, segmentAt } from './timeline.js';

/** How often the media are looked after, in milliseconds. */
const ROUND = 50;

/** So long before a segment begins, in seconds, it is loaded. */
const AHEAD = 8;

/** So long before, its first frame is shown if there is nothing else to be seen. */
const SOON = 2;

/** A medium that can't be loaded is tried again after so many seconds, then given up. */
const TRIES = [0, 1, 2, 4, 8];

/** What the last frames of a file last at most: from there on, it needs no care. */
const TAIL = 0.06;

/** `HTMLMediaElement.readyState` */
const HAVE_METADATA = 1;
const HAVE_FUTURE_DATA = 3;

/**
 * Plays the tracks of a recording in step: one clock leads, and every medium is kept where the clock
 * is. If one of them has to wait for its data, the clock and all others wait, too. An address that
 * has expired is asked for again, at the same place.
 *
 * Fires `change` when its state is another one, and `time` in every round.
 */
export class Playback extends EventTarget {
  #tracks;
  #length;
  #clock;
  #now;
  #wanted = false;
  #waiting = false;
  #heard = null;
  #volume = 1;
  #failures = new Map();
  #timer;

  /**
   * @param {{start: number, length: number, media: HTMLMediaElement}[][]} tracks the segments of
   *   each, in order; times in seconds
   * @param {number} length of the recording in seconds
   * @param {{now?: () => number, every?: (round: () => void, millis: number) => number}} timing
   */
  constructor(tracks, length, { now = () => performance.now() / 1000, every = setInterval } = {}) {
    super();
    this.#tracks = tracks;
    this.#length = length;
    this.#now = now;
    this.#clock = new MasterClock(length, now);
    for (const { media } of tracks.flat()) {
      media.addEventListener('error', () => this.#failed(media));
      for (const type of ['loadedmetadata', 'canplay', 'seeked', 'waiting', 'ended']) {
        media.addEventListener(type, () => this.round());
      }
    }
    this.#timer = every(() => this.round(), ROUND);
    this.round();
  }

  get length() {
    return this.#length;
  }

  get position() {
    return this.#clock.position;
  }

  get speed() {
    return this.#clock.speed;
  }

  get volume() {
    return this.#volume;
  }

  /** Whether it plays, or would if the data were there. */
  get playing() {
    return this.#wanted;
  }

  /** Whether it would play, but waits for data. */
  get waiting() {
    return this.#waiting;
  }

  /** Whether a medium can't be loaded, however often that was tried. */
  get broken() {
    return [...this.#failures.values()].some(({ count }) => count >= TRIES.length);
  }

  /** From the beginning, if it was at the end. */
  play() {
    if (this.position >= this.#length) {
      this.#clock.position = 0;
    }
    this.#wanted = true;
    for (const [media, failure] of this.#failures) {
      if (failure.count >= TRIES.length) {
        this.#failures.set(media, { count: 0, next: this.#now() });
      }
    }
    this.round();
    this.#changed();
  }

  pause() {
    this.#wanted = false;
    this.round();
    this.#changed();
  }

  seek(position) {
    this.#clock.position = position;
    this.round();
    this.dispatchEvent(new Event('time'));
  }

  setSpeed(speed) {
    this.#clock.speed = speed;
    this.round();
    this.#changed();
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = Math.max(0, Math.min(1, volume));
    this.#hear();
    this.#changed();
  }

  /** @param {?number} track whose sound is heard; null for that of all */
  hear(track) {
    this.#heard = track;
    this.#hear();
    this.#changed();
  }

  /** Stops it for good. */
  close() {
    clearInterval(this.#timer);
    this.#tracks.flat().forEach(({ media }) => media.pause());
  }

  #hear() {
    this.#tracks.forEach((segments, track) => {
      for (const { media } of segments) {
        media.volume = this.#volume;
        media.muted = this.#heard !== null && this.#heard !== track;
      }
    });
  }

  /** Looks after all media once. */
  round() {
    const position = this.position;
    if (this.#wanted && position >= this.#length) {
      this.#wanted = false;
      this.#changed();
    }
    const active = this.#tracks.map((segments) => this.#turnTo(segments, position)).filter(Boolean);
    const ready = active.map((segment) => this.#keep(segment, position)).every(Boolean);
    const run = this.#wanted && ready;
    if (run) {
      this.#clock.start();
    } else {
      this.#clock.stop();
    }
    for (const { media } of active) {
      this.#run(media, run);
    }
    if (this.#waiting !== (this.#wanted && !ready)) {
      this.#waiting = this.#wanted && !ready;
      this.#changed();
    }
    this.dispatchEvent(new Event('time'));
  }

  /** Shows the segment that is on, or its first frame just before, and no other; the next is loaded in time. */
  #turnTo(segments, position) {
    const index = segmentAt(segments, position);
    const soon = (start, ahead) => start > position && start - position < ahead;
    segments.forEach(({ media, start }, each) => {
      media.hidden = each !== index && !(index < 0 && soon(start, SOON));
      if (each === index) {
        return;
      }
      if (!media.paused) {
        media.pause();
      }
      if (this.#wanted && soon(start, AHEAD)) {
        media.preload = 'auto';
      }
    });
    return segments[index];
  }

  /** @returns {boolean} whether the medium is where it should be, and can go on from there */
  #keep({ media, start }, position) {
    if (this.#wanted) {
      media.preload = 'auto';
    }
    if (media.error) {
      this.#tryAgain(media);
      return false;
    }
    if (media.readyState < HAVE_METADATA || media.seeking) {
      return false;
    }
    const target = position - start;
    if (target >= media.duration - TAIL) {
      return true;
    }
    const { jump, rate } = correction(media.currentTime - target, this.speed);
    if (media.playbackRate !== rate) {
      media.playbackRate = rate;
    }
    // Standing still, it shows the very frame.
    if (jump || (!this.#wanted && Math.abs(media.currentTime - target) > TAIL)) {
      media.currentTime = target;
      return false;
    }
    if (media.readyState < HAVE_FUTURE_DATA) {
      return false;
    }
    this.#failures.delete(media);
    return true;
  }

  #run(media, run) {
    if (run && media.paused && !media.ended) {
      media.play().catch((error) => this.#refused(error));
    } else if (!run && !media.paused) {
      media.pause();
    }
  }

  /** The browser does not let a page play that nobody has touched. */
  #refused(error) {
    if (error.name === 'NotAllowedError') {
      this.pause();
    }
  }

  #failed(media) {
    const count = this.#failures.get(media)?.count ?? 0;
    const next = this.#now() + (TRIES[count] ?? 0);
    this.#failures.set(media, { count: count + 1, next });
    this.round();
    this.#changed();
  }

  #tryAgain(media) {
    const failure = this.#failures.get(media);
    if (failure && failure.count <= TRIES.length && this.#now() >= failure.next) {
      if (failure.count < TRIES.length) {
        failure.next = Infinity;
        media.load();
      }
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
