package dev.switchboard.media.rtp;

/**
 * How a sender's timestamps relate to time, as one of its reports tells (RFC 3550 section 6.4.1).
 *
 * @param timestamp of what was captured at that moment, 0 to 2^32-1
 * @param senderNanos the moment on the sender's own clock, since 1900, which may be seconds off
 * @param nanos the moment on the clock of the loop, as the first report of the sender related the
 *     two clocks: streams of one sender keep their distance, and it drifts as the sender's clock
 * @param arrivalNanos when the report came, on the clock of the loop
 * @param roundTripNanos how long it took to the sender and back when that was last measured, waits
 *     on the way included; 0 as long as it is not known
 */
public record SenderTime(
    long timestamp, long senderNanos, long nanos, long arrivalNanos, long roundTripNanos) {}
