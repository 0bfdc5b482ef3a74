package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.SenderTime;
import java.util.Arrays;

/**
 * The sound of one leg on its way into a file. Players count samples more than they look at times,
 * so where nothing was received for 20 ms or more silence is put: that keeps sound and picture
 * together through loss, through the pauses of a sender that transmits no silence, and when its
 * clock is slower than ours. When it is faster, a frame is left out now and then. On the recorder's
 * thread.
 */
final class SoundStream implements PacketQueue.Reader, PacketOrder.Reader {
  private static final int CLOCK_RATE = 48_000;

  /** What comes later than this is not waited for. */
  private static final long MOST_SILENCE_NANOS = 2_000_000_000L;

  private final SenderClock senderClock;
  private final Track track;
  private final long start;
  private final StreamClock clock;
  private final PacketOrder order = new PacketOrder(Track.REORDER_NANOS, this);
  private long now;
  private boolean started;

  /** Where the next frame would begin if all samples were counted. */
  private long position;

  /** Of the last frame in the file. */
  private long lastTime;

  private long late;

  /**
   * @param start of the recording, on the clock of the loop
   */
  SoundStream(SenderClock senderClock, Track track, long start) {
    this.senderClock = senderClock;
    this.track = track;
    this.start = start;
    this.clock = new StreamClock(CLOCK_RATE, senderClock::toLoop);
  }

  void work(PacketQueue queue, long nowNanos) {
    now = nowNanos;
    queue.drain(this);
    order.expire(nowNanos);
    fillUpTo(nowNanos - start - MOST_SILENCE_NANOS);
    track.log(false).omit(Omission.LATE, order.late() - late);
    late = order.late();
  }

  /** Nothing more will come. */
  void end() {
    order.giveUp();
  }

  /** A new file has begun, in which nothing has been heard yet. */
  void fileBegan() {
    started = false;
  }

  @Override
  public void packet(PacketView packet) {
    // From the queue it goes through the order, and comes out of it here.
    if (packet.format == MediaFormat.OPUS) {
      order.add(packet);
    }
  }

  @Override
  public void inOrder(PacketView packet) {
    long duration = OpusFrame.duration(packet.buffer, packet.offset, packet.length);
    // The timestamp is of its first sample, and it can't have left before its last.
    long time = clock.timeOf(packet.timestamp, packet.arrivalNanos - duration) - start;
    if (duration == 0) {
      track.log(false).omit(Omission.MALFORMED, 1);
    } else if (time < 0) {
      track.log(false).omit(Omission.BEFORE_START, 1);
    } else {
      frame(packet, time, duration);
    }
  }

  private void frame(PacketView packet, long time, long duration) {
    fillUpTo(time);
    if (started && position - time >= OpusFrame.SILENCE_NANOS) {
      track.log(false).omit(Omission.OVERLAP, 1);
      return;
    }
    byte[] data = Arrays.copyOfRange(packet.buffer, packet.offset, packet.offset + packet.length);
    position = started ? position + duration : time + duration;
    started = true;
    lastTime = Math.max(lastTime, time);
    track.sound(new Frame(false, lastTime, duration, true, data), packet.timestamp, now);
  }

  /** Silence, as long as a frame of it fits before {@code time}. */
  private void fillUpTo(long time) {
    if (!started || time - position < OpusFrame.SILENCE_NANOS) {
      return;
    }
    long from = position;
    while (time - position >= OpusFrame.SILENCE_NANOS) {
      lastTime = Math.max(lastTime, position);
      track.filler(
          new Frame(false, lastTime, OpusFrame.SILENCE_NANOS, true, OpusFrame.SILENCE), now);
      position += OpusFrame.SILENCE_NANOS;
    }
    track.log(false).gap(from, position - from);
  }

  @Override
  public void missed(long packets) {
    track.log(false).omit(Omission.MISSING, packets);
  }

  @Override
  public void restarted(int encoding) {
    order.restart();
    clock.restart();
    track.log(false).restarted();
  }

  @Override
  public void related(int encoding, SenderTime time) {
    senderClock.observe(time);
    clock.reported(time.timestamp(), time.senderNanos());
  }

  @Override
  public void overflowed() {
    order.restart();
  }
}
