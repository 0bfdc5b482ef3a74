import { Phase } from '../call-state.js';
import { text } from '../texts.js';

/** Who the other side is, in words; pure. */

/** @returns {object} who has had this device rung: the other side, unless somebody else has arranged the call */
export function invitedBy(call) {
  return call.by ?? call.peer;
}

/** @returns {string} what the dialog says of a call that comes in */
export function incomingTitle(call) {
  return call.by ? text('call-with', call.peer.name) : text('incoming-title', call.peer.name);
}

/** @returns {string} from where a call comes, or where it goes; empty while no device is known */
export function deviceWords(call) {
  const rings = call.phase === Phase.INCOMING;
  if (rings && call.by) return text('arranged-by', call.by.name, call.by.device?.name ?? '');
  if (rings && call.through) return text('through-device', call.through.device?.name ?? call.through.name);
  const device = call.peer.device?.name;
  if (!device) return '';
  const calls = call.direction === 'incoming' && !call.by && call.role !== 'terminal';
  return calls ? text('from-device', device) : text('to-device', device);
}
