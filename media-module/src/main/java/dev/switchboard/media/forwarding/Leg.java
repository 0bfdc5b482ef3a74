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
import dev.switchboard.media.sdp.NegotiatedSlot;
import dev.switchboard.media.sdp.Negotiation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A leg's part in a call: what it publishes, what it is sent, and what is known about its line. On
 * the loop of the call.
 */
public final class Leg {
  /** The most that a packet can have: its last octet is its length (RFC 3550 section 5.1). */
  static final int PADDING_OCTETS = 255;

  /** What is negotiated for a slot that a leg does not have any more. */
  private static final NegotiatedSlot NONE = new NegotiatedSlot(Optional.empty(), Optional.empty());

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
  private final Publisher publisher;

  private final Slot first;

  /** The first is always there; others as soon as they were negotiated once. */
  private final List<Slot> slots = new ArrayList<>();

  private final LineShares shares = new LineShares(this);
  private final RtcpBuilder builder = new RtcpBuilder();
  private final LegReports reports;
  private final @Nullable PayloadType[] payloadTypes = new PayloadType[128];

  /** How many of the slots were negotiated last, at least one. */
  private int slotsInUse = 1;

  private RtpHeader header = new RtpHeader(0);
  private boolean reducedSizeRtcp;
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
    this.publisher = new Publisher(id, audio.publication(), video.publication());
    this.first = new Slot(this, 0, streams.ssrcs().get(0));
    this.slots.add(first);
    this.reports = new LegReports(this);
  }

  public String id() {
    return id;
  }

  /** Takes what offer and answer agreed on, the first time or again. */
  public void negotiated(Negotiation negotiation) {
    slotsInUse = negotiation.slots().size();
    for (int i = slots.size(); i < slotsInUse; i++) {
      slots.add(new Slot(this, i, streams.ssrcs().get(i)));
    }
    for (Slot slot : slots) {
      slot.negotiated(slot.index() < slotsInUse ? negotiation.slots().get(slot.index()) : NONE);
    }
    publishes = first.sections().anyMatch(section -> section.direction().receives());
    Arrays.fill(payloadTypes, null);
    int largest = 0;
    reducedSizeRtcp = true;
    first.sections().forEach(section -> section.codecs().forEach(this::learn));
    for (NegotiatedSection section : slots.stream().flatMap(Slot::sections).toList()) {
      reducedSizeRtcp &= section.reducedSizeRtcp();
      for (HeaderExtension extension : section.extensions()) {
        largest = Math.max(largest, extension.id());
      }
    }
    header = new RtpHeader(largest);
    negotiation.audio().ifPresentOrElse(audio::announced, audio::silenced);
    negotiation.video().ifPresentOrElse(video::announced, video::silenced);
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

  /** The leg's transport is up, the first or a new one: it can be sent to. Again does nothing. */
  public void open() {
    if (!open) {
      open = true;
      line = new Line();
      for (Slot slot : slots) {
        slot.subscription(MediaKind.AUDIO).opened();
        slot.subscription(MediaKind.VIDEO).opened();
      }
    }
  }

  /** Some of what the leg was sent has not left: its pictures have to begin anew. */
  public void interrupted() {
    slots.forEach(slot -> slot.subscription(MediaKind.VIDEO).interrupted());
  }

  /**
   * The leg is at another address, and may have missed something: a new picture comes sooner than
   * its own request for one.
   */
  public void moved() {
    line.estimate().interrupted();
    slots.forEach(slot -> slot.subscription(MediaKind.VIDEO).moved());
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
    // The last first: it rests before the others do.
    for (int i = slots.size() - 1; i >= 0; i--) {
      slots.get(i).subscription(MediaKind.VIDEO).tick(nowNanos);
    }
    audio.tick(nowNanos);
    video.tick(nowNanos);
    reports.tick(nowNanos);
  }

  /** Whether it has negotiated to send anything. */
  public boolean publishes() {
    return publisher.publishes();
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

  /** The leg as the others see it. */
  Publisher publisher() {
    return publisher;
  }

  /** In which it hears and sees others, also those that it does not have any more. */
  List<Slot> slots() {
    return slots;
  }

  /** How many of them it has now, at least one: the first ones. */
  int slotsInUse() {
    return slotsInUse;
  }

  /** How the line is shared among the slots. */
  LineShares shares() {
    return shares;
  }

  /** What the leg publishes of one kind, for whoever takes more than a viewer does. */
  public PacketSource source(MediaKind kind) {
    return uplink(kind).publication();
  }

  /** The section in which the leg sends. */
  Optional<NegotiatedSection> section(MediaKind kind) {
    return first.section(kind);
  }

  /** Of the packets that the leg sends. */
  LegExtensions extensions(MediaKind kind) {
    return first.extensions(kind);
  }

  @Nullable PayloadType payloadType(int number) {
    return payloadTypes[number];
  }

  /** By their numbers; filled anew when the leg negotiates. */
  @Nullable PayloadType[] payloadTypes() {
    return payloadTypes;
  }

  int transportCcId() {
    return Math.max(
        extensions(MediaKind.AUDIO).transportCc(), extensions(MediaKind.VIDEO).transportCc());
  }

  int audioLevelId() {
    return extensions(MediaKind.AUDIO).audioLevel();
  }

  /** What is known about the line since the transport came up. */
  Line line() {
    return line;
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
    boolean hasVideo = section(MediaKind.VIDEO).isPresent();
    return hasVideo ? streams.ssrcs().get(0).video() : streams.ssrcs().get(0).audio();
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
