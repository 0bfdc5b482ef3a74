package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One party's side of a recording: the legs by which it takes part, one after the other, and the
 * files that become of them. On the recorder's thread.
 */
final class Track {
  /**
   * How long a missing packet is waited for: several times as long as it takes to ask for it again.
   */
  static final long REORDER_NANOS = 450_000_000L;

  private final String name;
  private final Path folder;
  private final Instant recordingStart;

  /** The first is copied; the next wait in their queues until it is over. */
  private final Deque<LegStream> legs = new ArrayDeque<>();

  private final List<Segment> ended = new ArrayList<>();
  private final List<Manifest.Segment> finished = new ArrayList<>();
  private Segment current;
  private int number = 1;

  Track(String name, Path folder, Instant recordingStart) {
    this.name = name;
    this.folder = folder;
    this.recordingStart = recordingStart;
    this.current = newSegment();
  }

  private Segment newSegment() {
    return new Segment(folder, name, number, recordingStart);
  }

  /** Another leg takes the place of the one before, in a new file. */
  void add(LegStream leg) {
    legs.forEach(before -> before.tap().closeLater());
    legs.add(leg);
  }

  void work(long nowNanos) throws IOException {
    while (!legs.isEmpty()) {
      LegStream leg = legs.element();
      leg.work(nowNanos);
      if (!leg.isOver()) {
        break;
      }
      endLeg();
    }
    finishEnded();
    current.work(nowNanos);
  }

  private void endLeg() {
    legs.remove().end();
    beginFile();
  }

  private void finishEnded() throws IOException {
    while (!ended.isEmpty()) {
      Segment segment = ended.remove(0);
      try {
        segment.finish();
      } finally {
        segment.toManifest().ifPresent(finished::add);
      }
    }
  }

  /** Whether all legs are gone and nothing waits to be written. */
  boolean isOver() {
    return legs.isEmpty() && ended.isEmpty() && !current.hasBegun();
  }

  /** Finishes all files, whatever happens to one of them. */
  void end() throws IOException {
    while (!legs.isEmpty()) {
      endLeg();
    }
    beginFile();
    while (!ended.isEmpty()) {
      finishEnded();
    }
  }

  /** How many files it has. */
  int files() {
    return finished.size() + (current.hasFile() ? 1 : 0);
  }

  List<Manifest.Segment> toManifest() {
    List<Manifest.Segment> all = new ArrayList<>(finished);
    current.toManifest().ifPresent(all::add);
    return all;
  }

  // What the streams of the present leg do.

  /** Of the present file: that of its picture, or of its sound. */
  StreamLog log(boolean picture) {
    return picture ? current.pictureLog() : current.soundLog();
  }

  void clock(Manifest.Clock clock) {
    current.clock(clock);
  }

  boolean carries(MediaFormat format) {
    return current.carries(format);
  }

  void expect(MediaFormat format) {
    current.expect(format);
  }

  /** What comes next goes into a new file. */
  void beginFile() {
    if (current.hasBegun()) {
      ended.add(current);
      number++;
      current = newSegment();
      legs.forEach(LegStream::fileBegan);
    }
  }

  void sound(Frame frame, long timestamp, long nowNanos) {
    current.sound(frame, timestamp, nowNanos);
  }

  void filler(Frame frame, long nowNanos) {
    current.filler(frame, nowNanos);
  }

  void picture(MediaFormat format, Frame frame, Picture shown, long timestamp, long nowNanos) {
    current.picture(format, frame, shown, timestamp, nowNanos);
  }
}
