package dev.switchboard.media.transport.dtls;

import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our certificate and the threads on which handshakes wait for their peers; shared by all loops of
 * one side. Both ends of a handshake must not share one: each would wait for the other's thread.
 */
public final class DtlsAgent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DtlsAgent.class);

  /** How many sessions may wait for a thread. */
  private static final int WAITING = 1024;

  private final DtlsIdentity identity;
  private final Duration deadline;
  private final ThreadPoolExecutor pool;

  private DtlsAgent(DtlsIdentity identity, int threads, Duration deadline) {
    this.identity = identity;
    this.deadline = deadline;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "dtls-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes a new self-signed certificate and an idle pool.
   *
   * @param threads how many handshakes may run at the same time; more wait for their turn, and cut
   *     those short that have waited for their peers for 3 s
   * @param deadline how long one handshake may take
   */
  public static DtlsAgent create(int threads, Duration deadline) {
    BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    return new DtlsAgent(
        DtlsIdentity.generate(crypto, Clock.systemUTC().instant()), threads, deadline);
  }

  /** SHA-256 of our certificate as in SDP, {@code AB:CD:...} (RFC 8122). */
  public String fingerprint() {
    return identity.fingerprint().value();
  }

  /** A session in which the peer, with {@code remote} as its certificate, has to begin. */
  public DtlsSession server(Fingerprint remote, DtlsSession.Listener listener) {
    Handshake handshake = new Handshake(identity, remote, deadline, listener);
    return new DtlsSession(
        datagrams -> new DTLSServerProtocol().accept(new ServerHandshake(handshake), datagrams),
        handshake,
        pool,
        this::isFull,
        listener);
  }

  /** A session that we begin, now; {@code offered} are the profiles, best first. */
  public DtlsSession client(
      Fingerprint remote, List<SrtpProfile> offered, DtlsSession.Listener listener) {
    Handshake handshake = new Handshake(identity, remote, deadline, listener);
    DtlsSession session =
        new DtlsSession(
            datagrams ->
                new DTLSClientProtocol()
                    .connect(new ClientHandshake(handshake, offered), datagrams),
            handshake,
            pool,
            this::isFull,
            listener);
    session.schedule();
    return session;
  }

  private boolean isFull() {
    return !pool.getQueue().isEmpty();
  }

  /**
   * Shakes hands with itself in the background, so that the first peer does not wait while the
   * classes are loaded. Needs two threads.
   */
  public void warmUp() {
    Pipe toClient = new Pipe();
    Pipe toServer = new Pipe();
    toServer.end.complete(server(identity.fingerprint(), toClient));
    toClient.end.complete(client(identity.fingerprint(), List.of(SrtpProfile.values()), toServer));
  }

  /** Gives what one session sends to the other. */
  private static final class Pipe implements DtlsSession.Listener {
    final CompletableFuture<DtlsSession> end = new CompletableFuture<>();

    @Override
    public void send(byte[] datagram, boolean unasked) {
      end.join().receive(datagram);
    }

    @Override
    public void secured(SrtpKeys keys) {}

    @Override
    public void failed(String reason) {
      log.debug("warm-up ended early: {}", reason);
    }

    @Override
    public void impostor(String reason) {
      failed(reason);
    }

    @Override
    public void closedByPeer(String reason) {}
  }

  /** Interrupts the handshakes that still run. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
