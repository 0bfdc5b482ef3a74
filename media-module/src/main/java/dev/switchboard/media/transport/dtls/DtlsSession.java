package dev.switchboard.media.transport.dtls;

import dev.switchboard.media.transport.srtp.SrtpKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DTLS with one peer. The handshake occupies a thread of the {@link DtlsAgent}'s pool while it
 * waits for the peer: as the server only once the peer has begun, as the client at once. Later
 * records (close_notify, flights that are sent again) get a thread for a moment. Methods from any
 * thread.
 */
public final class DtlsSession {
  /** Hears of the session on a thread of the pool. */
  public interface Listener {
    /**
     * Sends a datagram to the peer; the array is the listener's from here on.
     *
     * @param unasked whether it is sent again because the peer has said nothing for a while, and
     *     not in answer to something
     */
    void send(byte[] datagram, boolean unasked);

    void secured(SrtpKeys keys);

    /** Why there are no keys, in words for a log. */
    void failed(String reason);

    /** The same, because the certificate is not the one that was promised. */
    void impostor(String reason);

    /** The secured session is over by the peer's doing; why, in words for a log. */
    void closedByPeer(String reason);
  }

  /** Runs the blocking handshake of one role over a datagram transport. */
  interface Role {
    DTLSTransport run(DatagramTransport datagrams) throws IOException;
  }

  private static final Logger log = LoggerFactory.getLogger(DtlsSession.class);

  /** Datagrams that wait for the thread; a flight has fewer than ten. */
  private static final int QUEUE = 64;

  /** Fits a tunnel; the flights are cut to this. */
  private static final int SEND_LIMIT = 1200;

  private static final int RECEIVE_LIMIT = 2048;

  /** After this long a handshake looks whether others wait for its thread. */
  private static final long FAIR_NANOS = Duration.ofSeconds(3).toNanos();

  /** How often it looks, and that it was closed. */
  private static final long LOOK_MILLIS = 250;

  /** Ends a wait of {@link Datagrams#receive}. */
  private static final byte[] WAKE_UP = {};

  private final Role role;
  private final Handshake handshake;
  private final Executor pool;
  private final BooleanSupplier othersWait;
  private final Listener listener;
  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private @Nullable DTLSTransport transport;
  private long shakingSince;
  private volatile boolean over;
  private volatile boolean closed;

  /**
   * @param othersWait whether the pool has no thread left, so that a handshake that stalls should
   *     give its own up
   */
  DtlsSession(
      Role role,
      Handshake handshake,
      Executor pool,
      BooleanSupplier othersWait,
      Listener listener) {
    this.role = role;
    this.handshake = handshake;
    this.pool = pool;
    this.othersWait = othersWait;
    this.listener = listener;
  }

  /**
   * Takes a datagram of the peer, whose array is kept. False if it was dropped, since the session
   * is over or too many wait already.
   */
  public boolean receive(byte[] datagram) {
    if (over) {
      return false;
    }
    boolean taken = received.offer(datagram);
    schedule();
    return taken;
  }

  /** Ends the session, with close_notify if it was secured. Again does nothing. */
  public void close() {
    closed = true;
    received.offer(WAKE_UP);
    schedule();
  }

  /** Sees to it that {@link #work} runs once, now or again after the run that is under way. */
  void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        pool.execute(this::work);
      } catch (RejectedExecutionException e) {
        scheduled.set(false);
        if (!closed) {
          listener.failed("too many handshakes at the same time");
        }
      }
    }
  }

  /** One thread at a time, as {@link #schedule} guarantees. */
  private void work() {
    try {
      if (transport == null && !over && !closed) {
        shakeHands();
      }
      if (closed) {
        finish();
      } else if (transport != null) {
        drain(transport);
      }
    } finally {
      scheduled.set(false);
      if (!over && (closed || (transport != null && !received.isEmpty()))) {
        schedule();
      }
    }
  }

  private void shakeHands() {
    shakingSince = System.nanoTime();
    try {
      transport = role.run(new Datagrams());
      listener.secured(handshake.keys());
    } catch (IOException | RuntimeException e) {
      over = true;
      received.clear();
      if (!closed) {
        log.debug("DTLS handshake failed", e);
        String reason = "DTLS handshake: " + e.getMessage();
        if (handshake.isImpostor()) {
          listener.impostor(reason);
        } else {
          listener.failed(reason);
        }
      }
    }
  }

  /** Lets Bouncy Castle see what came after the handshake. */
  private void drain(DTLSTransport secured) {
    byte[] unused = new byte[RECEIVE_LIMIT];
    try {
      while (!received.isEmpty()) {
        secured.receive(unused, 0, unused.length, 1);
      }
    } catch (IOException e) {
      over = true;
      received.clear();
      log.debug("DTLS session ended", e);
      listener.closedByPeer("DTLS: " + e.getMessage());
    }
  }

  private void finish() {
    over = true;
    received.clear();
    if (transport != null) {
      try {
        transport.close();
      } catch (IOException e) {
        log.debug("close_notify could not be sent", e);
      }
    }
  }

  /** The queue as Bouncy Castle sees it. */
  private final class Datagrams implements DatagramTransport {
    /** Whether the last wait was in vain: Bouncy Castle then sends its flight again. */
    private boolean unasked;

    @Override
    public int getReceiveLimit() {
      return RECEIVE_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      byte[] datagram = await(waitMillis);
      unasked = datagram == null;
      if (datagram == null || datagram.length > length) {
        return -1;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    }

    private byte @Nullable [] await(long waitMillis) throws IOException {
      byte[] datagram;
      long left = waitMillis;
      do {
        try {
          datagram = received.poll(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
        if (closed && !over) {
          throw new IOException("closed while it waited for the peer");
        }
        if (datagram == null && stalls() && othersWait.getAsBoolean()) {
          throw new IOException("gave way to others after it had waited for the peer");
        }
        left -= LOOK_MILLIS;
      } while (datagram == null && left > 0);
      return datagram;
    }

    private boolean stalls() {
      return transport == null && System.nanoTime() - shakingSince > FAIR_NANOS;
    }

    @Override
    public int getSendLimit() {
      return SEND_LIMIT;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      byte[] datagram = new byte[length];
      System.arraycopy(buffer, offset, datagram, 0, length);
      listener.send(datagram, unasked);
    }

    @Override
    public void close() {}
  }
}
