package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.PacketSource;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtpHeader;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.HeaderExtension;
import dev.switchboard.media.sdp.NegotiatedSection;
import dev.switchboard.media.sdp.Negotiation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A leg's part in a call: what it publishes, what it is sent, and what is known about its line. On
 * the loop of the call.
 */
public final class Leg {
  /** Opus with its headers, and room for its peaks, bit/s. */
  private static final long SOUND = 64_000;

  /** Each frame sent once more, bit/s. */
  private static final long SOUND_AGAIN = 34_000;

  /** The most that a packet can have: its last octet is its length (RFC 3550 section 5.1). */
  static final int PADDING_OCTETS = 255;

  private static final byte[] PADDING = new byte[PADDING_OCTETS];

  static {
    PADDING[PADDING_OCTETS - 1] = (byte) PADDING_OCTETS;
  }

  private final Bridge bridge;
  private final String id;
  private final PacketWriter writer;
  private final LegStreams streams;
  private final Uplink audio;
  private final Uplink video;
  private final Subscription heard;
  private final Subscription seen;
  private final RtcpBuilder builder = new RtcpBuilder();
  private final LegReports reports;
  private final @Nullable PayloadType[] payloadTypes = new PayloadType[128];

  private Optional<NegotiatedSection> audioSection = Optional.empty();
  private Optional<NegotiatedSection> videoSection = Optional.empty();
  private LegExtensions audioExtensions = LegExtensions.NONE;
  private LegExtensions videoExtensions = LegExtensions.NONE;
  private RtpHeader header = new RtpHeader(0);
  private boolean reducedSizeRtcp;
  private boolean receivesAudio;
  private boolean receivesVideo;
  private boolean publishes;
  private boolean open;
  private Line line = new Line();

  Leg(Bridge bridge, String id, PacketWriter writer, LegStreams streams, long cacheNanos) {
    this.bridge = bridge;
    this.id = id;
    this.writer = writer;
    this.streams = streams;
    this.audio = new Uplink(this, MediaKind.AUDIO, cacheNanos);
    this.video = new Uplink(this, MediaKind.VIDEO, cacheNanos);
    this.heard = new Subscription(this, MediaKind.AUDIO, streams.audioSsrc(), 0);
    this.seen =
        new Subscription(this, MediaKind.VIDEO, streams.videoSsrc(), streams.videoRtxSsrc());
    this.reports = new LegReports(this);
  }

  public String id() {
    return id;
  }

  /** Takes what offer and answer agreed on, the first time or again. */
  public void negotiated(Negotiation negotiation) {
    audioSection = negotiation.audio();
    videoSection = negotiation.video();
    audioExtensions = audioSection.map(LegExtensions::of).orElse(LegExtensions.NONE);
    videoExtensions = videoSection.map(LegExtensions::of).orElse(LegExtensions.NONE);
    receivesAudio = audioSection.map(section -> section.direction().sends()).orElse(false);
    receivesVideo = videoSection.map(section -> section.direction().sends()).orElse(false);
    publishes = sections().stream().anyMatch(section -> section.direction().receives());
    Arrays.fill(payloadTypes, null);
    int largest = 0;
    reducedSizeRtcp = true;
    for (NegotiatedSection section : sections()) {
      section.codecs().forEach(this::learn);
      reducedSizeRtcp &= section.reducedSizeRtcp();
      for (HeaderExtension extension : section.extensions()) {
        largest = Math.max(largest, extension.id());
      }
    }
    header = new RtpHeader(largest);
    audioSection.ifPresentOrElse(audio::announced, audio::silenced);
    videoSection.ifPresentOrElse(video::announced, video::silenced);
    heard.negotiated();
    seen.negotiated();
    bridge.negotiated(this);
  }

  private void learn(Codec codec) {
    MediaFormat.named(codec.name())
        .ifPresent(
            format -> {
              payloadTypes[codec.payloadType()] = new PayloadType(codec, format, false, false);
              if (codec.hasRtx()) {
                payloadTypes[codec.rtxPayloadType()] = new PayloadType(codec, format, true, false);
              }
              if (codec.hasRed()) {
                payloadTypes[codec.redPayloadType()] = new PayloadType(codec, format, false, true);
              }
            });
  }

  private List<NegotiatedSection> sections() {
    return Stream.of(audioSection, videoSection).flatMap(Optional::stream).toList();
  }

  /** The leg's transport is up, the first or a new one: it can be sent to. Again does nothing. */
  public void open() {
    if (!open) {
      open = true;
      line = new Line();
      heard.opened();
      seen.opened();
    }
  }

  /** Some of what the leg was sent has not left: its picture has to begin anew. */
  public void interrupted() {
    seen.interrupted();
  }

  /**
   * The leg is at another address, and may have missed something: a new picture comes sooner than
   * its own request for one.
   */
  public void moved() {
    line.estimate().interrupted();
    seen.moved();
  }

  /** The leg's transport is gone, for now or for ever. */
  public void shut() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** A decrypted RTP packet has come; the buffer is read before this returns. */
  public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
    bridge.packetWay().travel(this, buffer, offset, length, nowNanos);
  }

  /** A decrypted compound RTCP packet has come; the buffer is read before this returns. */
  public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
    reports.receive(buffer, offset, length, nowNanos);
  }

  /** Whether the leg sends, or is being found out about: then its time is counted in 10 ms. */
  boolean isBusy() {
    return publishes || line.estimate().isProbing();
  }

  /** Every 10 ms if {@linkplain #isBusy busy}, else every 50 ms. */
  void tick(long nowNanos) {
    seen.tick(nowNanos);
    audio.tick(nowNanos);
    video.tick(nowNanos);
    reports.tick(nowNanos);
  }

  /** Whether it has negotiated to send anything. */
  public boolean publishes() {
    return audio.publication().sends() || video.publication().sends();
  }

  Bridge bridge() {
    return bridge;
  }

  Counters counters() {
    return bridge.counters();
  }

  LegStreams streams() {
    return streams;
  }

  Uplink uplink(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  Subscription subscription(MediaKind kind) {
    return kind == MediaKind.AUDIO ? heard : seen;
  }

  /** What the leg publishes of one kind, for whoever takes more than a viewer does. */
  public PacketSource source(MediaKind kind) {
    return uplink(kind).publication();
  }

  Optional<NegotiatedSection> section(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audioSection : videoSection;
  }

  LegExtensions extensions(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audioExtensions : videoExtensions;
  }

  @Nullable PayloadType payloadType(int number) {
    return payloadTypes[number];
  }

  /** By their numbers; filled anew when the leg negotiates. */
  @Nullable PayloadType[] payloadTypes() {
    return payloadTypes;
  }

  /** What to send this leg when another leg sends {@code sent}; null if it can't receive that. */
  @Nullable Codec receiverOf(PayloadType sent) {
    return section(sent.kind()).flatMap(section -> section.receiverOf(sent.codec())).orElse(null);
  }

  /** Whether the leg wants to be sent anything of this kind. */
  boolean receives(MediaKind kind) {
    return kind == MediaKind.AUDIO ? receivesAudio : receivesVideo;
  }

  int transportCcId() {
    return Math.max(audioExtensions.transportCc(), videoExtensions.transportCc());
  }

  int audioLevelId() {
    return audioExtensions.audioLevel();
  }

  /** What is known about the line since the transport came up. */
  Line line() {
    return line;
  }

  /** What the line carries beside the sound, bit/s. */
  long videoBudget(long nowNanos) {
    return line.estimate().bitrate(nowNanos) - soundBudget(nowNanos);
  }

  /** What the sound needs of the line, bit/s. */
  long soundBudget(long nowNanos) {
    return receivesAudio ? SOUND + line.soundCopies(nowNanos) * SOUND_AGAIN : 0;
  }

  /** The leg's one outgoing header, to be filled and sent before the next. */
  RtpHeader header() {
    return header;
  }

  /** Sends a packet whose header takes the place of the first octets of the payload. */
  void send(RtpHeader filled, RtpPacket packet, int replaced) {
    writer.rtp(
        filled.buffer(),
        filled.length(),
        packet.buffer(),
        packet.payloadOffset() + replaced,
        packet.payloadLength() - replaced);
  }

  /** Sends a packet that has nothing but padding, as much as one can have. */
  void sendPadding(RtpHeader filled) {
    writer.rtp(filled.buffer(), filled.length(), PADDING, 0, PADDING.length);
  }

  /** The leg's one outgoing compound, begun as the negotiation wants (RFC 5506). */
  RtcpBuilder feedback() {
    builder.clear();
    if (!reducedSizeRtcp) {
      builder.receiverReport(reportSsrc()).cname(reportSsrc(), streams.cname());
    }
    return builder;
  }

  RtcpBuilder emptyCompound() {
    builder.clear();
    return builder;
  }

  void sendRtcp(RtcpBuilder compound) {
    if (open && !compound.isEmpty()) {
      counters().add(Counters.Count.RTCP_OUT, 1);
      writer.rtcp(compound.buffer(), 0, compound.length());
    }
  }

  /** Who we are in reports and feedback: a stream that the leg knows. */
  long reportSsrc() {
    return videoSection.isPresent() ? streams.videoSsrc() : streams.audioSsrc();
  }

  /** What the leg sends, since this was asked last. */
  public FlowQuality up(double seconds) {
    return FlowFigures.up(this, seconds);
  }

  /** What the leg is sent, since this was asked last. */
  public FlowQuality down(double seconds) {
    return FlowFigures.down(this, seconds);
  }
}
