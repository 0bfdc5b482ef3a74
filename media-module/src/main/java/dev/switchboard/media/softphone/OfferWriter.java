package dev.switchboard.media.softphone;

import dev.switchboard.media.sdp.HeaderExtension;
import dev.switchboard.media.transport.ice.IceParameters;
import java.util.List;

/**
 * Writes the offer of a softphone (RFC 9429), as a browser with one track of each kind does: a
 * section for each that it sends, and then one of each for every other slot, which only receive.
 */
final class OfferWriter {
  static final String AUDIO_MID = "0";
  static final String VIDEO_MID = "1";

  /** The slot of a section, by its mid; of what has none it is the first. */
  static int slotOf(byte[] packet, int midOffset, int midLength) {
    return midOffset < 0 || midLength != 1 ? 0 : Math.max(0, (packet[midOffset] - '0') / 2);
  }

  private final SoftphoneConfig config;
  private final Sources sources;
  private final String fingerprint;
  private final long sessionId;
  private final StringBuilder text = new StringBuilder(3_000);

  OfferWriter(SoftphoneConfig config, Sources sources, String fingerprint, long sessionId) {
    this.config = config;
    this.sources = sources;
    this.fingerprint = fingerprint;
    this.sessionId = sessionId;
  }

  /**
   * @param version one more each time
   */
  String write(IceParameters ice, int version) {
    boolean hasVideo = !config.videoCodecs().isEmpty();
    line("v=0");
    line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    StringBuilder mids = new StringBuilder();
    for (int slot = 0; slot < config.slots(); slot++) {
      mids.append(' ').append(mid(slot, false)).append(hasVideo ? " " + mid(slot, true) : "");
    }
    line("a=group:BUNDLE" + mids);
    line("a=msid-semantic: WMS " + config.name());
    section("audio", AUDIO_MID, List.of(OfferedCodec.OPUS), ice);
    streams("audio", config.sendsAudio(), sources.audio(), -1);
    if (hasVideo) {
      section("video", VIDEO_MID, videoCodecs(), ice);
      if (isSimulcast()) {
        simulcast();
      } else {
        Sources.Video only = sources.video().get(0);
        streams("video", config.sendsVideo(), only.ssrc(), only.rtxSsrc());
      }
    }
    for (int slot = 1; slot < config.slots(); slot++) {
      section("audio", mid(slot, false), List.of(OfferedCodec.OPUS), ice);
      line("a=recvonly");
      if (hasVideo) {
        section("video", mid(slot, true), videoCodecs(), ice);
        line("a=recvonly");
      }
    }
    return text.toString();
  }

  /** 0 and 1 are of the first slot, 2 and 3 of the second. */
  private static String mid(int slot, boolean video) {
    return Integer.toString(2 * slot + (video ? 1 : 0));
  }

  private List<OfferedCodec> videoCodecs() {
    return config.videoCodecs().stream().map(n -> OfferedCodec.video(n).orElseThrow()).toList();
  }

  private void section(String kind, String mid, List<OfferedCodec> codecs, IceParameters ice) {
    StringBuilder formats = new StringBuilder();
    for (OfferedCodec codec : codecs) {
      formats.append(' ').append(codec.payloadType());
      if (codec.rtxPayloadType() >= 0) {
        formats.append(' ').append(codec.rtxPayloadType());
      }
    }
    line("m=" + kind + " 9 UDP/TLS/RTP/SAVPF" + formats);
    line("c=IN IP4 0.0.0.0");
    line("a=rtcp:9 IN IP4 0.0.0.0");
    line("a=ice-ufrag:" + ice.ufrag());
    line("a=ice-pwd:" + ice.pwd());
    line("a=fingerprint:sha-256 " + fingerprint);
    line("a=setup:actpass");
    line("a=mid:" + mid);
    for (Extension extension : Extension.values()) {
      if (extension.belongsTo(kind) && (!extension.tellsEncodings() || isSimulcast())) {
        line("a=extmap:" + extension.id() + " " + extension.uri());
      }
    }
    line("a=rtcp-mux");
    line("a=rtcp-rsize");
    codecs.forEach(this::codec);
  }

  private void codec(OfferedCodec codec) {
    int type = codec.payloadType();
    line("a=rtpmap:" + type + " " + codec.map());
    line("a=rtcp-fb:" + type + " transport-cc");
    if (codec.format().isVideo()) {
      for (String feedback : List.of("goog-remb", "ccm fir", "nack", "nack pli")) {
        line("a=rtcp-fb:" + type + " " + feedback);
      }
    }
    if (!codec.parameters().isEmpty()) {
      line("a=fmtp:" + type + " " + codec.parameters());
    }
    if (codec.rtxPayloadType() >= 0) {
      line("a=rtpmap:" + codec.rtxPayloadType() + " rtx/" + codec.clockRate());
      line("a=fmtp:" + codec.rtxPayloadType() + " apt=" + type);
    }
  }

  private void streams(String kind, boolean sends, long ssrc, long rtxSsrc) {
    line(sends ? "a=sendrecv" : "a=recvonly");
    if (!sends) {
      return;
    }
    line("a=msid:" + config.name() + " " + config.name() + "-" + kind);
    if (rtxSsrc >= 0) {
      line("a=ssrc-group:FID " + ssrc + " " + rtxSsrc);
    }
    line("a=ssrc:" + ssrc + " cname:" + config.name());
    if (rtxSsrc >= 0) {
      line("a=ssrc:" + rtxSsrc + " cname:" + config.name());
    }
  }

  private boolean isSimulcast() {
    return config.sendsVideo() && !config.encodings().isEmpty();
  }

  /** As browsers write it, without SSRCs: packets say which encoding they are of (RFC 8853). */
  private void simulcast() {
    line("a=sendrecv");
    line("a=msid:" + config.name() + " " + config.name() + "-video");
    List<String> rids = config.encodings().stream().map(SoftphoneConfig.Encoding::rid).toList();
    rids.forEach(rid -> line("a=rid:" + rid + " send"));
    line("a=simulcast:send " + String.join(";", rids));
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }

  /** The header extensions that a softphone knows. */
  enum Extension {
    AUDIO_LEVEL(1, HeaderExtension.AUDIO_LEVEL),
    ABS_SEND_TIME(2, HeaderExtension.ABS_SEND_TIME),
    TRANSPORT_CC(3, HeaderExtension.TRANSPORT_CC),
    MID(4, HeaderExtension.MID),
    RID(5, HeaderExtension.RTP_STREAM_ID),
    REPAIRED_RID(6, HeaderExtension.REPAIRED_RTP_STREAM_ID);

    /** The largest id. */
    static final int LARGEST = 6;

    private final int id;
    private final String uri;

    Extension(int id, String uri) {
      this.id = id;
      this.uri = uri;
    }

    int id() {
      return id;
    }

    boolean tellsEncodings() {
      return this == RID || this == REPAIRED_RID;
    }

    boolean belongsTo(String kind) {
      return this == AUDIO_LEVEL ? kind.equals("audio") : !tellsEncodings() || kind.equals("video");
    }

    String uri() {
      return uri;
    }
  }
}
