/** The TURN servers that the server names, whose passwords are good for a while (docs/signalling.md, Media). */

/** So long before a password runs out a new one is asked for (s): a relay must be had with it yet. */
const RESERVE = 30;

export class IceServers {
  /** @type {RTCIceServer[]} */
  list = [];
  #ask;
  #until = Infinity;

  /** @param {function(): Promise<object>} ask gets `iceServers` and `iceSeconds` from the server */
  constructor(ask) {
    this.#ask = ask;
  }

  /** @param {{iceServers?: RTCIceServer[], iceSeconds?: number}} told */
  take({ iceServers = [], iceSeconds = Infinity }) {
    this.list = iceServers;
    this.#until = performance.now() + (iceSeconds - RESERVE) * 1000;
  }

  /** Has new passwords where the old ones have run out; goes on with those where there are none. */
  async renew() {
    if (!this.list.length || performance.now() < this.#until) return;
    await this.#ask().then((told) => this.take(told), () => {});
  }
}
