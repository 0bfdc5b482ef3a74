/**
 * Sounds made in the page, so that nothing needs to be loaded while it rings: the ring, the caller's
 * ringback, the tones of a waiting call and of one that was answered without its user, the end and the speaker test.
 */

/** @typedef {{output: GainNode, timer: number}} Repeated a sound that goes on until it is stopped */

/** A browser may keep a page silent until its user has pressed something. */
export const tones = new (class Tones extends EventTarget {
  #context = null;
  /** @type {?Repeated} the ring or the ringback */
  #playing = null;
  /** @type {?Repeated} beside it: one that calls out may hear of a waiting call, too */
  #waiting = null;

  /** @returns {boolean} true if the browser keeps this page silent for now */
  get locked() {
    return this.#audio().state !== 'running';
  }

  /** Tries to make sound possible; works only within a press of a button or key. Fires `unlocked`. */
  async unlock() {
    const context = this.#audio();
    if (context.state !== 'running') await context.resume();
    this.dispatchEvent(new Event('unlocked'));
  }

  /** Two soft rising notes, twice, every 3 s, until `stop`. */
  ring() {
    this.stop();
    this.#playing = this.#repeat(3, (at, output) => {
      for (const offset of [0, 0.9]) {
        this.#note(587, at + offset, 0.28, 0.25, output);
        this.#note(880, at + offset + 0.3, 0.45, 0.25, output);
      }
    });
  }

  /** What a caller hears: 425 Hz, 1 s on and 4 s off (ITU-T E.180), until `stop`. */
  ringback() {
    this.stop();
    this.#playing = this.#repeat(5, (at, output) => this.#note(425, at, 1, 0.08, output));
  }

  /** What a user hears in a call while another one waits: 425 Hz, two short beeps every 6 s, until `stopWaiting`. */
  waiting() {
    this.stopWaiting();
    this.#waiting = this.#repeat(6, (at, output) => {
      for (const offset of [0, 0.4]) this.#note(425, at + offset, 0.2, 0.05, output);
    });
  }

  /** Three quick notes of one pitch: this device has answered by itself. */
  answered() {
    this.stop();
    const context = this.#audio();
    if (userWasHere()) context.resume();
    for (const offset of [0, 0.18, 0.36]) this.#note(784, context.currentTime + offset, 0.12, 0.25);
  }

  /** Two falling notes. */
  ended() {
    this.stop();
    const now = this.#audio().currentTime;
    this.#note(660, now, 0.15, 0.12);
    this.#note(440, now + 0.17, 0.25, 0.12);
  }

  /** A rising chord for the speaker test. @param {?string} speaker device id, where the browser can choose */
  async test(speaker) {
    const context = this.#audio();
    await context.resume();
    if (speaker !== null) await context.setSinkId?.(speaker);
    [523, 659, 784, 1047].forEach((pitch, index) => this.#note(pitch, context.currentTime + index * 0.18, 0.4, 0.2));
  }

  /** Ends the ring or the ringback. */
  stop() {
    this.#silence(this.#playing);
    this.#playing = null;
  }

  stopWaiting() {
    this.#silence(this.#waiting);
    this.#waiting = null;
  }

  /** @param {?Repeated} sound */
  #silence(sound) {
    clearInterval(sound?.timer);
    sound?.output.disconnect();
  }

  /** @param {number} period s @returns {Repeated} */
  #repeat(period, phrase) {
    const context = this.#audio();
    const output = context.createGain();
    output.connect(context.destination);
    if (userWasHere()) context.resume();
    const timer = setInterval(() => phrase(context.currentTime, output), period * 1000);
    phrase(context.currentTime, output);
    return { output, timer };
  }

  /** @param {number} pitch Hz @param {number} at context time, s @param {number} length s @param {number} volume 0 to 1 */
  #note(pitch, at, length, volume, output = this.#audio().destination) {
    const context = this.#audio();
    const oscillator = new OscillatorNode(context, { frequency: pitch });
    const envelope = new GainNode(context, { gain: 0 });
    // Ramps, because a tone that starts or stops at once clicks.
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(volume, at + 0.02);
    envelope.gain.setValueAtTime(volume, at + length - 0.05);
    envelope.gain.linearRampToValueAtTime(0, at + length);
    oscillator.connect(envelope).connect(output);
    oscillator.start(at);
    oscillator.stop(at + length);
  }

  #audio() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#context.addEventListener('statechange', () => {
        if (this.#context.state === 'running') this.dispatchEvent(new Event('unlocked'));
      });
      const unlock = () => this.#context.resume();
      for (const type of ['pointerdown', 'keydown']) addEventListener(type, unlock, { once: true, capture: true });
    }
    return this.#context;
  }
})();

/** @returns {boolean} whether the browser has seen a press on this page, without which it plays and shakes nothing */
export function userWasHere() {
  return navigator.userActivation?.hasBeenActive ?? true;
}
