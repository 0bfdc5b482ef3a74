import { text } from './texts.js';
import { byId, say } from './view/elements.js';

/**
 * *Call again* on the end screen: looks the callee up anew, since a look-up is good for one call, and
 * rings the same device, or any if it is gone or unknown.
 */
export async function callAgain(client, signalling) {
  const { peer } = client.call;
  const button = byId('call-again');
  button.disabled = true;
  try {
    const found = await signalling.request('lookup', { callee: peer.name });
    const same = found.devices.find(
      (device) => device.name === peer.device?.name && device.kind === peer.device?.kind);
    client.dismiss();
    await client.place({
      lookup: found.lookup,
      device: same?.id ?? 'any',
      peer: { ...found.callee, device: same ?? null },
      video: true,
    });
  } catch (error) {
    say(byId('call-status'), error.message || text('no-server'));
  } finally {
    button.disabled = false;
  }
}
