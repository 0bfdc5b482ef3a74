/**
 * The page's view of one call as a pure state machine: no clock, no DOM, no network. Every function
 * returns a new frozen call, or the same one if the event changes nothing.
 *
 * @typedef {object} Call
 * @property {?string} id null until the server has given it one
 * @property {'outgoing'|'incoming'} direction
 * @property {string} phase one of `Phase`
 * @property {{name: string, number: ?string, device: ?{kind: string, name: string}}} peer
 * @property {number} ringSeconds
 * @property {boolean} auto whether this device has answered by itself
 * @property {?string} connectedAt ISO 8601, by the server's clock
 * @property {(?{leg: string, party: Party})[]} slots who is heard and seen in each slot of the connection; null: nobody
 * @property {Object<string, Sending>} sending what the other legs say of what they send, and what the server does
 * @property {boolean} remoteRests true while the server holds a picture of another back: the line to us is too slow
 * @property {?'caller'|'terminal'|'callee'} role of this device in a third-party call; null in any other, as `legs` and `part`
 * @property {?{role: string, party: object, state: string, cause: ?string}[]} legs how far each leg is
 * @property {?'stays'|'leaves'|'absent'} part what becomes of the device that placed it
 * @property {?object} by who invited this device, if not the peer: who placed a third-party call, or another device of ours
 * @property {?object} through the device at which the caller talks, if it is not the one that calls
 * @property {?{device: object, state: 'moving'|'failed', message: ?string}} moving to which device the call is on its way
 * @property {?{cause: string, side: ?string, message: ?string}} ending with `ENDED`
 * @property {?{cause: string, message: ?string}} note with `INCOMING`: why its answer was refused, or how the call
 *     ended for which it waited
 *
 * @typedef {{name: string, number: ?string, device: ?{kind: string, name: string}}} Party
 *
 * @typedef {object} Sending
 * @property {boolean} audio its sound is muted
 * @property {boolean} video it sends no picture
 * @property {boolean} screen its picture is a screen
 * @property {boolean} lost nothing has come of its media for 5 s
 *
 * @typedef {Sending & {slot: number, leg: string, party: Party}} Other somebody who is in a slot
 */

export const Phase = Object.freeze({
  /** The request for the call is on its way. */
  PLACING: 'placing',
  /** The server has invited the other device, which hasn't confirmed yet. */
  INVITING: 'inviting',
  /** The other device rings. */
  RINGING: 'ringing',
  /** This device rings. */
  INCOMING: 'incoming',
  /** Answered; media isn't up at both sides yet. */
  CONNECTING: 'connecting',
  CONNECTED: 'connected',
  ENDED: 'ended',
});

const ORDER = [
  Phase.PLACING, Phase.INVITING, Phase.RINGING, Phase.INCOMING, Phase.CONNECTING, Phase.CONNECTED, Phase.ENDED,
];

const ALL_SENT = Object.freeze({ audio: false, video: false, screen: false, lost: false });

/**
 * A call that this device has asked for.
 *
 * @param {?string} part what becomes of this device, if another one is to lead the call
 * @returns {Call}
 */
export function placing(peer, part = null) {
  return Object.freeze({ ...blank('outgoing', peer), part, role: part && 'caller', phase: Phase.PLACING });
}

/** A call that this device takes over from another one of its user. @returns {Call} */
export function taking({ call, peer, connectedAt = null }) {
  return Object.freeze({ ...blank('incoming', peer), id: call, connectedAt, phase: Phase.CONNECTING });
}

/** A call that an `invitation` notice announces. @returns {Call} */
export function invited(invitation) {
  const arranged = Boolean(invitation.with);
  const call = blank('incoming', arranged ? invitation.with : invitation.from);
  return Object.freeze({
    ...call, id: invitation.call, phase: Phase.INCOMING, ringSeconds: invitation.ringSeconds ?? call.ringSeconds,
    by: arranged ? invitation.from : null, through: invitation.through ?? null,
  });
}

/** A call as a `call-state` tells it, for a page that didn't see its beginning. @returns {Call} */
export function resumed(state) {
  const incoming = state.direction === 'incoming';
  const call = { ...blank(state.direction, state.peer), id: state.call };
  call.phase = incoming ? Phase.INCOMING : Phase.PLACING;
  return onCallState(Object.freeze(call), state);
}

/** @returns {boolean} true while something of the call is still to be ended */
export function isLive(call) {
  return call !== null && call.phase !== Phase.ENDED;
}

/** @returns {boolean} true from the answer to the end */
export function isTalking(call) {
  return call !== null && (call.phase === Phase.CONNECTING || call.phase === Phase.CONNECTED);
}

/** @returns {boolean} whether a `call-state` is about a call that waits for this device's answer */
export function rings(notice) {
  return notice.direction === 'incoming' && isEarly(notice.state);
}

/** @returns {Other[]} those who are heard and seen, in the order of their slots */
export function others(call) {
  return call.slots.flatMap((taken, slot) =>
    taken ? [{ slot, ...taken, ...ALL_SENT, ...call.sending[taken.leg] }] : []);
}

/** @returns {'caller'|'terminal'|'callee'} which side of the call this device is */
export function ownSide(call) {
  return call.role ?? (call.direction === 'outgoing' ? 'caller' : 'callee');
}

/** @returns {boolean} whether the call goes on, or is set up, without this device, which has placed it */
export function canStepOut(call) {
  return call.role === 'caller' && Boolean(call.part);
}

/** @returns {string} the cause with which a live call ends if this device's user leaves it now */
export function partingCause(call) {
  if (call.phase === Phase.CONNECTED && canStepOut(call)) return 'TRANSFERRED';
  if (isTalking(call)) return 'HUNG_UP';
  return call.phase === Phase.INCOMING ? 'DECLINED' : 'CANCELLED';
}

/** The reply `calling`. */
export function onPlaced(call, reply) {
  if (call.phase === Phase.ENDED) return change(call, { id: reply.call });
  const ringSeconds = reply.ringSeconds ?? call.ringSeconds;
  return change(call, { id: reply.call, ringSeconds, phase: later(call.phase, Phase.INVITING) });
}

/** This device's user answered, or this device by itself. */
export function onInvited(call, { by, through, ringSeconds }) {
  return change(call, { by, through, ringSeconds });
}

export function onAnswering(call, { auto = false } = {}) {
  return call.phase === Phase.INCOMING ? change(call, { phase: Phase.CONNECTING, auto, note: null }) : call;
}

/** The server did not let this device answer, for now: it rings on. @param {{code: string, message: string}} error */
export function onRefused(call, { code, message }) {
  if (call.phase !== Phase.CONNECTING || call.direction !== 'incoming') return call;
  return change(call, { phase: Phase.INCOMING, auto: false, note: Object.freeze({ cause: code, message }) });
}

/** The call that waited for another, which has ended: it says why, unless this device's user has ended that. */
export function succeeding(waiting, ended) {
  return ended.ending.side === ownSide(ended) ? waiting : change(waiting, { note: ended.ending });
}

/** The call is over for this side, whether or not the server has said so yet. */
export function onEnded(call, cause, side = null, message = null) {
  if (call.phase === Phase.ENDED) return call;
  return change(call, { phase: Phase.ENDED, ending: Object.freeze({ cause, side, message }) });
}

/** A `call-state` notice. A state that is behind what we know already (a repeated notice) changes nothing. */
export function onCallState(call, notice) {
  const peer = { ...call.peer, ...notice.peer };
  if (notice.state === 'ended') {
    const ending = Object.freeze({ cause: notice.cause, side: notice.side ?? null, message: notice.message ?? null });
    return change(call, { peer, phase: Phase.ENDED, ending });
  }
  const phase = later(call.phase, phaseOf(notice.state, call.direction));
  const third = { role: notice.role ?? call.role, legs: notice.legs ?? call.legs, part: notice.caller ?? call.part };
  return change(call, { peer, phase, ...third, connectedAt: notice.connectedAt ?? call.connectedAt });
}

/** This device stays in the call that it has placed for another one, or leaves it, once that is connected. */
export function onStay(call, stays) {
  return change(call, { part: stays ? 'stays' : 'leaves' });
}

/** A `move-state` notice, or the refusal of a move. */
export function onMoving(call, { device = null, state, message = null }) {
  return change(call, { moving: Object.freeze({ device, state, message }) });
}

/** A `media-slots` notice. */
export function onSlots(call, { slots }) {
  return change(call, { slots: Object.freeze(slots.map((slot) => slot && Object.freeze({ ...slot }))) });
}

/** A `media-muted` notice. */
export function onMuted(call, { leg, audio = false, video = false, screen = false }) {
  return sends(call, leg, { audio, video, screen });
}

/** A `media-state` notice about another leg. */
export function onMedia(call, { leg, state }) {
  return sends(call, leg, { lost: state === 'lost' });
}

function sends(call, leg, news) {
  const sending = Object.freeze({ ...ALL_SENT, ...call.sending[leg], ...news });
  return change(call, { sending: Object.freeze({ ...call.sending, [leg]: sending }) });
}

/** A `media-quality` notice. */
export function onQuality(call, { down }) {
  const remoteRests = down?.resting === true;
  return remoteRests === call.remoteRests ? call : change(call, { remoteRests });
}

function phaseOf(state, direction) {
  return direction === 'incoming' && isEarly(state) ? Phase.INCOMING : state;
}

function isEarly(state) {
  return state === 'inviting' || state === 'ringing';
}

function later(one, other) {
  return ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one;
}

function blank(direction, peer) {
  return {
    id: null, direction, phase: null, peer, ringSeconds: 30, auto: false, connectedAt: null,
    slots: Object.freeze([]), sending: Object.freeze({}), remoteRests: false, ending: null, note: null,
    role: null, legs: null, part: null, by: null, through: null, moving: null,
  };
}

function change(call, fields) {
  return Object.freeze({ ...call, ...fields });
}
