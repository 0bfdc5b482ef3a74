/**
 * The calls that this user's other devices are in, and that can be taken over here. The server tells all of them each time.
 *
 * Events: `change` after `calls` changed.
 */
export class Elsewhere extends EventTarget {
  /** @type {{call: string, peer: object, device: {kind: string, name: string}, connectedAt: ?string}[]} */
  #calls = [];

  constructor(signalling) {
    super();
    signalling.addEventListener('notice', ({ detail }) => detail.type === 'elsewhere' && this.#told(detail.calls));
  }

  get calls() {
    return this.#calls;
  }

  #told(calls) {
    this.#calls = calls;
    this.dispatchEvent(new Event('change'));
  }
}
