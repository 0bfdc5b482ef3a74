package dev.switchboard.benchmarks;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.sdp.MediaSection;
import dev.switchboard.media.sdp.SessionDescription;
import dev.switchboard.media.transport.LegTransport;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportState;
import dev.switchboard.media.transport.ice.IceParameters;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One WebRTC client with one video section, the same for every engine: it decrypts what it is sent
 * and counts each packet. Its methods wait for its loop; its callbacks are on it.
 */
final class Peer implements LegTransport.Listener, AutoCloseable {
  /** What every peer here sends and receives. */
  static final int VP8 = 96;

  private final MediaLoop loop;
  private final boolean sends;
  private final long ssrc;
  private final List<SrtpProfile> profiles;
  private final LegTransport leg;
  private final RtpPacket packet = new RtpPacket();
  private final RtcpPacket compound = new RtcpPacket();
  private final RtcpBuilder report = new RtcpBuilder();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final Arrivals arrivals;
  private boolean keyFrameWanted = true;

  private Peer(MediaLoop loop, boolean sends, long ssrc, SrtpProfile profile, boolean timed)
      throws IOException {
    this.loop = loop;
    this.sends = sends;
    this.ssrc = ssrc;
    this.profiles = List.of(profile);
    this.arrivals = new Arrivals(timed);
    this.leg = loop.terminal(this);
  }

  static Peer publisher(MediaLoop loop, SrtpProfile profile) throws IOException {
    return new Peer(loop, true, 1, profile, false);
  }

  /**
   * @param ssrc of its reports, its own among the viewers
   * @param timed whether it notes how long packets took
   */
  static Peer viewer(MediaLoop loop, long ssrc, SrtpProfile profile, boolean timed)
      throws IOException {
    return new Peer(loop, false, ssrc, profile, timed);
  }

  MediaLoop loop() {
    return loop;
  }

  /** An offer of the one section, in which this side begins the DTLS handshake. */
  String offer() {
    return onLoop(
        () -> {
          leg.offerProfiles(profiles);
          return describe(leg.local(), "0", List.of("extmap:4 " + Sdp.MID));
        });
  }

  /** Takes the other side's description, and connects. */
  void accept(String description) throws IOException {
    Sdp.Remote remote = Sdp.first(description);
    onLoop(
        () -> {
          remote.candidates().forEach(leg::addRemoteCandidate);
          leg.connect(remote.ufrag(), remote.pwd(), remote.hash(), remote.fingerprint(), false);
          return true;
        });
  }

  /** Answers an offer of an engine that begins itself; {@link #accept} of that offer connects. */
  String answer(String offer) throws IOException {
    SessionDescription description = Sdp.read(offer);
    MediaSection section = description.sections().get(0);
    List<String> extensions =
        section.all("extmap").stream()
            .filter(line -> line.endsWith(Sdp.MID))
            .map(line -> "extmap:" + line)
            .toList();
    return onLoop(
        () -> {
          leg.offerProfiles(profiles);
          return describe(leg.local(), section.mid(), extensions);
        });
  }

  private String describe(IceParameters ice, String mid, List<String> extensions) {
    return Sdp.section(
        ice, leg.fingerprint(), mid, extensions, sends ? "sendonly" : "recvonly", ssrc);
  }

  /** Completes when media can flow. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  /** Sends one RTP packet. On the loop. */
  void send(byte[] header, int headerLength, byte[] payload, int payloadLength) {
    leg.rtp(header, headerLength, payload, 0, payloadLength);
  }

  /** Whether the engine asked for a key frame since this was asked last. On the loop. */
  boolean takeKeyFrameWanted() {
    boolean wanted = keyFrameWanted;
    keyFrameWanted = false;
    return wanted;
  }

  void restartCounting() {
    onLoop(
        () -> {
          arrivals.restart();
          return true;
        });
  }

  /** What came since counting began. */
  Arrivals.Figures figures() {
    return onLoop(arrivals::figures);
  }

  /** A receiver report, as each viewer sends once a second. Any thread. */
  void report() {
    loop.execute(this::reportNow);
  }

  private void reportNow() {
    if (arrivals.ssrc() >= 0) {
      report.clear();
      report.receiverReport(ssrc).block(arrivals.ssrc(), 0, 0, arrivals.highest(), 0, 0, 0);
      report.cname(ssrc, "viewer");
      leg.rtcp(report.buffer(), 0, report.length());
    }
  }

  @Override
  public void stateChanged(TransportState state, String reason) {
    switch (state) {
      case CONNECTED -> connected.complete(null);
      case FAILED, CLOSED ->
          connected.completeExceptionally(new IOException(state + ": " + reason));
      case NEW, CHECKING, SECURING, SILENT -> {}
    }
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalNanos) {
    if (packet.wrap(buffer, offset, length) == DropReason.NONE && packet.payloadType() == VP8) {
      arrivals.came(packet, arrivalNanos);
    }
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
    if (compound.wrap(buffer, offset, length) != DropReason.NONE) {
      return;
    }
    while (compound.next()) {
      boolean feedback = compound.isComplete() && compound.type() == RtcpPacket.PAYLOAD_FEEDBACK;
      if (feedback && (compound.count() == RtcpPacket.PLI || compound.count() == RtcpPacket.FIR)) {
        keyFrameWanted = true;
      }
    }
  }

  @Override
  public void takesMore() {}

  @Override
  public void moved() {}

  private <T> T onLoop(Supplier<T> work) {
    return Loops.call(loop, work);
  }

  @Override
  public void close() {
    loop.execute(leg::close);
  }
}
