package dev.switchboard.devices;

/**
 * What a phone is shown of the TV that it is about to confirm.
 *
 * @param kind as its browser says; a computer in TV mode is a computer
 * @param browser and its platform, as of a new device
 * @param network that it asks from, as {@link dev.switchboard.accounts.RemoteAddress#subject} has
 *     it
 */
public record PairingEntry(DeviceKind kind, String browser, String network) {}
