package dev.switchboard.media.transport;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.dtls.DtlsSession;
import dev.switchboard.media.transport.dtls.Fingerprint;
import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a leg comes to the protection of its packets (RFC 5764): from the fingerprint that the peer
 * promised over the handshake to the keys. On the loop, to which it brings what happens on the
 * threads of the DTLS pool.
 */
final class DtlsSrtp {
  /** The leg, on the loop. */
  interface Owner {
    /** A record to be sent to the peer. */
    void send(byte[] datagram);

    /** There are keys, for what comes ({@link #protection}) and goes. */
    void secured(Protection protection, SrtpProfile profile);

    void failed(String reason);

    void closedByPeer(String reason);
  }

  /** Longer than any handshake may take once it has begun. */
  private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();

  private final MediaLoop loop;
  private final DtlsAgent agent;
  private final Owner owner;
  private List<SrtpProfile> profiles = List.of(SrtpProfile.values());
  private boolean weAreServer;
  private long since;
  private @Nullable Fingerprint promised;
  private @Nullable DtlsSession session;
  private @Nullable Protection protection;

  DtlsSrtp(MediaLoop loop, DtlsAgent agent, Owner owner) {
    this.loop = loop;
    this.agent = agent;
    this.owner = owner;
  }

  /** SHA-256 of our certificate, {@code AB:CD:...}. Any thread. */
  String fingerprint() {
    return agent.fingerprint();
  }

  /** The profiles that we offer as the client, best first. */
  void offer(List<SrtpProfile> offered) {
    profiles = List.copyOf(offered);
  }

  /** Whose certificate the handshake will accept, and who begins it. */
  void expect(Fingerprint fingerprint, boolean asServer) {
    promised = fingerprint;
    weAreServer = asServer;
  }

  boolean isExpected(Fingerprint fingerprint) {
    return fingerprint.equals(promised);
  }

  /** Starts the handshake, or waits for the peer to start it. */
  void begin() {
    Fingerprint remote = promised;
    if (remote == null) {
      throw new IllegalStateException("an address before connect");
    }
    since = loop.nanoTime();
    session =
        weAreServer
            ? agent.server(remote, new OnLoop())
            : agent.client(remote, profiles, new OnLoop());
  }

  /** Takes a datagram, whose array is kept; false if it can't be used. */
  boolean receive(byte[] datagram) {
    return session != null && session.receive(datagram);
  }

  /** Whether the handshake, which is not done, should be given up. */
  boolean isOverdue(long now) {
    return now - since > LIMIT_NANOS;
  }

  /** What protects the packets, null before the handshake is done. */
  @Nullable Protection protection() {
    return protection;
  }

  /** Says so to the peer, if it was secured. Again does nothing. */
  void close() {
    if (session != null) {
      session.close();
    }
  }

  private void secured(SrtpKeys keys) {
    Protection agreed = new Protection(keys, loop.buffers(), loop.counting());
    protection = agreed;
    owner.secured(agreed, keys.profile());
  }

  private final class OnLoop implements DtlsSession.Listener {
    @Override
    public void send(byte[] datagram) {
      loop.execute(() -> owner.send(datagram));
    }

    @Override
    public void secured(SrtpKeys keys) {
      loop.execute(() -> DtlsSrtp.this.secured(keys));
    }

    @Override
    public void failed(String reason) {
      loop.execute(() -> owner.failed(reason));
    }

    @Override
    public void closedByPeer(String reason) {
      loop.execute(() -> owner.closedByPeer(reason));
    }
  }
}
