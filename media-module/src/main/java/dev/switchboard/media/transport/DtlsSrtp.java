package dev.switchboard.media.transport;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.dtls.DtlsSession;
import dev.switchboard.media.transport.dtls.Fingerprint;
import dev.switchboard.media.transport.dtls.PlainRecord;
import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a leg comes to the protection of its packets (RFC 5764): from the fingerprint that the peer
 * promised over the handshake to the keys. On the loop, to which it brings what happens on the
 * threads of the DTLS pool.
 *
 * <p>The first records of a handshake are not encrypted, and whoever forges the peer's address can
 * forge them. So none of them ends the leg: as the server we shake hands with each ClientHello that
 * comes, a few at a time, and take the first who proves to be the peer; as the client we begin
 * again.
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

  /** So long the promised peer may still come after somebody showed another certificate. */
  private static final long IMPOSTOR_NANOS = Duration.ofSeconds(3).toNanos();

  /** As the client we begin again within this: who refuses us for longer means it. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(2).toNanos();

  /** So many refusals it takes, too: on a busy machine a single handshake may last that long. */
  private static final int REFUSALS = 3;

  private static final Duration PAUSE = Duration.ofMillis(300);

  /** Each takes a thread of the pool. */
  private static final int ATTEMPTS = 4;

  /** A handshake has this long before it gives way to the ClientHello of another. */
  private static final long UNDISTURBED_NANOS = Duration.ofSeconds(1).toNanos();

  private final MediaLoop loop;
  private final DtlsAgent agent;
  private final Owner owner;
  private final List<Attempt> attempts = new ArrayList<>();
  private List<SrtpProfile> profiles = List.of(SrtpProfile.values());
  private boolean weAreServer;
  private boolean closed;
  private int refusals;
  private long since;
  private long endsAt;
  private String lastFailure = "";
  private @Nullable Fingerprint promised;
  private @Nullable DtlsSession session;
  private @Nullable Protection protection;
  private byte @Nullable [] refusal;

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
    since = loop.nanoTime();
    endsAt = since + LIMIT_NANOS;
    attempt();
  }

  private Attempt attempt() {
    Fingerprint remote = promised;
    if (remote == null) {
      throw new IllegalStateException("an address before connect");
    }
    Attempt attempt = new Attempt(remote);
    attempts.add(attempt);
    return attempt;
  }

  /** Takes a datagram, whose array is kept; false if it can't be used. */
  boolean receive(byte[] datagram) {
    if (session != null) {
      return session.receive(datagram);
    }
    if (weAreServer) {
      // An alert would end the handshake, and tells nothing that the deadline does not.
      if (PlainRecord.hasAlert(datagram)) {
        return false;
      }
      Optional<ByteBuffer> random = PlainRecord.clientRandom(datagram);
      if (random.isPresent()) {
        Attempt meant = attemptOf(random.get());
        return meant != null && meant.shaking.receive(datagram);
      }
    }
    boolean taken = false;
    for (Attempt each : attempts) {
      taken |= each.shaking.receive(datagram);
    }
    return taken;
  }

  /** The handshake that this ClientHello has begun or begins, or null if there are too many. */
  private @Nullable Attempt attemptOf(ByteBuffer random) {
    for (Attempt each : attempts) {
      if (each.random == null || each.random.equals(random)) {
        each.random = random;
        return each;
      }
    }
    if (attempts.size() == ATTEMPTS) {
      if (loop.nanoTime() - attempts.get(0).since < UNDISTURBED_NANOS) {
        return null;
      }
      attempts.remove(0).shaking.close();
    }
    Attempt another = attempt();
    another.random = random;
    return another;
  }

  /** Whether the handshake, which is not done, should be given up. */
  boolean isOverdue(long now) {
    return now - endsAt > 0;
  }

  /** Tells the peer that it was refused, if it was; gives the reason, in words for a log. */
  String giveUp() {
    if (refusal != null) {
      owner.send(refusal);
    }
    return "the peer did not shake hands" + (lastFailure.isEmpty() ? "" : ": " + lastFailure);
  }

  /** What protects the packets, null before the handshake is done. */
  @Nullable Protection protection() {
    return protection;
  }

  /** Says so to the peer, if it was secured. Again does nothing. */
  void close() {
    closed = true;
    closeAttempts();
    if (session != null) {
      session.close();
    }
  }

  private void closeAttempts() {
    attempts.forEach(each -> each.shaking.close());
    attempts.clear();
  }

  private void secured(Attempt attempt, SrtpKeys keys) {
    if (attempts.remove(attempt)) {
      closeAttempts();
      session = attempt.shaking;
      Protection agreed = new Protection(keys, loop.buffers(), loop.counting());
      protection = agreed;
      owner.secured(agreed, keys.profile());
    }
  }

  private void failed(Attempt attempt, String reason, boolean impostor) {
    if (!attempts.remove(attempt)) {
      return;
    }
    lastFailure = reason;
    long now = loop.nanoTime();
    if (impostor && endsAt - now > IMPOSTOR_NANOS) {
      endsAt = now + IMPOSTOR_NANOS;
    }
    if (weAreServer && attempts.isEmpty()) {
      attempt();
    } else if (!weAreServer && (++refusals < REFUSALS || now - since < AGAIN_NANOS)) {
      var unused = loop.after(PAUSE, this::attemptAgain);
    } else if (!weAreServer) {
      owner.failed(reason);
    }
  }

  private void attemptAgain() {
    if (!closed) {
      attempt();
    }
  }

  /** One handshake, which may turn out not to be with the peer. */
  private final class Attempt implements DtlsSession.Listener {
    final long since = loop.nanoTime();
    final DtlsSession shaking;
    @Nullable ByteBuffer random;

    Attempt(Fingerprint remote) {
      shaking = weAreServer ? agent.server(remote, this) : agent.client(remote, profiles, this);
    }

    @Override
    public void send(byte[] datagram, boolean unasked) {
      loop.execute(() -> sendFor(this, datagram, unasked));
    }

    @Override
    public void secured(SrtpKeys keys) {
      loop.execute(() -> DtlsSrtp.this.secured(this, keys));
    }

    @Override
    public void failed(String reason) {
      loop.execute(() -> DtlsSrtp.this.failed(this, reason, false));
    }

    @Override
    public void impostor(String reason) {
      loop.execute(() -> DtlsSrtp.this.failed(this, reason, true));
    }

    @Override
    public void closedByPeer(String reason) {
      loop.execute(
          () -> {
            if (shaking == session) {
              owner.closedByPeer(reason);
            }
          });
    }
  }

  /**
   * The alert of a handshake that failed would end that of the peer, which may be another: it is
   * kept until the leg is given up. Of a leg that was closed all goes out: one that is closed while
   * its keys are on their way to the loop has a close_notify to send.
   *
   * <p>Of several handshakes as the server none sends again unless its own client does: the peer,
   * which has just begun anew, would take the flight of an earlier one for the answer.
   */
  private void sendFor(Attempt attempt, byte[] datagram, boolean unasked) {
    if (attempt.shaking == session || closed) {
      owner.send(datagram);
    } else if (attempts.contains(attempt)) {
      if (weAreServer && PlainRecord.hasAlert(datagram)) {
        refusal = datagram;
      } else if (!unasked || !weAreServer || attempts.size() == 1) {
        owner.send(datagram);
      }
    }
  }
}
