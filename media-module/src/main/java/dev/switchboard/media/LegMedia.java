package dev.switchboard.media;

import dev.switchboard.media.CallMedia.LegEvents;
import dev.switchboard.media.forwarding.Bridge;
import dev.switchboard.media.forwarding.FlowQuality;
import dev.switchboard.media.forwarding.Leg;
import dev.switchboard.media.forwarding.LegStreams;
import dev.switchboard.media.forwarding.MediaKind;
import dev.switchboard.media.recording.LegTap;
import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.sdp.AnswerWriter;
import dev.switchboard.media.sdp.LocalSide;
import dev.switchboard.media.sdp.Negotiation;
import dev.switchboard.media.sdp.Offer;
import dev.switchboard.media.sdp.SlotSsrcs;
import dev.switchboard.media.transport.LegTransport;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportState;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ties a leg's transport to its part in the bridge. The transport may be replaced (the terminal
 * began anew), the part stays. On the loop of the call.
 */
final class LegMedia implements PacketWriter {
  private static final SecureRandom random = new SecureRandom();

  private final MediaLoop loop;
  private final Bridge bridge;
  private final LegEvents events;
  private final LegStreams streams = newStreams();
  private final Leg leg;
  private final long sessionId = random.nextLong() >>> 2;
  private final Map<String, LegTap> taps = new HashMap<>();
  private int version;
  private @Nullable Connection connection;

  LegMedia(String legId, MediaLoop loop, Bridge bridge, LegEvents events) {
    this.loop = loop;
    this.bridge = bridge;
    this.events = events;
    this.leg = bridge.join(legId, this, streams);
  }

  private static LegStreams newStreams() {
    byte[] name = new byte[12];
    random.nextBytes(name);
    long[] numbers =
        random.longs(1, 0xffff_ffffL).distinct().limit(3 * Negotiation.MOST_SLOTS).toArray();
    List<SlotSsrcs> ssrcs = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 3) {
      ssrcs.add(new SlotSsrcs(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return new LegStreams(ssrcs, HexFormat.of().formatHex(name));
  }

  /** Its part in the bridge. */
  Leg leg() {
    return leg;
  }

  /** Has a recording copy what the leg sends, if it doesn't yet. */
  void record(CallRecordings.Copied copied) {
    LegTap present = taps.get(copied.recording().id());
    if (present == null || present.isClosed()) {
      taps.put(
          copied.recording().id(),
          copied
              .recording()
              .tap(
                  copied.track(),
                  leg.source(MediaKind.AUDIO),
                  copied.video() ? Optional.of(leg.source(MediaKind.VIDEO)) : Optional.empty(),
                  loop::execute));
    }
  }

  /** Takes what was negotiated into force, and gives the answer. */
  String answer(Negotiation negotiation) {
    Connection current = connect(negotiation.offer());
    leg.negotiated(negotiation);
    version++;
    return new AnswerWriter(negotiation, localSide(current.transport)).answer().write();
  }

  private Connection connect(Offer offer) {
    Connection current = connection;
    if (current == null || !current.isOf(offer)) {
      if (current != null) {
        current.close();
      }
      current = new Connection(offer);
      connection = current;
      current.begin(offer);
    } else if (!current.ufrag.equals(offer.iceUfrag())) {
      current.transport.restartIce();
      current.begin(offer);
    }
    return current;
  }

  private LocalSide localSide(LegTransport transport) {
    IceParameters ice = transport.local();
    IceCandidate best = ice.candidates().get(0);
    return new LocalSide(
        sessionId,
        version,
        ice.ufrag(),
        ice.pwd(),
        ice.candidates().stream().map(LegMedia::line).toList(),
        best.address(),
        best.port(),
        transport.fingerprint(),
        streams.cname(),
        streams.ssrcs());
  }

  /** RFC 8839 section 5.1, and RFC 6544 section 4.5 for TCP. */
  private static String line(IceCandidate candidate) {
    String line =
        String.join(
            " ",
            List.of(
                candidate.foundation(),
                "1",
                candidate.protocol(),
                Long.toString(candidate.priority()),
                candidate.address(),
                Integer.toString(candidate.port()),
                "typ",
                candidate.type()));
    return candidate.tcpType().isEmpty() ? line : line + " tcptype " + candidate.tcpType();
  }

  @Override
  public void rtp(
      byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {
    if (connection != null) {
      connection.transport.rtp(header, headerLength, payload, payloadOffset, payloadLength);
    }
  }

  @Override
  public void rtcp(byte[] compound, int offset, int length) {
    if (connection != null) {
      connection.transport.rtcp(compound, offset, length);
    }
  }

  LegQuality quality(double seconds) {
    return new LegQuality(leg.id(), flow(leg.up(seconds)), flow(leg.down(seconds)));
  }

  private static LegQuality.Flow flow(FlowQuality quality) {
    return new LegQuality.Flow(
        quality.bitrate(),
        quality.loss(),
        quality.unrecovered(),
        quality.jitter(),
        quality.roundTrip(),
        quality.audioLevel(),
        quality.framesPerSecond(),
        quality.freezes(),
        quality.frozenMillis(),
        quality.meanOpinionScore(),
        quality.codec(),
        quality.resting());
  }

  /** Leaves the bridge and closes the transport; no event follows. */
  void close() {
    taps.values().forEach(LegTap::close);
    bridge.leave(leg);
    if (connection != null) {
      connection.close();
    }
  }

  /** One transport, as long as the terminal keeps its certificate. */
  private final class Connection implements LegTransport.Listener {
    private final LegTransport transport = loop.transport(this);
    private final String fingerprint;
    private final boolean dtlsServer;
    private String ufrag = "";
    private boolean abandoned;
    private boolean wasConnected;

    private Connection(Offer offer) {
      this.fingerprint = offer.fingerprintAlgorithm() + offer.fingerprint();
      this.dtlsServer = offer.dtlsServer();
    }

    private boolean isOf(Offer offer) {
      TransportState state = transport.state();
      return state != TransportState.FAILED
          && state != TransportState.CLOSED
          && fingerprint.equals(offer.fingerprintAlgorithm() + offer.fingerprint())
          && dtlsServer == offer.dtlsServer();
    }

    private void begin(Offer offer) {
      ufrag = offer.iceUfrag();
      transport.connect(
          offer.iceUfrag(),
          offer.icePwd(),
          offer.fingerprintAlgorithm(),
          offer.fingerprint(),
          dtlsServer);
    }

    private void close() {
      abandoned = true;
      leg.shut();
      transport.close();
    }

    @Override
    public void stateChanged(TransportState state, String reason) {
      if (abandoned) {
        return;
      }
      switch (state) {
        case NEW, CHECKING, SECURING -> {
          // On its way; whoever waits for it has a limit of his own.
        }
        case CONNECTED -> connected();
        case SILENT -> events.lost();
        case FAILED -> over(false, reason);
        case CLOSED -> over(wasConnected, reason);
      }
    }

    private void connected() {
      if (wasConnected) {
        events.recovered();
      } else {
        wasConnected = true;
        leg.open();
        events.connected();
      }
    }

    private void over(boolean lost, String reason) {
      leg.shut();
      if (lost) {
        events.lost();
      } else {
        events.failed(reason);
      }
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long arrivalNanos) {
      if (!abandoned) {
        leg.rtp(buffer, offset, length, arrivalNanos);
      }
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
      if (!abandoned) {
        leg.rtcp(buffer, offset, length, arrivalNanos);
      }
    }

    @Override
    public void takesMore() {
      if (!abandoned) {
        leg.interrupted();
      }
    }

    @Override
    public void moved() {
      if (!abandoned) {
        leg.moved();
      }
    }
  }
}
