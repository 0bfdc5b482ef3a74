package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import java.util.Optional;

/**
 * A contact as its owner sees it.
 *
 * @param name as the owner calls it; the account's name if the owner gave it none
 * @param accountName to be looked up by
 * @param number E.164
 * @param lastDevice the device that the owner called last, if it is still there
 */
public record ContactEntry(
    ContactId id,
    AccountId account,
    String name,
    String accountName,
    String number,
    boolean favourite,
    Optional<DeviceId> lastDevice) {}
