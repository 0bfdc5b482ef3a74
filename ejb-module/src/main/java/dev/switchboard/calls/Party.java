package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Profile;
import dev.switchboard.devices.Callee;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a call with which device, in words that outlive the account (S1.10).
 *
 * @param account null for somebody who was not found, or is no account of ours
 * @param name the account's name, or what the caller typed
 * @param number E.164, as far as it is known
 * @param device null as long as no device has been found or has won
 * @param deviceKind phone, tablet, desktop, tv or room; null without a device
 * @param deviceName as its owner named it; null without a device
 */
public record Party(
    @Nullable AccountId account,
    String name,
    @Nullable String number,
    @Nullable DeviceId device,
    @Nullable String deviceKind,
    @Nullable String deviceName) {

  /** An account at one of its devices. */
  static Party of(Profile account, DeviceEntry device) {
    return new Party(
        account.id(),
        account.name(),
        account.number().e164(),
        device.id(),
        device.kind().code(),
        device.name());
  }

  /** As {@link #of(Profile, DeviceEntry)}. */
  static Party of(Callee account, DeviceEntry device) {
    return new Party(
        account.account(),
        account.name(),
        account.number().e164(),
        device.id(),
        device.kind().code(),
        device.name());
  }

  /** Nobody that we could find, under the name or number that the caller gave. */
  static Party unknown(String dialled) {
    return new Party(null, dialled, null, null, null, null);
  }

  /** The device in its owner's words; the person's name if there is none. */
  String place() {
    return deviceName == null ? name : deviceName;
  }

  /** The same person without a device. */
  Party withoutDevice() {
    return new Party(account, name, number, null, null, null);
  }

  /** As the other side sees it: without ids. */
  public ServerMessage.Party toWire() {
    ServerMessage.Device shown =
        deviceKind == null || deviceName == null
            ? null
            : new ServerMessage.Device(null, deviceKind, deviceName, null);
    return new ServerMessage.Party(name, number, shown);
  }
}
