package dev.switchboard.media.recording;

import java.time.Instant;
import java.util.function.LongConsumer;

/** What one leg sends, on its way into the files of a track. On the recorder's thread. */
final class LegStream {
  private static final long CLOCK_NANOS = 1_000_000_000L;

  private final LegTap tap;
  private final Track track;
  private final Instant wallStart;
  private final long start;
  private final LongConsumer dropped;
  private final SenderClock clock = new SenderClock();
  private final SoundStream sound;
  private final PictureStream picture;
  private long lastClock;
  private long soundDropped;
  private long pictureDropped;

  /**
   * @param wallStart when the recording began, on the wall clock
   * @param start likewise, on the clock of the loop
   * @param dropped hears how many more packets were dropped, because the recorder is behind
   */
  LegStream(LegTap tap, Track track, Instant wallStart, long start, LongConsumer dropped) {
    this.tap = tap;
    this.track = track;
    this.wallStart = wallStart;
    this.start = start;
    this.dropped = dropped;
    this.sound = new SoundStream(clock, track, start);
    this.picture = new PictureStream(clock, track, start, tap::requestKeyFrame);
  }

  LegTap tap() {
    return tap;
  }

  void work(long nowNanos) {
    sound.work(tap.soundQueue(), nowNanos);
    picture.work(tap.pictureQueue(), nowNanos);
    if (nowNanos - lastClock >= CLOCK_NANOS) {
      lastClock = nowNanos;
      tell();
    }
  }

  private void tell() {
    if (clock.isKnown()) {
      track.clock(clock.describe(wallStart, start));
    }
    long soundNow = tap.soundQueue().dropped();
    long pictureNow = tap.pictureQueue().dropped();
    track.log(false).omit(Omission.QUEUE_FULL, soundNow - soundDropped);
    track.log(true).omit(Omission.QUEUE_FULL, pictureNow - pictureDropped);
    dropped.accept(soundNow - soundDropped + pictureNow - pictureDropped);
    soundDropped = soundNow;
    pictureDropped = pictureNow;
  }

  /** The next frames go into a new file. */
  void fileBegan() {
    sound.fileBegan();
  }

  boolean isOver() {
    return tap.isOver();
  }

  /** Nothing more will come: what was waited for is given up. */
  void end() {
    sound.end();
    picture.end();
    tell();
  }
}
