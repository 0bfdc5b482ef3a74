package dev.switchboard.media.transport;

import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.dtls.DtlsSession;
import dev.switchboard.media.transport.dtls.Fingerprint;
import dev.switchboard.media.transport.ice.ControllingAgent;
import dev.switchboard.media.transport.ice.IceAgent;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import dev.switchboard.media.transport.ice.StunMessage;
import dev.switchboard.media.transport.ice.StunStatus;
import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one leg's packets to and from its peer: ICE finds the peer's address, DTLS the keys,
 * SRTP protects the packets. All methods on the loop.
 */
public final class LegTransport implements PacketSink {
  /** Hears what comes from the peer. Called on the loop; may close the transport at any time. */
  public interface Listener {
    /** The new state, and for {@code FAILED} and {@code CLOSED} why, in words for a log. */
    void stateChanged(TransportState state, String reason);

    /** A decrypted RTP packet with a valid header; the buffer is valid during the call only. */
    void rtp(byte[] buffer, int offset, int length, long arrivalNanos);

    /** A decrypted RTCP compound packet; the buffer is valid during the call only. */
    void rtcp(byte[] buffer, int offset, int length, long arrivalNanos);
  }

  /**
   * Where the leg sends and what routes to it.
   *
   * @param release run when the leg no longer needs the socket
   */
  record Port(UdpSocket socket, Demultiplexer demultiplexer, Runnable release) {}

  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  /** Longer than any handshake may take once it has begun. */
  private static final long SECURING_NANOS = Duration.ofSeconds(20).toNanos();

  /** How many addresses of one peer are listened to; a phone has two or three at a time. */
  private static final int SOURCES = 8;

  /** Time for close_notify to leave before a socket of the leg's own is closed. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(LegTransport.class);

  private final MediaLoop loop;
  private final Port port;
  private final IceAgent ice;
  private final DtlsAgent dtls;
  private final Listener listener;
  private final Counters counters;
  private final LoopBuffers buffers;
  private final OutgoingBatch batch;
  private final Deque<InetSocketAddress> sources = new ArrayDeque<>();
  private List<SrtpProfile> profiles = List.of(SrtpProfile.values());
  private TransportState state = TransportState.NEW;
  private boolean flushing;
  private boolean weAreDtlsServer;
  private boolean consent;
  private long securingSince;
  private long heardAt;
  private @Nullable Fingerprint promised;
  private @Nullable InetSocketAddress selected;
  private @Nullable DtlsSession session;
  private @Nullable Protection protection;

  LegTransport(
      MediaLoop loop,
      Port port,
      Function<IceAgent.Output, IceAgent> ice,
      DtlsAgent dtls,
      Listener listener) {
    this.loop = loop;
    this.port = port;
    this.ice = ice.apply(new IceOutput());
    this.dtls = dtls;
    this.listener = listener;
    this.counters = loop.counting();
    this.buffers = loop.buffers();
    this.batch = new OutgoingBatch(port.socket());
  }

  /** Our credentials and candidates, for the session description. */
  public IceParameters local() {
    return ice.local();
  }

  /** SHA-256 of our certificate, {@code AB:CD:...}. */
  public String fingerprint() {
    return dtls.fingerprint();
  }

  public TransportState state() {
    return state;
  }

  /**
   * An address of the peer, for a {@linkplain MediaLoop#terminal terminal}; before connect. Those
   * that are no UDP address are passed over.
   */
  public void addRemoteCandidate(IceCandidate candidate) {
    if (ice instanceof ControllingAgent agent && candidate.protocol().equalsIgnoreCase("udp")) {
      candidate.socketAddress().ifPresent(agent::addRemote);
    }
  }

  /** The SRTP profiles that we offer as the DTLS client, best first; before connect. */
  public void offerProfiles(List<SrtpProfile> offered) {
    profiles = List.copyOf(offered);
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
      this.weAreDtlsServer = weAreDtlsServer;
      promised = fingerprint;
      loop.add(this);
      become(TransportState.CHECKING, "");
    } else if (isOver()) {
      return;
    } else if (!fingerprint.equals(promised)) {
      fail("the peer came back with another certificate");
      return;
    }
    port.demultiplexer().register(ice.local().ufrag(), this);
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
    Protection ready = readyToSend();
    if (ready != null) {
      queue(ready.protectRtp(header, headerLength, payload, payloadOffset, payloadLength));
    }
  }

  @Override
  public void rtcp(byte[] compound, int offset, int length) {
    Protection ready = readyToSend();
    if (ready != null) {
      queue(ready.protectRtcp(compound, offset, length));
    }
  }

  private @Nullable Protection readyToSend() {
    assert loop.inLoop();
    if (protection == null || isOver()) {
      counters.drop(DropReason.NOT_CONNECTED);
      return null;
    }
    if (!consent) {
      counters.drop(DropReason.NO_CONSENT);
      return null;
    }
    return protection;
  }

  private void queue(int length) {
    if (length != Protection.NOTHING && selected != null) {
      batch.add(buffers.sealed(), length, selected);
      flushLater();
    }
  }

  private void flushLater() {
    if (!flushing) {
      flushing = true;
      loop.flushLater(this);
    }
  }

  void queueBatch() {
    flushing = false;
    if (selected != null) {
      batch.write(selected);
    }
  }

  /** Does nothing if the leg shares its socket with one that was flushed just before. */
  void flush() {
    port.socket().flush();
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
    if (session == null || !session.receive(Arrays.copyOf(buffers.received(), length))) {
      counters.drop(DropReason.DTLS_UNEXPECTED);
    }
  }

  private void receivedMedia(PacketKind kind, int length, long now) {
    if (protection == null) {
      counters.drop(DropReason.BEFORE_KEYS);
      return;
    }
    int opened = protection.open(kind, length);
    if (opened == Protection.NOTHING) {
      return;
    }
    heard(now);
    if (kind == PacketKind.RTP) {
      listener.rtp(buffers.opened(), 0, opened, now);
    } else {
      listener.rtcp(buffers.opened(), 0, opened, now);
    }
  }

  StunStatus received(StunMessage message, InetSocketAddress source, long now) {
    StunStatus status = ice.receive(message, source, now);
    if (status == StunStatus.OK) {
      consent = true;
      heard(now);
    }
    return status;
  }

  private void heard(long now) {
    heardAt = now;
    if (state == TransportState.SILENT) {
      become(TransportState.CONNECTED, "heard again");
    }
  }

  void tick(long now) {
    ice.tick(now);
    consent = ice.hasConsent(now);
    if (state == TransportState.SECURING && now - securingSince > SECURING_NANOS) {
      fail("the peer did not shake hands");
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
    port.demultiplexer().forget(this);
    sources.clear();
    if (session != null) {
      session.close();
    }
    if (!isOver()) {
      loop.after(LINGER, port.release());
    }
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

  private void sendNow(byte[] datagram, InetSocketAddress to) {
    ByteBuf data = port.socket().buffer(datagram.length).writeBytes(datagram);
    port.socket().write(data, datagram.length, to);
    flushLater();
  }

  /** What the ICE agent asks for, on the loop. */
  private final class IceOutput implements IceAgent.Output {
    @Override
    public void send(byte[] message, InetSocketAddress to) {
      sendNow(message, to);
    }

    @Override
    public boolean validated(InetSocketAddress address) {
      if (!port.demultiplexer().claim(address, LegTransport.this)) {
        return false;
      }
      sources.remove(address);
      sources.add(address);
      if (sources.size() > SOURCES) {
        port.demultiplexer().release(sources.remove(), LegTransport.this);
      }
      return true;
    }

    @Override
    public void selected(InetSocketAddress address) {
      if (selected != null) {
        batch.write(selected);
      }
      log.debug("the peer is at {}", address);
      selected = address;
      if (state == TransportState.CHECKING) {
        secure();
      }
    }

    @Override
    public void exhausted() {
      if (state == TransportState.CHECKING) {
        fail("no candidate of the peer answered");
      }
    }
  }

  private void secure() {
    Fingerprint remote = promised;
    if (remote == null) {
      throw new IllegalStateException("an address before connect");
    }
    session =
        weAreDtlsServer
            ? dtls.server(remote, new DtlsOutput())
            : dtls.client(remote, profiles, new DtlsOutput());
    securingSince = loop.nanoTime();
    become(TransportState.SECURING, "");
  }

  private void secured(SrtpKeys keys) {
    if (state == TransportState.SECURING) {
      protection = new Protection(keys, buffers, counters);
      heardAt = loop.nanoTime();
      become(TransportState.CONNECTED, keys.profile().toString());
    }
  }

  /** Brings what happens on a thread of the DTLS pool onto the loop. */
  private final class DtlsOutput implements DtlsSession.Listener {
    @Override
    public void send(byte[] datagram) {
      loop.execute(
          () -> {
            if (selected != null) {
              sendNow(datagram, selected);
            }
          });
    }

    @Override
    public void secured(SrtpKeys keys) {
      loop.execute(() -> LegTransport.this.secured(keys));
    }

    @Override
    public void failed(String reason) {
      loop.execute(() -> fail(reason));
    }

    @Override
    public void closedByPeer(String reason) {
      loop.execute(() -> close(reason));
    }
  }
}
