import * as state from './call-state.js';
import { Connection } from './media/connection.js';
import { IceServers } from './media/ice-servers.js';
import { Partings, saysOver } from './partings.js';

const { Phase } = state;

/**
 * The one call of this page, and one that waits beside it: turns its user's wishes into requests, the server's
 * notices into states, and keeps the media connection in step. What to show is the views' business.
 *
 * Events: `change` after `call` or `waiting` changed; `media` after `connection` or its tracks changed; `quality` with the
 * server's figures (`media-quality`) in `detail`.
 */
export class CallClient extends EventTarget {
  #signalling;
  #local;
  #iceServers;
  /** @type {?state.Call} */
  #call = null;
  /** @type {?state.Call} */
  #waiting = null;
  #connection = null;
  #partings;
  /** Done once the server has named the call that was placed last, and that is cancelled if its user gave up. */
  #placing = Promise.resolve();
  /** What the others were told last of what is muted here. */
  #lastMuted = '';

  constructor(signalling, local) {
    super();
    this.#signalling = signalling;
    this.#local = local;
    this.#iceServers = new IceServers(() => signalling.request('renew-ice'));
    this.#partings = new Partings(signalling);
    signalling.addEventListener('welcome', (event) => this.#welcomed(event.detail));
    signalling.addEventListener('notice', (event) => this.#noticed(event.detail));
    local.addEventListener('change', () => this.#tellMuted());
  }

  /** @returns {?state.Call} the running call, or the one that ended last until it is dismissed */
  get call() {
    return this.#call;
  }

  /** @returns {?state.Call} an invitation that came while there is a call; it is the call once that one is over */
  get waiting() {
    return this.#waiting;
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
   * @param {{lookup: string, device: string, peer: object, video: boolean, terminal: ?string, part: ?string}} wish `device`
   *     may be `any`; `terminal` is the device that leads the call instead of this one, `part` what becomes of this one
   */
  async place({ lookup, device, peer, video, terminal = null, part = null }) {
    if (this.live) return;
    this.#set(state.placing(peer, terminal && part));
    if (this.#call.part !== 'absent') this.#local.open({ video });
    const through = terminal ? { terminal, caller: part } : {};
    this.#placing = this.#signalling.request('call', { lookup, device, ...through }).then(
      (reply) => this.#placed(reply),
      (error) => {
        if (this.#call?.phase === Phase.PLACING) this.#end(error.code, 'server', error.message || null);
      },
    );
    await this.#placing;
  }

  /** Answers the invitation, with or without this device's picture. */
  async answer({ video }) {
    if (this.#call?.phase === Phase.INCOMING) await this.#accept(this.#call, { video });
  }

  /** Whether this device is to answer those whom it trusts by itself. @returns {Promise<void>} once the server knows */
  async setAutoAnswer(on) {
    await this.#signalling.request('auto-answer', { on });
  }

  /** Ends the call and answers the one that waits, with a picture unless its user has switched the camera off. */
  async answerWaiting() {
    if (!this.#waiting) return;
    const [next, video] = [this.#waiting, !this.#local.cameraOff];
    if (this.live) this.#part(this.#call);
    this.#waiting = null;
    this.#release();
    await this.#accept(next, { video });
  }

  decline() {
    this.#finish();
    this.dismiss();
  }

  declineWaiting() {
    if (!this.#waiting) return;
    this.#part(this.#waiting);
    this.#wait(null);
  }

  /** Gives up an outgoing call, or ends a running one. */
  hangUp() {
    this.#finish();
  }

  /** Says whether this device stays in the call that it has placed for another one. */
  async stay(stays) {
    const { id } = this.#call;
    await this.#signalling.request('stay', { call: id, stays });
    if (this.#isCurrent(id) && this.live) this.#set(state.onStay(this.#call, stays));
  }

  /** Has another device of this user take the call. @param {{id: string, name: string, kind: string}} device */
  async move(device) {
    const { id } = this.#call;
    try {
      await this.#signalling.request('move', { call: id, device: device.id });
    } catch ({ message }) {
      if (this.#isCurrent(id) && this.live) this.#set(state.onMoving(this.#call, { device, state: 'failed', message }));
    }
  }

  /** Takes a call over from another device of this user. @param {{call: string, peer: object}} entry of `elsewhere` */
  async take(entry) {
    if (this.live) return;
    this.#set(state.taking(entry));
    this.#local.open({ video: true });
    try {
      await this.#partings.settle();
      await this.#signalling.request('take', { call: entry.call });
      if (this.#isAnswering(entry.call)) this.#connect();
    } catch (error) {
      if (this.#isAnswering(entry.call)) this.#end('CONNECT_FAILED', 'server', error.message || null);
    }
  }

  /** Forgets the call that has ended. */
  dismiss() {
    if (!this.live) this.#set(null);
  }

  async #accept(call, { video, auto = false }) {
    const { id } = call;
    this.#set(state.onAnswering(call, { auto }));
    this.#local.open({ video });
    try {
      await this.#placing;
      await this.#partings.settle();
      if (!this.#isAnswering(id)) return;
      await this.#signalling.request('answer', { call: id });
      if (this.#isAnswering(id)) this.#connect();
    } catch (error) {
      if (this.#isAnswering(id)) this.#refused(error);
    }
  }

  /** An answer that was refused for another reason than the call's end leaves the device ringing. */
  #refused(error) {
    if (saysOver(error) || error.code === 'no-connection') {
      this.#end('CONNECT_FAILED', 'server', error.message || null);
    } else {
      this.#set(state.onRefused(this.#call, error));
      this.#release();
    }
  }

  #placed(reply) {
    const expected = this.#call?.direction === 'outgoing' && !this.#call.id;
    if (expected) this.#set(state.onPlaced(this.#call, reply));
    // Its user gave up before the server had named the call.
    if (!expected || !this.live) return this.#partings.end(reply.call, 'cancel');
    if (this.#call.part !== 'absent') this.#connect();
    return undefined;
  }

  /** Ends the call here at once; the server is told, again and again if need be. */
  #finish() {
    if (!this.live) return;
    this.#part(this.#call);
    this.#end(state.partingCause(this.#call), state.ownSide(this.#call));
  }

  #part(call) {
    const requests = { HUNG_UP: 'hangup', TRANSFERRED: 'hangup', DECLINED: 'decline', CANCELLED: 'cancel' };
    const request = requests[state.partingCause(call)];
    if (call.id) this.#partings.end(call.id, request);
  }

  #welcomed(welcome) {
    this.#iceServers.take(welcome);
    const running = (welcome.calls ?? []).filter((call) => call.state !== 'ended' && !this.#partings.has(call.call));
    this.#partings.settle();
    const mine = running.find((call) => this.#isCurrent(call.call));
    if (this.#waiting && !running.some((call) => this.#isWaiting(call.call))) this.#wait(null);
    if (!welcome.resumed && this.live && this.#call.id && !mine) this.#end('CONNECTION_LOST', 'server');
    if (mine && this.live) this.#progress(mine);
    // Another session has missed who came and left; the server says it after an offer.
    if (mine && !welcome.resumed) this.#connection?.offer();
    // Who only rings comes last: it waits if there is another.
    const others = running.filter((call) => call !== mine).sort((one, other) => state.rings(one) - state.rings(other));
    for (const other of others) this.#found(other);
  }

  #found(notice) {
    if (notice.direction === 'outgoing' && this.#call?.phase === Phase.PLACING) {
      this.#signalling.settleFromWelcome('call', notice);
    } else if (!this.live) {
      this.#adopt(notice);
    } else if (state.rings(notice)) {
      this.#invited(state.resumed(notice));
    }
  }

  /** Takes up a call that this device has a part in but this page doesn't know: it was loaded again. */
  #adopt(notice) {
    this.#set(state.resumed(notice));
    if (this.#call.phase === Phase.INCOMING) {
      this.#confirm(this.#call);
      return;
    }
    if (this.#call.part === 'absent') return;
    this.#local.open();
    this.#connect();
  }

  #noticed(notice) {
    if (notice.type === 'call-state' && notice.state === 'ended') this.#partings.over(notice.call);
    if (notice.type === 'invitation') this.#invited(state.invited(notice), notice.auto === true);
    else if (this.#isCurrent(notice.call)) this.#apply(notice);
    else if (this.#isWaiting(notice.call) && notice.state === 'ended') this.#wait(null);
  }

  #apply(notice) {
    switch (notice.type) {
      case 'call-state':
        this.#progress(notice);
        break;
      case 'media-slots':
        this.#set(state.onSlots(this.#call, notice));
        break;
      case 'move-state':
        this.#set(state.onMoving(this.#call, notice));
        break;
      case 'media-muted':
        this.#set(state.onMuted(this.#call, notice));
        break;
      case 'media-state':
        if (notice.side === 'remote') this.#set(state.onMedia(this.#call, notice));
        break;
      case 'media-renegotiate':
        this.#connection?.offer();
        break;
      case 'media-quality':
        this.#set(state.onQuality(this.#call, notice));
        this.dispatchEvent(new CustomEvent('quality', { detail: notice }));
        break;
    }
  }

  /** The server lets one call wait at most, so a second one here is news of the first. */
  #invited(call, auto = false) {
    if (this.#isWaiting(call.id) || this.#partings.has(call.id)) return;
    // A call that has left this device may be moved here again.
    if (!this.#isCurrent(call.id) || !this.live) {
      this.#confirm(call);
      if (this.live) this.#wait(call);
      else this.#ring(call, auto);
    } else if (this.#call.phase === Phase.INCOMING) {
      // The welcome of a new session has said that it rings, and not who wants that, nor that it is to be answered.
      this.#ring(state.onInvited(this.#call, call), auto);
    }
  }

  /** Rings, or answers without ringing, as its user would with *Answer*. */
  #ring(call, auto) {
    if (auto) this.#accept(call, { video: true, auto });
    else this.#set(call);
  }

  #confirm({ id }) {
    this.#signalling.request('confirm', { call: id }).catch(ignore);
  }

  #progress(notice) {
    const before = this.#call;
    const after = state.onCallState(before, notice);
    if (!state.isLive(after)) {
      this.#over(after);
      return;
    }
    this.#set(after);
    if (after.phase === Phase.CONNECTED && before.phase !== Phase.CONNECTED) this.#tellMuted();
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
    this.#over(state.onEnded(this.#call, cause, side, message));
  }

  /** The call has ended; one that has waited for it takes its place and rings. */
  #over(ended) {
    const next = this.#waiting;
    this.#waiting = null;
    this.#set(next ? state.succeeding(next, ended) : ended);
    this.#release();
  }

  #release() {
    this.#connection?.close();
    this.#connection = null;
    this.#local.close();
    this.#lastMuted = '';
    this.dispatchEvent(new Event('media'));
  }

  /** So that the others can show why they hear or see nothing; the server tells those who come later. */
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

  #isWaiting(id) {
    return this.#waiting?.id === id && id !== undefined;
  }

  #isAnswering(id) {
    return this.#isCurrent(id) && state.isTalking(this.#call);
  }

  #set(call) {
    if (call === this.#call) return;
    this.#call = call;
    this.dispatchEvent(new Event('change'));
  }

  #wait(call) {
    this.#waiting = call;
    this.dispatchEvent(new Event('change'));
  }
}

/** The request is of no use any more; what became of the call comes as a notice. */
function ignore() {}
