package dev.switchboard.media.transport.dtls;

import java.time.Duration;

/**
 * Our certificate and the threads on which handshakes wait for their peers; shared by all loops.
 */
public final class DtlsAgent implements AutoCloseable {
  private DtlsAgent() {}

  /**
   * Makes a new self-signed certificate and an idle pool.
   *
   * @param threads how many handshakes may run at the same time; more wait for their turn
   * @param deadline how long one handshake may take
   */
  public static DtlsAgent create(int threads, Duration deadline) {
    return new DtlsAgent();
  }

  /** SHA-256 of our certificate as in SDP, {@code AB:CD:...} (RFC 8122). */
  public String fingerprint() {
    return "";
  }

  /** Interrupts the handshakes that still run. */
  @Override
  public void close() {}
}
