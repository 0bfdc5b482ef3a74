/**
 * The terminal's end of the signalling socket (docs/signalling.md): one session that outlives broken
 * sockets and page loads, requests with promises, notices once each and in order.
 */

/** A request that the server refused, or that got no reply; `code` as in docs/signalling.md, or `no-connection`. */
export class SignallingError extends Error {
  constructor(code, message, field = null) {
    super(message);
    this.name = 'SignallingError';
    this.code = code;
    this.field = field;
  }
}

/** What the session is doing; `replaced` and `signed-out` are final until `start` is called again. */
export const SessionState = Object.freeze({
  STOPPED: 'stopped',
  CONNECTING: 'connecting',
  READY: 'ready',
  BROKEN: 'broken',
  REPLACED: 'replaced',
  SIGNED_OUT: 'signed-out',
});

const CLOSE_NORMAL = 1000;
const CLOSE_FLOOD = 4029;
const CLOSE_REPLACED = 4001;
const CLOSE_SIGNED_OUT = 4003;
/** Ours, for a socket that we hold for dead. */
const CLOSE_STALE = 4000;

/** A socket on which a reply is missing for so long is dead, whatever TCP says (ms). */
const REPLY_LIMIT = 8_000;
/** After so long a request fails, over all the sockets that it was tried on (ms). */
const REQUEST_LIMIT = 30_000;
const ACK_DELAY = 1_000;
/** Waits before a reconnect double from the first to the last (ms); half of each is random. */
const FIRST_WAIT = 400;
const LAST_WAIT = 8_000;
const STORED_SESSION = 'switchboard.session';

/**
 * Events: `state` after a change of `state`; `welcome` with the message in `detail`; `notice` with the
 * message in `detail`.
 */
export class Signalling extends EventTarget {
  #url;
  #storage;
  #socket = null;
  #state = SessionState.STOPPED;
  #session = null;
  #received = 0;
  #lastId = 0;
  /** Requests without a reply, by id, in the order in which they were made. */
  #pending = new Map();
  #attempts = 0;
  /** Whether the newest socket has ever been open. */
  #reached = false;
  #retryTimer = 0;
  #ackTimer = 0;
  /** Server's clock minus ours, ms. */
  #clockOffset = 0;

  /**
   * @param {string} url of the socket, `ws:` or `wss:`
   * @param {Storage} storage where the session's name is kept from one page to the next of this tab
   */
  constructor(url, storage = sessionStorage) {
    super();
    this.#url = url;
    this.#storage = storage;
    this.#restoreSession();
    addEventListener('online', () => this.#renew());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#state === SessionState.BROKEN) this.#open();
    });
  }

  get state() {
    return this.#state;
  }

  get ready() {
    return this.#state === SessionState.READY;
  }

  /** @returns {number} the server's time now, ms since 1970 */
  serverNow() {
    return Date.now() + this.#clockOffset;
  }

  /** Opens the session, or opens it again after `replaced`. Does nothing while it is open. */
  start() {
    if (this.#socket || this.#state === SessionState.BROKEN) return;
    this.#attempts = 0;
    this.#open();
  }

  /**
   * Closes the socket and leaves it closed.
   *
   * @param {boolean} goodbye true: the device is offline at once; false: the session can still be resumed
   */
  stop(goodbye, state = SessionState.STOPPED) {
    clearTimeout(this.#retryTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(goodbye ? CLOSE_NORMAL : CLOSE_STALE);
    if (goodbye) this.#storage.removeItem(STORED_SESSION);
    this.#become(state);
  }

  /**
   * Sends a request; it waits for a socket, and is sent again after a socket broke.
   *
   * @returns {Promise<object>} the reply
   * @throws {SignallingError} by rejection
   */
  request(type, fields = {}) {
    const id = `${++this.#lastId}-${Math.random().toString(36).slice(2, 8)}`;
    return new Promise((resolve, reject) => {
      const entry = { type, frame: JSON.stringify({ type, id, ...fields }), resolve, reject, replyTimer: 0 };
      entry.limitTimer = setTimeout(
        () => this.#settle(id, () => reject(new SignallingError('no-connection', ''))), REQUEST_LIMIT);
      this.#pending.set(id, entry);
      if (this.ready) this.#send(entry);
    });
  }

  /**
   * Gives the waiting request of a type its reply from other knowledge, so that it isn't sent again: a
   * call that the welcome lists has been placed, although the socket broke before the reply came.
   */
  settleFromWelcome(type, reply) {
    for (const [id, entry] of this.#pending) {
      if (entry.type === type) this.#settle(id, () => entry.resolve(reply));
    }
  }

  #open() {
    clearTimeout(this.#retryTimer);
    this.#become(SessionState.CONNECTING);
    this.#reached = false;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#hello(socket);
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = (event) => this.#closed(socket, event.code);
  }

  #hello(socket) {
    this.#reached = true;
    const hello = { type: 'hello', id: `hello-${++this.#lastId}` };
    if (this.#session) Object.assign(hello, { resume: this.#session, received: this.#received });
    socket.send(JSON.stringify(hello));
  }

  #receive(socket, data) {
    if (socket !== this.#socket) return;
    const message = JSON.parse(data);
    if (message.type === 'welcome') this.#welcomed(message);
    else if (message.re !== undefined) this.#reply(message);
    else if (message.seq > this.#received) this.#notice(message);
  }

  #welcomed(welcome) {
    if (!welcome.resumed) this.#received = 0;
    this.#session = welcome.session;
    this.#storeSession();
    this.#attempts = 0;
    this.#clockOffset = Date.parse(welcome.serverTime) - Date.now() || 0;
    this.#become(SessionState.READY);
    this.dispatchEvent(new CustomEvent('welcome', { detail: welcome }));
    for (const entry of this.#pending.values()) this.#send(entry);
  }

  #reply(message) {
    const entry = this.#pending.get(message.re);
    if (!entry) return;
    this.#settle(message.re, () => {
      if (message.type !== 'error') entry.resolve(message);
      else entry.reject(new SignallingError(message.code, message.message, message.field));
    });
  }

  #notice(message) {
    this.#received = message.seq;
    this.#storeSession();
    this.#ackTimer ||= setTimeout(() => this.#acknowledge(), ACK_DELAY);
    this.dispatchEvent(new CustomEvent('notice', { detail: message }));
  }

  #acknowledge() {
    this.#ackTimer = 0;
    if (this.ready) this.#socket.send(JSON.stringify({ type: 'ack', received: this.#received }));
  }

  #send(entry) {
    clearTimeout(entry.replyTimer);
    entry.replyTimer = setTimeout(() => this.#renew(), REPLY_LIMIT);
    this.#socket.send(entry.frame);
  }

  #settle(id, how) {
    const entry = this.#pending.get(id);
    if (!entry) return;
    this.#pending.delete(id);
    clearTimeout(entry.replyTimer);
    clearTimeout(entry.limitTimer);
    how();
  }

  /** Leaves a socket that may be dead: after a change of network it looks open for minutes. */
  #renew() {
    const socket = this.#socket;
    if (socket && socket.readyState !== WebSocket.CONNECTING) {
      socket.close(CLOSE_STALE);
      this.#closed(socket, CLOSE_STALE);
    } else if (this.#state === SessionState.BROKEN) {
      this.#open();
    }
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    for (const entry of this.#pending.values()) clearTimeout(entry.replyTimer);
    if (code === CLOSE_REPLACED) {
      this.#become(SessionState.REPLACED);
    } else if (code === CLOSE_SIGNED_OUT) {
      this.#signedOut();
    } else {
      if (!this.#reached) this.#askWhy();
      this.#become(SessionState.BROKEN);
      this.#retryTimer = setTimeout(() => this.#open(), this.#nextWait(code));
    }
  }

  /** A refused socket doesn't say why; a plain request to its address does. */
  async #askWhy() {
    const address = new URL(this.#url);
    address.protocol = location.protocol;
    const answer = await fetch(address).catch(() => null);
    if (answer?.status === 401 && this.#state === SessionState.BROKEN) this.#signedOut();
  }

  #signedOut() {
    clearTimeout(this.#retryTimer);
    this.#storage.removeItem(STORED_SESSION);
    this.#become(SessionState.SIGNED_OUT);
  }

  #nextWait(code) {
    if (code === CLOSE_STALE) return 0;
    if (code === CLOSE_FLOOD) return LAST_WAIT;
    const wait = Math.min(LAST_WAIT, FIRST_WAIT * 2 ** this.#attempts++);
    return wait / 2 + (wait / 2) * Math.random();
  }

  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new Event('state'));
  }

  #storeSession() {
    this.#storage.setItem(STORED_SESSION, JSON.stringify([this.#session, this.#received]));
  }

  #restoreSession() {
    const stored = JSON.parse(this.#storage.getItem(STORED_SESSION) ?? 'null');
    if (stored) [this.#session, this.#received] = stored;
  }
}
