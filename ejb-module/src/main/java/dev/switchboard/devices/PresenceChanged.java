package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;

/**
 * Fired in the transaction in which a device's presence changes or a device appears under an
 * account.
 */
public record PresenceChanged(
    AccountId account, DeviceId device, DeviceKind kind, String name, Presence presence) {}
