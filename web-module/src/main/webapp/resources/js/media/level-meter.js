/** Shows how loud a microphone is. */

/** Readings per second are left to the screen; quieter than this is shown as silence (dB below full scale). */
const FLOOR = -60;

export class LevelMeter {
  #show;
  #track = null;
  #context = null;
  #frame = 0;

  /** @param {function(number): void} show is given the level, 0 to 1 of the range that a voice has */
  constructor(show) {
    this.#show = show;
  }

  /** @param {?MediaStreamTrack} track null stops the meter */
  follow(track) {
    if (track === this.#track) return;
    this.#track = track;
    cancelAnimationFrame(this.#frame);
    this.#context?.close();
    this.#context = null;
    this.#show(0);
    if (track) this.#start(track);
  }

  #start(track) {
    this.#context = new AudioContext();
    const analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const read = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const decibels = 10 * Math.log10(power || 1e-12);
      this.#show(Math.min(1, Math.max(0, 1 - decibels / FLOOR)));
      this.#frame = requestAnimationFrame(read);
    };
    read();
  }
}
