package dev.switchboard.media.sdp;

/**
 * An RTP header extension of a section (RFC 8285 section 5).
 *
 * @param id 1 to 14 in the one-byte form, up to 255 in the two-byte form
 */
public record HeaderExtension(int id, String uri) {
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
  public static final String RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
  public static final String REPAIRED_RTP_STREAM_ID =
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
  public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
  public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";
  public static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
  public static final String DEPENDENCY_DESCRIPTOR =
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";
  public static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
}
