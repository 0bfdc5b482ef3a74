package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.TransportFeedback;
import dev.switchboard.media.transport.Cancellable;
import dev.switchboard.media.transport.LegTransport;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a softphone sends and hears while its transport is up. On the loop, but for connected. */
final class SoftphoneMedia implements LegTransport.Listener {
  private static final int AUDIO_FRAMES_PER_SECOND = 50;
  private static final Duration FEEDBACK_PERIOD = Duration.ofMillis(50);
  private static final Duration REPORT_PERIOD = Duration.ofSeconds(1);

  private final SoftphoneConfig config;
  private final MediaLoop loop;
  private final DeviceClock clock;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final OutgoingStream audioOut;
  private final List<OutgoingStream> videoOut = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final TransportFeedback arrivals = new TransportFeedback();
  private final RtpPacket packet = new RtpPacket();
  private final RtcpPacket compound = new RtcpPacket();
  private final RtcpBuilder builder = new RtcpBuilder();
  private final List<Cancellable> timers = new ArrayList<>();
  private @Nullable LegTransport leg;
  private TransportState state = TransportState.NEW;
  private boolean transportFeedback;
  private int transportSequence;
  private long bitrateCap;
  private double roundTripMillis = -1;

  SoftphoneMedia(
      SoftphoneConfig config,
      Sources sources,
      MediaLoop loop,
      Clock wall,
      Function<OfferedCodec, Clip> clips) {
    this.config = config;
    this.loop = loop;
    this.clock = new DeviceClock(config.clock(), wall, loop::nanoTime);
    for (int i = 0; i < config.slots(); i++) {
      slots.add(new Slot(new IncomingStream(false), new IncomingStream(true)));
    }
    Sink sink = new Sink();
    this.audioOut =
        new OutgoingStream(
            new OutgoingStream.Identity(OfferWriter.AUDIO_MID, "", 1, sources.audio(), -1),
            AUDIO_FRAMES_PER_SECOND,
            config.stamped(),
            clips,
            this::nextTransportSequence,
            clock,
            sink);
    for (int i = 0; i < config.streams(); i++) {
      videoOut.add(
          new OutgoingStream(
              video(config, sources.video().get(i), i),
              config.framesPerSecond(),
              config.stamped(),
              clips,
              this::nextTransportSequence,
              clock,
              sink));
    }
  }

  /** What comes in of one other. */
  private record Slot(IncomingStream audio, IncomingStream video) {
    IncomingStream of(OfferedCodec codec) {
      return codec.format().isVideo() ? video : audio;
    }
  }

  private static OutgoingStream.Identity video(
      SoftphoneConfig config, Sources.Video source, int index) {
    boolean several = !config.encodings().isEmpty();
    return new OutgoingStream.Identity(
        OfferWriter.VIDEO_MID,
        several ? config.encodings().get(index).rid() : "",
        several ? config.encodings().get(index).size() : 1,
        source.ssrc(),
        source.rtxSsrc());
  }

  /** The leg has this as its listener, so it comes after. */
  void attach(LegTransport transport) {
    leg = transport;
  }

  private final class Sink implements PacketWriter {
    @Override
    public void rtp(byte[] header, int headerLength, byte[] payload, int offset, int length) {
      if (leg != null) {
        leg.rtp(header, headerLength, payload, offset, length);
      }
    }

    @Override
    public void rtcp(byte[] report, int offset, int length) {
      if (leg != null) {
        leg.rtcp(report, offset, length);
      }
    }
  }

  private int nextTransportSequence() {
    return transportSequence++ & 0xffff;
  }

  /** Completes when media can flow first, and fails when it never will. Any thread. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  void use(Answer answer) {
    audioOut.use(answer.audio().filter(section -> config.sendsAudio()).orElse(null));
    Answer.Section video = answer.video().filter(section -> config.sendsVideo()).orElse(null);
    videoOut.forEach(stream -> stream.use(video));
    transportFeedback =
        Optional.of(answer)
            .flatMap(a -> a.video().or(a::audio))
            .filter(section -> section.has(OfferWriter.Extension.TRANSPORT_CC))
            .isPresent();
  }

  void mute(boolean audio, boolean video) {
    audioOut.mute(audio);
    videoOut.forEach(stream -> stream.mute(video));
  }

  void requestKeyFrame() {
    slots.forEach(slot -> slot.video.requestKeyFrame());
  }

  @Override
  public void stateChanged(TransportState next, String reason) {
    state = next;
    switch (next) {
      case CONNECTED -> {
        connected.complete(null);
        if (timers.isEmpty()) {
          start();
        }
      }
      case FAILED, CLOSED -> {
        connected.completeExceptionally(new IOException(next + ": " + reason));
        timers.forEach(Cancellable::cancel);
        timers.clear();
      }
      case NEW, CHECKING, SECURING, SILENT -> {}
    }
  }

  private void start() {
    timers.add(loop.every(clock.toTrue(audioOut.interval()), () -> audioOut.tick(clock.now())));
    for (OutgoingStream stream : videoOut) {
      timers.add(loop.every(clock.toTrue(stream.interval()), () -> stream.tick(clock.now())));
    }
    timers.add(loop.every(FEEDBACK_PERIOD, this::feedback));
    timers.add(loop.every(REPORT_PERIOD, this::report));
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalNanos) {
    if (packet.wrap(buffer, offset, length) != DropReason.NONE) {
      return;
    }
    int at = packet.extension(OfferWriter.Extension.TRANSPORT_CC.id());
    if (transportFeedback && at >= 0 && packet.extensionLength(at) == 2) {
      int sequence = ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
      arrivals.arrived(sequence, arrivalNanos / 1_000);
    }
    int mid = packet.extension(OfferWriter.Extension.MID.id());
    int number = OfferWriter.slotOf(buffer, mid, mid < 0 ? 0 : packet.extensionLength(mid));
    if (number >= slots.size()) {
      return;
    }
    for (OfferedCodec codec : OfferedCodec.values()) {
      IncomingStream stream = slots.get(number).of(codec);
      if (packet.payloadType() == codec.payloadType()) {
        stream.packet(packet, codec, false, arrivalNanos);
        return;
      }
      if (packet.payloadType() == codec.rtxPayloadType()) {
        if (packet.restore(codec.payloadType(), stream.ssrc()) == DropReason.NONE) {
          stream.packet(packet, codec, true, arrivalNanos);
        }
        return;
      }
    }
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
    if (compound.wrap(buffer, offset, length) != DropReason.NONE) {
      return;
    }
    while (compound.next()) {
      if (compound.isComplete()) {
        part(arrivalNanos);
      }
    }
  }

  @Override
  public void moved() {}

  @Override
  public void takesMore() {
    videoOut.forEach(stream -> stream.requestKeyFrame(clock.now()));
  }

  private void part(long now) {
    switch (compound.type()) {
      case RtcpPacket.SENDER_REPORT -> {
        for (Slot slot : slots) {
          for (IncomingStream stream : List.of(slot.audio, slot.video)) {
            if (stream.ssrc() == compound.senderSsrc()) {
              stream.senderReport(compound.ntpTime(), now);
            }
          }
        }
        blocks();
      }
      case RtcpPacket.RECEIVER_REPORT -> blocks();
      case RtcpPacket.TRANSPORT_FEEDBACK -> {
        for (OutgoingStream stream : videoOut) {
          if (compound.count() == RtcpPacket.NACK && compound.mediaSsrc() == stream.ssrc()) {
            compound.forEachLost(lost -> stream.retransmit(lost, clock.now()));
          }
        }
      }
      case RtcpPacket.PAYLOAD_FEEDBACK -> payloadFeedback();
      default -> {}
    }
  }

  private void blocks() {
    for (int i = 0; i < compound.count(); i++) {
      reported(audioOut, i);
      for (OutgoingStream stream : videoOut) {
        reported(stream, i);
      }
      if (compound.blockLastReport(i) != 0) {
        long now = NtpTime.middle(clock.ntp(clock.now()));
        int trip = (int) (now - compound.blockLastReport(i) - compound.blockDelay(i));
        roundTripMillis = Math.max(0, trip) * 1_000.0 / 65_536;
      }
    }
  }

  private void reported(OutgoingStream stream, int block) {
    if (compound.blockSsrc(block) == stream.ssrc()) {
      stream.reported(compound.blockFractionLost(block));
    }
  }

  private void payloadFeedback() {
    for (OutgoingStream stream : videoOut) {
      boolean pli = compound.count() == RtcpPacket.PLI && compound.mediaSsrc() == stream.ssrc();
      boolean fir = compound.count() == RtcpPacket.FIR && compound.requests(stream.ssrc());
      if (pli || fir) {
        stream.requestKeyFrame(clock.now());
      }
    }
    if (compound.count() == RtcpPacket.APPLICATION && compound.isRemb()) {
      bitrateCap = compound.rembBitrate();
    }
  }

  private void feedback() {
    if (leg == null) {
      return;
    }
    if (arrivals.isPending()) {
      builder.clear();
      send(
          builder.transportFeedback(arrivals, videoSsrc(), Math.max(0, slots.get(0).video.ssrc())));
    }
    builder.clear();
    slots.forEach(slot -> slot.video.feedback(builder, videoSsrc(), loop.nanoTime()));
    send(builder);
  }

  /** Who we are in feedback on video. */
  private long videoSsrc() {
    return videoOut.get(0).ssrc();
  }

  private void report() {
    long now = loop.nanoTime();
    builder.clear();
    audioOut.report(builder, clock.now());
    if (builder.isEmpty()) {
      builder.receiverReport(audioOut.ssrc());
    }
    for (Slot slot : slots) {
      slot.audio.block(builder, now);
      slot.video.block(builder, now);
    }
    videoOut.forEach(stream -> stream.report(builder, clock.now()));
    builder.cname(audioOut.ssrc(), config.name());
    send(builder);
  }

  private void send(RtcpBuilder report) {
    if (leg != null && !report.isEmpty()) {
      leg.rtcp(report.buffer(), 0, report.length());
    }
  }

  /** Forgets the longest gaps in what came in so far. */
  void measureGapsAnew() {
    for (Slot slot : slots) {
      slot.audio.measureGapsAnew();
      slot.video.measureGapsAnew();
    }
  }

  SoftphoneStatistics statistics() {
    List<SoftphoneStatistics.Sent> sent =
        videoOut.stream().map(OutgoingStream::statistics).toList();
    List<SoftphoneStatistics.Slot> received =
        slots.stream()
            .map(
                slot ->
                    new SoftphoneStatistics.Slot(slot.audio.statistics(), slot.video.statistics()))
            .toList();
    return new SoftphoneStatistics(
        state,
        audioOut.statistics(),
        sent.stream().reduce(SoftphoneStatistics.Sent::plus).orElseThrow(),
        sent,
        received.get(0).audio(),
        received.get(0).video(),
        received,
        bitrateCap,
        roundTripMillis);
  }
}
