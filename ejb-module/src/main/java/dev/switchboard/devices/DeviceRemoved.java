package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;

/**
 * Fired in the transaction that takes a device from its account, because its owner removed it or
 * the account is deleted; before the row goes. Its calls end with {@code DEVICE_REMOVED}, its
 * socket is closed.
 */
public record DeviceRemoved(AccountId account, DeviceId device) {}
