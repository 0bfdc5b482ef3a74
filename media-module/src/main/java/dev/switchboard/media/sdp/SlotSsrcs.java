package dev.switchboard.media.sdp;

/**
 * The SSRCs of what a terminal is sent in one slot: 1 to 2^32-1, different from all others that it
 * is sent.
 *
 * @param rtx of what is sent again of the picture (RFC 4588)
 */
public record SlotSsrcs(long audio, long video, long rtx) {}
