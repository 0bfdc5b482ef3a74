/**
 * What this page knows of the recording of its call, and what its user does about it. The server decides; nothing here
 * begins or ends anything by itself.
 *
 * @typedef {object} Recording
 * @property {string} id
 * @property {string} call
 * @property {'requested'|'refused'|'recording'|'finishing'|'failed'} state
 * @property {'both'|'other'} mode
 * @property {boolean} video
 * @property {{name: string}} by who asked for it
 * @property {'requester'|'asked'|'consented'|'refused'} mine
 * @property {?number} until when the time to consent is over, ms since 1970 by this device's clock
 * @property {?string} message why it was refused, ended or failed
 *
 * Events: `change` after anything of it changed.
 */
export class RecordingClient extends EventTarget {
  #signalling;
  #client;
  #availability = Object.freeze({ available: false, message: null });
  /** @type {?Recording} */
  #current = null;
  /** Of recordings that this device asked for, the oldest first. */
  #ready = [];
  /** What of that has been put away on this page; the server tells of it again with each socket. */
  #dismissed = new Set();

  constructor(signalling, client) {
    super();
    this.#signalling = signalling;
    this.#client = client;
    signalling.addEventListener('welcome', ({ detail }) => this.#welcomed(detail));
    signalling.addEventListener('notice', ({ detail }) => this.#noticed(detail));
    client.addEventListener('change', () => this.#callChanged());
  }

  /** @returns {{available: boolean, message: ?string}} whether calls can be recorded now, and if not, why */
  get availability() {
    return this.#availability;
  }

  /** @returns {?Recording} that of the call which the page shows: one that runs, or the last that did */
  get current() {
    return this.#current;
  }

  /** @returns {boolean} whether no other can be asked for */
  get running() {
    return this.#current?.state === 'requested' || this.#current?.state === 'recording';
  }

  /** @returns {{id: string, url: string, message: string}[]} what can be watched and has not been put away */
  get ready() {
    return this.#ready;
  }

  /** Asks the others. @throws {SignallingError} by rejection */
  request({ mode, video }) {
    return this.#signalling.request('record-start', { call: this.#client.call.id, mode, video });
  }

  /** @param {boolean} accept false after a consent takes it back. @throws {SignallingError} by rejection */
  answer(accept) {
    return this.#signalling.request('record-answer', { recording: this.#current.id, accept });
  }

  /** Ends the recording, or takes the request back. @throws {SignallingError} by rejection */
  stop() {
    return this.#signalling.request('record-stop', { recording: this.#current.id });
  }

  /** Puts away the news that a recording is ready; its page still has it. */
  dismiss(id) {
    this.#dismissed.add(id);
    this.#set({ ready: this.#ready.filter((one) => one.id !== id) });
  }

  /** A new session is told anew what runs; one that was resumed goes on. */
  #welcomed({ resumed }) {
    if (!resumed) this.#set({ current: null });
  }

  #noticed(notice) {
    switch (notice.type) {
      case 'recording-availability':
        this.#set({ availability: Object.freeze({ available: notice.available, message: notice.message ?? null }) });
        break;
      case 'recording-state':
        if (notice.call === this.#client.call?.id) this.#set({ current: recordingOf(notice) });
        break;
      case 'recording-ready':
        this.#becameReady(notice);
        break;
    }
  }

  #becameReady({ recording, url, message }) {
    const current = this.#current?.id === recording ? null : this.#current;
    const known = this.#dismissed.has(recording) || this.#ready.some((one) => one.id === recording);
    const ready = known ? this.#ready : [...this.#ready, Object.freeze({ id: recording, url, message })];
    this.#set({ current, ready });
  }

  #callChanged() {
    if (this.#current && this.#client.call?.id !== this.#current.call) this.#set({ current: null });
  }

  #set({ availability = this.#availability, current = this.#current, ready = this.#ready }) {
    this.#availability = availability;
    this.#current = current;
    this.#ready = ready;
    this.dispatchEvent(new Event('change'));
  }
}

/** @returns {Recording} */
function recordingOf(notice) {
  const { recording: id, call, state, mode, video, by, mine, seconds, message = null } = notice;
  const until = seconds === undefined ? null : Date.now() + seconds * 1000;
  return Object.freeze({ id, call, state, mode, video, by, mine, until, message });
}
