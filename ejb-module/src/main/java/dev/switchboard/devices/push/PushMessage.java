package dev.switchboard.devices.push;

import dev.switchboard.devices.DeviceId;
import java.time.Instant;

/**
 * What a device's service worker is to be told.
 *
 * @param topic takes the place of what waits at the push service under the same one (RFC 8030
 *     section 5.4): 1 to 32 characters of base64url
 * @param until after which it is of no use
 * @param text at most 3,993 bytes of UTF-8
 */
public record PushMessage(DeviceId device, String topic, Instant until, String text) {}
