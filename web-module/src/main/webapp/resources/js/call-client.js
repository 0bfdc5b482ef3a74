import * as state from './call-state.js';
import { Connection } from './media/connection.js';

const { Phase } = state;

/**
 * The one call of this page: turns its user's wishes into requests, the server's notices into states, and
 * keeps the media connection in step. What to show is the views' business.
 *
 * Events: `change` after `call` changed; `media` after `connection` or its tracks changed; `quality` with the
 * server's figures (`media-quality`) in `detail`.
 */
export class CallClient extends EventTarget {
  #signalling;
  #local;
  #iceServers = [];
  /** @type {?state.Call} */
  #call = null;
  #connection = null;
  /** What the other side was told last of what is muted here. */
  #lastMuted = '';

  constructor(signalling, local) {
    super();
    this.#signalling = signalling;
    this.#local = local;
    signalling.addEventListener('welcome', (event) => this.#welcomed(event.detail));
    signalling.addEventListener('notice', (event) => this.#noticed(event.detail));
    local.addEventListener('change', () => this.#tellMuted());
  }

  /** @returns {?state.Call} the running call, or the one that ended last until it is dismissed */
  get call() {
    return this.#call;
  }

  /** @returns {?Connection} */
  get connection() {
    return this.#connection;
  }

  /** @returns {boolean} */
  get live() {
    return state.isLive(this.#call);
  }

  /**
   * Calls a device of an open look-up.
   *
   * @param {{lookup: string, device: string, peer: object, video: boolean}} wish `device` may be `any`
   */
  async place({ lookup, device, peer, video }) {
    if (this.live) return;
    const call = state.placing(peer);
    this.#set(call);
    this.#local.open({ video });
    try {
      const reply = await this.#signalling.request('call', { lookup, device });
      this.#placed(reply);
    } catch (error) {
      if (this.#call?.phase === Phase.PLACING) this.#end(error.code, 'server', error.message || null);
    }
  }

  /** Answers the invitation, with or without this device's picture. */
  async answer({ video }) {
    if (this.#call?.phase !== Phase.INCOMING) return;
    const { id } = this.#call;
    this.#set(state.onAnswering(this.#call));
    this.#local.open({ video });
    try {
      await this.#signalling.request('answer', { call: id });
      if (this.#isCurrent(id) && this.live) this.#connect();
    } catch (error) {
      if (this.#isCurrent(id)) this.#end('CONNECT_FAILED', 'server', error.message || null);
    }
  }

  decline() {
    this.#finish('decline', 'DECLINED');
    this.dismiss();
  }

  /** Gives up an outgoing call, or ends a running one. */
  hangUp() {
    if (state.isTalking(this.#call)) this.#finish('hangup', 'HUNG_UP');
    else this.#finish('cancel', 'CANCELLED');
  }

  /** Forgets the call that has ended. */
  dismiss() {
    if (!this.live) this.#set(null);
  }

  #placed(reply) {
    const waiting = this.#call?.direction === 'outgoing' && !this.#call.id;
    if (waiting) this.#set(state.onPlaced(this.#call, reply));
    if (waiting && this.live) this.#connect();
    // Its user gave up before the server had named the call.
    else this.#signalling.request('cancel', { call: reply.call }).catch(ignore);
  }

  /** Ends the call here at once; the server is told, again and again if need be. */
  #finish(request, cause) {
    if (!this.live) return;
    const { id, direction } = this.#call;
    if (id) this.#signalling.request(request, { call: id }).catch(ignore);
    this.#end(cause, direction === 'outgoing' ? 'caller' : 'callee');
  }

  #welcomed(welcome) {
    this.#iceServers = welcome.iceServers ?? [];
    const running = (welcome.calls ?? []).filter((call) => call.state !== 'ended');
    const mine = running.find((call) => this.#isCurrent(call.call));
    const other = running.find((call) => !this.#isCurrent(call.call));
    if (!welcome.resumed && this.live && this.#call.id && !mine) this.#end('CONNECTION_LOST', 'server');
    if (mine && this.live) this.#progress(mine);
    if (other?.direction === 'outgoing' && this.#call?.phase === Phase.PLACING) {
      this.#signalling.settleFromWelcome('call', other);
    } else if (other && !this.live) {
      this.#adopt(other);
    }
  }

  /** Takes up a call that this device has a part in but this page doesn't know: it was loaded again. */
  #adopt(notice) {
    this.#set(state.resumed(notice));
    if (this.#call.phase === Phase.INCOMING) {
      this.#confirm();
      return;
    }
    this.#local.open();
    this.#connect();
  }

  #noticed(notice) {
    if (notice.type === 'invitation') this.#invited(notice);
    else if (this.#isCurrent(notice.call)) this.#apply(notice);
  }

  #apply(notice) {
    switch (notice.type) {
      case 'call-state':
        this.#progress(notice);
        break;
      case 'media-muted':
        this.#set(state.onRemoteMuted(this.#call, notice));
        break;
      case 'media-state':
        if (notice.side === 'remote') this.#set(state.onRemoteMedia(this.#call, notice.state));
        break;
      case 'media-renegotiate':
        this.#connection?.offer();
        break;
      case 'media-quality':
        this.dispatchEvent(new CustomEvent('quality', { detail: notice }));
        break;
    }
  }

  #invited(notice) {
    if (this.#isCurrent(notice.call)) return;
    if (this.live) {
      this.#signalling.request('decline', { call: notice.call }).catch(ignore);
      return;
    }
    this.#set(state.invited(notice));
    this.#confirm();
  }

  #confirm() {
    this.#signalling.request('confirm', { call: this.#call.id }).catch(ignore);
  }

  #progress(notice) {
    const before = this.#call;
    this.#set(state.onCallState(before, notice));
    if (!this.live) this.#release();
    else if (this.#call.phase === Phase.CONNECTED && before.phase !== Phase.CONNECTED) this.#tellMuted();
  }

  #connect() {
    if (this.#connection) return;
    const { id } = this.#call;
    const connection = new Connection(this.#iceServers, this.#local, async (sdp) => {
      const answer = await this.#signalling.request('media-offer', { call: id, sdp });
      return answer.sdp;
    });
    this.#connection = connection;
    const tell = () => this.dispatchEvent(new Event('media'));
    connection.addEventListener('remote', tell);
    connection.addEventListener('state', tell);
    connection.addEventListener('failed', ({ detail }) => console.warn('media exchange failed:', detail));
    tell();
  }

  #end(cause, side, message = null) {
    this.#set(state.onEnded(this.#call, cause, side, message));
    this.#release();
  }

  #release() {
    this.#connection?.close();
    this.#connection = null;
    this.#local.close();
    this.#lastMuted = '';
    this.dispatchEvent(new Event('media'));
  }

  /** So that the other side can show why it hears or sees nothing. */
  #tellMuted() {
    if (this.#call?.phase !== Phase.CONNECTED) return;
    const muted = {
      audio: this.#local.muted || !this.#local.microphone,
      video: !this.#local.picture,
      screen: Boolean(this.#local.screen),
    };
    const spelled = JSON.stringify(muted);
    if (spelled === this.#lastMuted) return;
    this.#lastMuted = spelled;
    this.#signalling.request('media-mute', { call: this.#call.id, ...muted }).catch(ignore);
  }

  #isCurrent(id) {
    return this.#call?.id === id && id !== undefined;
  }

  #set(call) {
    if (call === this.#call) return;
    this.#call = call;
    this.dispatchEvent(new Event('change'));
  }
}

/** The request is of no use any more; what became of the call comes as a notice. */
function ignore() {}
