package dev.switchboard.media.softphone;

import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportConfig;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Many softphones on one thread: each has a UDP port, all share a certificate. Thread-safe. */
public final class Softphones implements AutoCloseable {
  private static final int HANDSHAKES = 32;
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  private final DtlsAgent dtls;
  private final MediaLoop loop;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<OfferedCodec, Clip> clips = new ConcurrentHashMap<>();

  private Softphones(DtlsAgent dtls, MediaLoop loop, Clock clock) {
    this.dtls = dtls;
    this.loop = loop;
    this.clock = clock;
  }

  /**
   * Starts the thread.
   *
   * @param local the address from which they call; the wildcard address for any
   */
  public static Softphones open(InetAddress local) throws IOException {
    DtlsAgent dtls = DtlsAgent.create(HANDSHAKES, HANDSHAKE_LIMIT);
    TransportConfig config = TransportConfig.of(local, false);
    try {
      return new Softphones(dtls, MediaLoop.open("softphones", config, dtls), Clock.systemUTC());
    } catch (IOException e) {
      dtls.close();
      throw e;
    }
  }

  /**
   * A new softphone, which does nothing before it is asked for its offer.
   *
   * @throws IOException if there is no free port
   */
  public Softphone add(SoftphoneConfig config) throws IOException {
    return new Softphone(config, loop, clock, random, codec -> clip(codec));
  }

  private Clip clip(OfferedCodec codec) {
    return clips.computeIfAbsent(codec, each -> Clip.load(each.format()));
  }

  /** Hangs all of them up. */
  @Override
  public void close() {
    loop.close();
    dtls.close();
  }
}
