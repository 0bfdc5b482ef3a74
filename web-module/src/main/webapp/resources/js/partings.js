/**
 * The calls that are over on this page, and perhaps not yet for the server, which gives a device to one call
 * only: who answers another call has the server let go of these first.
 */

/** What the server says of a call in which nothing is left to be ended, or answered. */
const OVER = ['call-over', 'unknown-call', 'wrong-state'];

/** @param {SignallingError} error @returns {boolean} whether asking again would bring the same */
export function saysOver(error) {
  return OVER.includes(error.code);
}

export class Partings {
  #signalling;
  /** By the call's id: the request that ends it, and its reply while one is awaited. */
  #open = new Map();

  constructor(signalling) {
    this.#signalling = signalling;
  }

  /** @returns {boolean} whether the server may still hold a call that this page has left */
  has(id) {
    return this.#open.has(id);
  }

  /**
   * Ends a call at the server. If that is refused, or doesn't get through, it is asked for again by `settle`.
   *
   * @param {'hangup'|'cancel'|'decline'} request
   * @returns {Promise<void>} done with the reply, whatever it is
   */
  end(id, request) {
    this.#open.set(id, { request, reply: null });
    return this.#ask(id);
  }

  /** The server has said that the call is over. */
  over(id) {
    this.#open.delete(id);
  }

  /** Asks again for what was refused. @returns {Promise<void>} done when each has its reply */
  async settle() {
    await Promise.all([...this.#open.keys()].map((id) => this.#ask(id)));
  }

  #ask(id) {
    const parting = this.#open.get(id);
    parting.reply ??= this.#signalling.request(parting.request, { call: id }).then(
      () => this.over(id),
      (error) => {
        parting.reply = null;
        if (saysOver(error)) this.over(id);
      },
    );
    return parting.reply;
  }
}
