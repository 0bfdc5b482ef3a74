/** Pure: which of somebody's devices a look-up offers first. */

/** Stands for whichever device answers first. */
export const ANY = 'any';

/**
 * The server knows which of a contact's devices was called last, on whichever device of ours.
 *
 * @param {{devices: {id: string, presence: string}[], last: ?string}} found the reply `devices`
 * @returns {string} a device's id, or `ANY`
 */
export function firstChoice({ devices, last }) {
  if (devices.some((device) => device.id === last)) return last;
  const online = devices.filter((device) => device.presence === 'online');
  if (online.length === 1) return online[0].id;
  return devices.length === 1 ? devices[0].id : ANY;
}
