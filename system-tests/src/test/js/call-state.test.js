import * as state from '/resources/js/call-state.js';
import { equal } from './assert.js';

const { Phase } = state;
const bob = { name: 'bob', number: '+41446681801' };
const alice = { name: 'alice', number: '+41446681800', device: { kind: 'desktop', name: 'Chromium on Linux' } };
const notice = (name, more = {}) => ({ type: 'call-state', call: 'c1', state: name, peer: {}, ...more });
const outgoing = () => state.onPlaced(state.placing(bob), { call: 'c1', ringSeconds: 20 });
const incoming = () => state.invited({ call: 'c1', ringSeconds: 30, from: alice });
const after = (call, ...names) => names.reduce((now, name) => state.onCallState(now, notice(name)), call);

export const tests = {
  'goes from placing to the end in the order of the notices'() {
    let call = state.placing(bob);
    equal(call.phase, Phase.PLACING);
    call = state.onPlaced(call, { call: 'c1', ringSeconds: 20 });
    equal([call.phase, call.id, call.ringSeconds], [Phase.INVITING, 'c1', 20]);
    for (const name of ['inviting', 'ringing', 'connecting', 'connected']) {
      call = state.onCallState(call, notice(name));
      equal(call.phase, name);
    }
  },
  'is not set back by a notice that comes late'() {
    equal(after(outgoing(), 'connecting', 'ringing').phase, Phase.CONNECTING);
    equal(after(outgoing(), 'connected', 'connecting').phase, Phase.CONNECTED);
    equal(after(outgoing(), 'ended', 'connected').phase, Phase.ENDED);
  },
  'rings a called device for inviting as for ringing'() {
    equal(incoming().phase, Phase.INCOMING);
    equal(after(incoming(), 'inviting').phase, Phase.INCOMING);
    equal(after(incoming(), 'ringing').phase, Phase.INCOMING);
  },
  'can be answered only while it rings here'() {
    equal(state.onAnswering(incoming()).phase, Phase.CONNECTING);
    equal(state.onAnswering(outgoing()).phase, Phase.INVITING);
    equal(state.onAnswering(after(incoming(), 'ended')).phase, Phase.ENDED);
  },
  'keeps the cause of this side until the server names its own'() {
    const here = state.onEnded(outgoing(), 'CANCELLED', 'caller');
    equal(here.ending.cause, 'CANCELLED');
    equal(state.onEnded(here, 'HUNG_UP').ending.cause, 'CANCELLED');
    const told = state.onCallState(here, notice('ended', { cause: 'DECLINED', side: 'callee', message: 'No.' }));
    equal(told.ending, { cause: 'DECLINED', side: 'callee', message: 'No.' });
  },
  'stays over when the reply to a cancelled request comes late'() {
    const over = state.onEnded(state.placing(bob), 'CANCELLED', 'caller');
    equal(state.onPlaced(over, { call: 'c1' }).phase, Phase.ENDED);
  },
  'learns the device that rings or answers'() {
    const device = { kind: 'phone', name: 'Chrome on Android' };
    const call = state.onCallState(outgoing(), notice('ringing', { peer: { name: 'bob', device } }));
    equal(call.peer, { ...bob, device });
  },
  'is taken up by a page that was loaded again'() {
    const connected = notice('connected', { direction: 'incoming', peer: alice, connectedAt: '2026-11-21T10:00:00Z' });
    const call = state.resumed(connected);
    equal([call.phase, call.connectedAt, call.peer.name], [Phase.CONNECTED, '2026-11-21T10:00:00Z', 'alice']);
    equal(state.resumed(notice('ringing', { direction: 'incoming', peer: alice })).phase, Phase.INCOMING);
    equal(state.resumed(notice('ringing', { direction: 'outgoing', peer: bob })).phase, Phase.RINGING);
  },
  'counts as live until its end and as talking from the answer on'() {
    equal([state.isLive(null), state.isTalking(null)], [false, false]);
    equal([state.isLive(outgoing()), state.isTalking(outgoing())], [true, false]);
    const talking = state.onAnswering(incoming());
    equal([state.isLive(talking), state.isTalking(talking)], [true, true]);
    const over = state.onEnded(talking, 'HUNG_UP');
    equal([state.isLive(over), state.isTalking(over)], [false, false]);
  },
  'rings on with the reason when its answer is refused'() {
    const refused = state.onRefused(state.onAnswering(incoming()), { code: 'busy', message: 'In a call.' });
    equal([refused.phase, refused.note], [Phase.INCOMING, { cause: 'busy', message: 'In a call.' }]);
    equal(state.onAnswering(refused).note, null);
    const connected = after(incoming(), 'connected');
    equal(state.onRefused(connected, { code: 'busy', message: '' }).phase, Phase.CONNECTED);
    equal(state.onRefused(after(outgoing(), 'connecting'), { code: 'busy', message: '' }).phase, Phase.CONNECTING);
  },
  'takes the place of another call with the reason why that ended, unless this side ended it'() {
    const by = (side) => state.onEnded(after(outgoing(), 'connected'), 'HUNG_UP', side, 'Over.');
    equal(state.succeeding(incoming(), by('callee')).note.message, 'Over.');
    equal(state.succeeding(incoming(), by('server')).note.message, 'Over.');
    equal(state.succeeding(incoming(), by('caller')).note, null);
  },
  'is declined, cancelled or hung up, as far as it has come'() {
    const calls = [incoming(), outgoing(), after(outgoing(), 'ringing'), after(outgoing(), 'connecting')];
    equal(calls.map(state.partingCause), ['DECLINED', 'CANCELLED', 'CANCELLED', 'HUNG_UP']);
    equal(state.partingCause(state.onAnswering(incoming())), 'HUNG_UP');
  },
  'tells a call that waits for an answer from one that was made or answered'() {
    const seen = (direction, name) => state.rings(notice(name, { direction }));
    equal([seen('incoming', 'inviting'), seen('incoming', 'ringing')], [true, true]);
    equal([seen('incoming', 'connecting'), seen('outgoing', 'ringing')], [false, false]);
  },
  'shows who is in which slot, and keeps there who stays'() {
    equal([outgoing().slots, state.others(outgoing())], [[], []]);
    const [one, two] = [{ leg: 'l1', party: alice }, { leg: 'l2', party: bob }];
    const three = state.onSlots(outgoing(), { slots: [one, two] });
    equal(state.others(three).map(({ slot, leg, party }) => [slot, leg, party.name]), [[0, 'l1', 'alice'], [1, 'l2', 'bob']]);
    const left = state.onSlots(three, { slots: [null, two] });
    equal(state.others(left).map(({ slot, leg }) => [slot, leg]), [[1, 'l2']]);
    equal(three.slots.length, 2);
  },
  'shows what each of the others mutes and loses, whatever is told first'() {
    const slots = [{ leg: 'l1', party: alice }, { leg: 'l2', party: bob }];
    let call = state.onMuted(outgoing(), { leg: 'l2', audio: true, video: false, screen: true });
    equal(state.others(call), []);
    call = state.onSlots(call, { slots });
    const sending = () => state.others(call).map(({ audio, video, screen, lost }) => [audio, video, screen, lost]);
    equal(sending(), [[false, false, false, false], [true, false, true, false]]);
    call = state.onMedia(call, { leg: 'l2', state: 'lost' });
    equal(sending()[1], [true, false, true, true]);
    call = state.onMuted(call, { leg: 'l2' });
    equal(sending()[1], [false, false, false, true]);
    call = state.onMedia(call, { leg: 'l2', state: 'up' });
    equal(sending(), [[false, false, false, false], [false, false, false, false]]);
  },
  'shows that a picture rests'() {
    const call = outgoing();
    const rests = state.onQuality(call, { down: { resting: true } });
    equal(rests.remoteRests, true);
    equal(state.onQuality(rests, { down: { resting: true } }), rests);
    equal(state.onQuality(rests, { down: {} }).remoteRests, false);
  },
  'steps out of a call that another device leads, and takes it back only before it is connected'() {
    const placed = state.onPlaced(state.placing(bob, 'leaves'), { call: 'c1' });
    equal([state.partingCause(placed), state.ownSide(placed)], ['CANCELLED', 'caller']);
    equal(state.partingCause(after(placed, 'connecting')), 'HUNG_UP');
    equal(state.partingCause(after(placed, 'connected')), 'TRANSFERRED');
    equal(state.partingCause(after(outgoing(), 'connected')), 'HUNG_UP');
  },
  'knows how far each leg of such a call is, also after it was loaded again'() {
    const legs = [{ role: 'terminal', party: alice, state: 'connecting' }];
    const told = notice('ringing', { direction: 'outgoing', peer: bob, role: 'caller', caller: 'absent', legs });
    const call = state.resumed(told);
    equal([call.role, call.part, call.legs], ['caller', 'absent', legs]);
    equal(state.canStepOut(call), true);
    equal(state.onStay(call, true).part, 'stays');
  },
  'is called by whom it will talk with, whoever arranges it'() {
    const local = state.invited({ call: 'c1', from: alice, with: bob });
    equal([local.peer.name, local.by.name], ['bob', 'alice']);
    const remote = state.invited({ call: 'c1', from: alice, through: { name: 'alice', device: { name: 'Salon' } } });
    equal([remote.peer.name, remote.by, remote.through.device.name], ['alice', null, 'Salon']);
  },
  'goes on when it can not be moved'() {
    const device = { kind: 'tv', name: 'Salon' };
    const moving = state.onMoving(after(outgoing(), 'connected'), { device, state: 'moving' });
    equal([moving.phase, moving.moving.device.name], [Phase.CONNECTED, 'Salon']);
    const stays = state.onMoving(moving, { device, state: 'failed', message: 'The call stays here.' });
    equal([stays.phase, stays.moving.message], [Phase.CONNECTED, 'The call stays here.']);
  },
  'is taken over as a call that connects'() {
    const call = state.taking({ call: 'c1', peer: bob, connectedAt: '2026-11-21T10:00:00Z' });
    equal([call.phase, call.id, call.connectedAt], [Phase.CONNECTING, 'c1', '2026-11-21T10:00:00Z']);
  },
};
