/**
 * One tab of this browser holds the device's socket: the newest, unless a call runs in an older one.
 * The others wait in a queue of web locks, so that the device stays reachable as long as any tab is open.
 * Without web locks (plain http from another machine) the server's close code 4001 does the first half.
 */

const SOCKET_LOCK = 'switchboard-socket';
const CALL_LOCK = 'switchboard-call';

/** Events: `gained`, `lost`. */
export class Tab extends EventTarget {
  #locks = navigator.locks;
  #attempt = 0;
  #endCall = null;

  /** Takes the socket from the other tabs, or queues for it while one of them has a call. */
  async start() {
    if (!this.#locks) this.#gained();
    else if (await this.callElsewhere()) this.#queue();
    else this.take();
  }

  /** Takes the socket from the other tabs at once. */
  take() {
    if (this.#locks) this.#hold({ steal: true });
    else this.#gained();
  }

  /** @returns {Promise<boolean>} whether another tab is in a call */
  async callElsewhere() {
    const { held } = await (this.#locks?.query() ?? { held: [] });
    return held.some((lock) => lock.name === CALL_LOCK) && !this.#endCall;
  }

  /** @returns {Promise<void>} done when no other tab is in a call any more */
  async callOver() {
    await this.#locks?.request(CALL_LOCK, () => {});
  }

  /** Tells the other tabs whether this one is in a call. */
  inCall(active) {
    if (active && !this.#endCall) {
      const ended = new Promise((resolve) => (this.#endCall = resolve));
      this.#locks?.request(CALL_LOCK, () => ended);
    } else if (!active) {
      this.#endCall?.();
      this.#endCall = null;
    }
  }

  #queue() {
    this.dispatchEvent(new Event('lost'));
    this.#hold({});
  }

  #hold(options) {
    const attempt = ++this.#attempt;
    this.#locks
      .request(SOCKET_LOCK, options, () => {
        if (attempt !== this.#attempt) return undefined;
        this.#gained();
        return new Promise(() => {});
      })
      .catch(() => {
        // Stolen by a newer tab.
        if (attempt === this.#attempt) this.#queue();
      });
  }

  #gained() {
    this.dispatchEvent(new Event('gained'));
  }
}
