package dev.switchboard.media.transport;

import dev.switchboard.media.rtp.PacketWriter;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.dtls.Fingerprint;
import dev.switchboard.media.transport.ice.ControllingAgent;
import dev.switchboard.media.transport.ice.IceAgent;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import dev.switchboard.media.transport.ice.StunMessage;
import dev.switchboard.media.transport.ice.StunStatus;
import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one leg's packets to and from its peer: ICE finds the peer's address, DTLS the keys,
 * SRTP protects the packets. All methods on the loop.
 */
public final class LegTransport implements PacketWriter {
  /** Hears what comes from the peer. Called on the loop; may close the transport at any time. */
  public interface Listener {
    /** The new state, and for {@code FAILED} and {@code CLOSED} why, in words for a log. */
    void stateChanged(TransportState state, String reason);

    /** A decrypted RTP packet with a valid header; the buffer is valid during the call only. */
    void rtp(byte[] buffer, int offset, int length, long arrivalNanos);

    /** A decrypted RTCP compound packet; the buffer is valid during the call only. */
    void rtcp(byte[] buffer, int offset, int length, long arrivalNanos);

    /** Media to the peer was dropped because its line was full, which it is no longer. */
    void takesMore();

    /** The peer is sent to at another address from now on; it may have missed what went before. */
    void moved();
  }

  /**
   * Where the leg sends and what routes to it.
   *
   * @param release run when the leg no longer needs the socket
   */
  record Port(Socket socket, Demultiplexer demultiplexer, Runnable release) {}

  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long DOUBT_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * So many authentic packets of one peer go on from one tick (50 ms) to the next: 20,000 a second,
   * about 200 Mbit/s. What is more would take the loop's time from the other calls.
   */
  static final int PACKETS_OF_A_TICK = 1_000;

  /** Time for close_notify to leave before a socket of the leg's own is closed. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(LegTransport.class);

  private final MediaLoop loop;
  private final Port port;
  private final IceAgent ice;
  private final DtlsSrtp security;
  private final LegRoutes routes;
  private final Outlet outlet;
  private final Listener listener;
  private final Counters counters;
  private final LoopBuffers buffers;

  /** The connections that a terminal has opened, by where to. */
  private final Map<InetSocketAddress, Path> dialled = new HashMap<>();

  private TransportState state = TransportState.NEW;
  private long heardAt;
  private int packetsSinceTick;

  LegTransport(
      MediaLoop loop,
      Port port,
      Function<IceAgent.Output, IceAgent> ice,
      DtlsAgent dtls,
      Listener listener) {
    this.loop = loop;
    this.port = port;
    this.ice = ice.apply(new IceOutput());
    this.security = new DtlsSrtp(loop, dtls, new SecurityOwner());
    this.routes = new LegRoutes(port.demultiplexer(), this);
    this.outlet = new Outlet(loop);
    this.listener = listener;
    this.counters = loop.counting();
    this.buffers = loop.buffers();
  }

  /** Our credentials and candidates, for the session description. */
  public IceParameters local() {
    return ice.local();
  }

  /** SHA-256 of our certificate, {@code AB:CD:...}. */
  public String fingerprint() {
    return security.fingerprint();
  }

  public TransportState state() {
    return state;
  }

  /**
   * An address of the peer, for a {@linkplain MediaLoop#terminal terminal}; before connect. A TCP
   * connection is opened to one that waits for it; what is neither that nor a UDP address is passed
   * over.
   */
  public void addRemoteCandidate(IceCandidate candidate) {
    if (ice instanceof ControllingAgent agent) {
      candidate
          .socketAddress()
          .flatMap(address -> path(candidate, address))
          .ifPresent(agent::addRemote);
    }
  }

  private Optional<Path> path(IceCandidate candidate, InetSocketAddress address) {
    if (candidate.isPassive()) {
      return Optional.of(dialled.computeIfAbsent(address, this::dial));
    }
    return candidate.protocol().equalsIgnoreCase("udp")
        ? Optional.of(new Path(port.socket(), address))
        : Optional.empty();
  }

  private Path dial(InetSocketAddress address) {
    return loop.dial(address, port.demultiplexer()).path();
  }

  /** The SRTP profiles that we offer as the DTLS client, best first; before connect. */
  public void offerProfiles(List<SrtpProfile> offered) {
    security.offer(offered);
  }

  /**
   * Tells who the peer is, and begins. Again after {@link #restartIce}: the address is then looked
   * for anew with the new credentials while media goes on over the old one; DTLS stays, so that a
   * peer with another certificate makes the transport fail. Does nothing once failed or closed.
   *
   * @param remoteFingerprintAlgorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
   * @param weAreDtlsServer whether our side is {@code a=setup:passive}
   */
  public void connect(
      String remoteUfrag,
      String remotePwd,
      String remoteFingerprintAlgorithm,
      String remoteFingerprint,
      boolean weAreDtlsServer) {
    loop.assertInLoop();
    Fingerprint fingerprint = new Fingerprint(remoteFingerprintAlgorithm, remoteFingerprint);
    if (state == TransportState.NEW) {
      security.expect(fingerprint, weAreDtlsServer);
      loop.add(this);
      become(TransportState.CHECKING, "");
    } else if (isOver()) {
      return;
    } else if (!security.isExpected(fingerprint)) {
      fail("the peer came back with another certificate");
      return;
    }
    routes.listen(ice.local().ufrag());
    ice.begin(remoteUfrag, remotePwd, loop.nanoTime());
  }

  /** Takes new credentials, which are in force (beside the old ones) from the next connect on. */
  public IceParameters restartIce() {
    loop.assertInLoop();
    return ice.restart();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The header may be longer than the RTP header: the bytes after it begin the payload. Dropped
   * and counted unless {@code CONNECTED} or {@code SILENT}.
   */
  @Override
  public void rtp(
      byte[] header, int headerLength, byte[] payload, int payloadOffset, int payloadLength) {
    outlet.rtp(header, headerLength, payload, payloadOffset, payloadLength);
  }

  @Override
  public void rtcp(byte[] compound, int offset, int length) {
    outlet.rtcp(compound, offset, length);
  }

  /** A datagram in {@code buffers.received()}, from an address that is the peer's. */
  void received(PacketKind kind, int length, long now) {
    switch (kind) {
      case DTLS -> receivedDtls(length);
      case RTP, RTCP -> receivedMedia(kind, length, now);
      case STUN, UNKNOWN -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private void receivedDtls(int length) {
    if (!security.receive(Arrays.copyOf(buffers.received(), length))) {
      counters.drop(DropReason.DTLS_UNEXPECTED);
    }
  }

  private void receivedMedia(PacketKind kind, int length, long now) {
    Protection protection = security.protection();
    if (protection == null) {
      counters.drop(DropReason.BEFORE_KEYS);
      return;
    }
    int opened = protection.open(kind, length);
    if (opened == Protection.NOTHING) {
      return;
    }
    heard(now);
    if (++packetsSinceTick > PACKETS_OF_A_TICK) {
      counters.drop(DropReason.PEER_FLOOD);
    } else if (kind == PacketKind.RTP) {
      listener.rtp(buffers.opened(), 0, opened, now);
    } else {
      listener.rtcp(buffers.opened(), 0, opened, now);
    }
  }

  StunStatus received(StunMessage message, Path source, long now) {
    StunStatus status = ice.receive(message, source, now);
    if (status == StunStatus.OK) {
      outlet.consent(ice.hasConsent(now));
      heard(now);
    }
    return status;
  }

  /** A connection to the peer, or one that was to become one, is gone. */
  void lost(Path path) {
    dialled.values().remove(path);
    routes.lost(path);
    ice.lost(path);
    if (outlet.leave(path) && state == TransportState.CONNECTED) {
      become(TransportState.SILENT, "the connection to the peer is gone");
    }
  }

  /** A connection to the peer takes media again. */
  void takesMore(Path path) {
    if (outlet.isAt(path)) {
      listener.takesMore();
    }
  }

  /** A peer that is heard again, but can't be sent to before it has answered, is still silent. */
  private void heard(long now) {
    heardAt = now;
    if (state == TransportState.SILENT && outlet.leadsSomewhere()) {
      become(TransportState.CONNECTED, "heard again");
    }
  }

  void tick(long now) {
    packetsSinceTick = 0;
    if (now - heardAt > DOUBT_NANOS) {
      ice.doubt(now);
    }
    ice.tick(now);
    outlet.consent(ice.hasConsent(now));
    if (state == TransportState.SECURING && security.isOverdue(now)) {
      fail(security.giveUp());
    }
    if (state == TransportState.CONNECTED && now - heardAt > SILENCE_NANOS) {
      become(TransportState.SILENT, "nothing heard for 5 s");
    }
  }

  /** Tells the peer (close_notify), and forgets it. Again does nothing. */
  public void close() {
    close("closed here");
  }

  private void close(String reason) {
    loop.assertInLoop();
    if (state != TransportState.CLOSED) {
      release();
      become(TransportState.CLOSED, reason);
    }
  }

  private void fail(String reason) {
    if (!isOver()) {
      release();
      become(TransportState.FAILED, reason);
    }
  }

  private void release() {
    loop.remove(this);
    routes.forget();
    dialled.values().forEach(path -> path.socket().release(path.remote()));
    outlet.shut();
    security.close();
    if (!isOver()) {
      loop.after(LINGER, port.release());
    }
  }

  /** Whether an address of the peer is in use, so that no other leg may have it. */
  boolean needsItsAddresses() {
    return state == TransportState.SECURING || state == TransportState.CONNECTED;
  }

  private boolean isOver() {
    return state == TransportState.FAILED || state == TransportState.CLOSED;
  }

  private void become(TransportState next, String reason) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(state + " can't become " + next);
    }
    log.debug("{} -> {} {}", state, next, reason);
    state = next;
    listener.stateChanged(next, reason);
  }

  /** What the ICE agent asks for, on the loop. */
  private final class IceOutput implements IceAgent.Output {
    @Override
    public void send(byte[] message, Path to) {
      outlet.send(message, to);
    }

    @Override
    public boolean validated(Path path) {
      return routes.claim(path);
    }

    @Override
    public void selected(Path path) {
      log.debug("the peer is at {}", path);
      routes.use(path);
      outlet.select(path);
      if (state == TransportState.CHECKING) {
        security.begin();
        become(TransportState.SECURING, "");
      } else {
        listener.moved();
      }
    }

    @Override
    public void exhausted() {
      if (state == TransportState.CHECKING) {
        fail("no candidate of the peer answered");
      }
    }
  }

  /** What becomes of the handshake, on the loop. */
  private final class SecurityOwner implements DtlsSrtp.Owner {
    @Override
    public void send(byte[] datagram) {
      outlet.sendRecord(datagram);
    }

    @Override
    public void secured(Protection protection, SrtpProfile profile) {
      if (state == TransportState.SECURING) {
        heardAt = loop.nanoTime();
        outlet.open(protection);
        become(TransportState.CONNECTED, profile.toString());
      }
    }

    @Override
    public void failed(String reason) {
      fail(reason);
    }

    @Override
    public void closedByPeer(String reason) {
      close(reason);
    }
  }
}
