package dev.switchboard.devices.push;

import dev.switchboard.devices.DeviceId;

/**
 * Fired in the transaction that forgets a subscription since its push service did: the device was
 * thought to be wakeable, and who waits for it waits in vain.
 */
public record DeviceUnreachable(DeviceId device) {}
