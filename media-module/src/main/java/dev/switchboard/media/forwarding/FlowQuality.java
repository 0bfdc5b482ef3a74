package dev.switchboard.media.forwarding;

/**
 * One direction of a leg since the last time it was asked for.
 *
 * @param bitrate bit/s
 * @param loss 0 to 1
 * @param jitter ms
 * @param roundTrip ms, 0 while unknown
 * @param audioLevel -127 to 0 dBov
 * @param codec empty while nothing flows
 */
public record FlowQuality(
    long bitrate, double loss, double jitter, double roundTrip, int audioLevel, String codec) {}
