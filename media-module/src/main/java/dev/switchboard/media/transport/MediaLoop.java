package dev.switchboard.media.transport;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * One thread with one UDP socket, which owns the calls that are placed on it: everything about them
 * happens here, one thing after the other. Nothing that runs on a loop may block.
 */
public final class MediaLoop implements AutoCloseable {
  private MediaLoop() {}

  /** Binds the socket and starts the thread, which is named {@code name}. */
  public static MediaLoop open(String name, TransportConfig config, DtlsAgent dtls)
      throws IOException {
    throw new IOException("not yet: " + name + config + dtls);
  }

  /** The UDP port that is bound. */
  public int port() {
    return 0;
  }

  /** Runs {@code task} on the loop, later; packets that it sends leave when it ends. Any thread. */
  public void execute(Runnable task) {
    task.run();
  }

  /** Runs {@code task} on the loop again and again, first after one period. Any thread. */
  public Cancellable every(Duration period, Runnable task) {
    return () -> {};
  }

  /** Runs {@code task} on the loop once. Any thread. */
  public Cancellable after(Duration delay, Runnable task) {
    return () -> {};
  }

  /** Whether the caller is on this loop's thread. */
  public boolean inLoop() {
    return false;
  }

  /** Throws {@link IllegalStateException} off the loop. */
  public void assertInLoop() {}

  /** The loop's clock, ns; only differences mean something. */
  public long nanoTime() {
    return 0;
  }

  /** A new leg on the loop's port, for a peer that is an ICE full agent. Any thread. */
  public LegTransport transport(LegTransport.Listener listener) {
    return new LegTransport(listener);
  }

  /**
   * A new leg with a port of its own, which plays the ICE controlling agent: for devices without a
   * browser. Not on the loop, since it waits for the port.
   */
  public LegTransport terminal(LegTransport.Listener listener) throws IOException {
    return new LegTransport(listener);
  }

  /** Packets and bytes in and out, and drops with their reasons, since the start. Any thread. */
  public Map<String, Long> counters() {
    return Map.of();
  }

  /** Closes every leg, the socket and the thread, and waits for that. Not on the loop. */
  @Override
  public void close() {}
}
