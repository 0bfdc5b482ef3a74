package dev.switchboard.media.forwarding;

/**
 * The streams that a leg is sent. They stay the same as long as the leg exists, whatever is
 * forwarded in them: a change of source needs no negotiation.
 *
 * @param cname binds them together for lip synchronization (RFC 7022)
 */
public record LegStreams(long audioSsrc, long videoSsrc, long videoRtxSsrc, String cname) {}
