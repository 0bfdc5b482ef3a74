package dev.switchboard.devices;

import java.util.Optional;

/**
 * A device at which an account may have a call placed.
 *
 * @param owner whose it is; empty if it is the account's own
 */
public record UsableTerminal(DeviceEntry device, Optional<Callee> owner) {}
