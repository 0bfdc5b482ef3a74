package dev.switchboard.media.relay;

import java.time.Duration;
import java.util.Random;

/**
 * One direction of one terminal's line. Its quality may be changed at any time, by any thread; the
 * rest belongs to the relay's thread.
 */
public final class Line {
  private static final long LOST = -1;

  private final Random random;
  private volatile LineQuality quality = LineQuality.GOOD;
  private volatile int loseEachMedia;
  private volatile boolean cut;
  private int media;
  private long bottleneckFreeAt;

  /**
   * @param seed two lines with the same one lose and delay alike
   */
  Line(long seed) {
    this.random = new Random(seed);
  }

  public void set(LineQuality changed) {
    quality = changed;
  }

  /** Loses every n-th packet of media, counted from the first; 0 loses none. */
  public void loseEachMedia(int each) {
    loseEachMedia = each;
  }

  /** Loses everything, or stops to. */
  public void cut(boolean all) {
    cut = all;
  }

  /** When a datagram that comes now is to leave, ns; negative if it is lost. */
  long takes(byte first, int octets, long nowNanos) {
    LineQuality now = quality;
    if (cut || losesMedia(first) || random.nextDouble() < now.loss()) {
      return LOST;
    }
    long leaves = nowNanos;
    if (now.bitrate() > 0) {
      leaves = Math.max(nowNanos, bottleneckFreeAt);
      if (leaves - nowNanos > now.queue().toNanos()) {
        return LOST;
      }
      leaves += octets * 8 * Duration.ofSeconds(1).toNanos() / now.bitrate();
      bottleneckFreeAt = leaves;
    }
    return leaves + now.delay().toNanos() + (long) (random.nextDouble() * now.jitter().toNanos());
  }

  /** RTP and RTCP begin with 128 to 191 (RFC 7983). */
  private boolean losesMedia(byte first) {
    int each = loseEachMedia;
    return (first & 0xc0) == 0x80 && each > 0 && ++media % each == 0;
  }
}
