package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a track while it is written: frames are collected for a while, and then go to the
 * disk as whole clusters, a key frame at the beginning of its own. The file is made when the first
 * of them do, because its name and kind depend on what is in it. On the recorder's thread.
 */
final class Segment {
  /** Frames wait no longer: with what {@link PacketOrder} waits it is less than a second. */
  static final long COLLECT_NANOS = 450_000_000L;

  private static final long MOST_CLUSTER_NANOS = 1_000_000_000L;

  private final Path folder;
  private final String track;
  private final int number;
  private final Instant recordingStart;
  private final StreamLog sound = new StreamLog();
  private final StreamLog picture = new StreamLog();
  private final List<Frame> waiting = new ArrayList<>();
  private long waitingSince;

  private boolean hasSound;
  private Optional<MediaFormat> expected = Optional.empty();
  private @Nullable TrackFormat pictureFormat;
  private boolean described;

  private String name = "";
  private boolean webm;
  private @Nullable MatroskaFile file;
  private long bytes;
  private long start;
  private long end;
  private Optional<Manifest.Clock> clock = Optional.empty();

  Segment(Path folder, String track, int number, Instant recordingStart) {
    this.folder = folder;
    this.track = track;
    this.number = number;
    this.recordingStart = recordingStart;
  }

  StreamLog soundLog() {
    return sound;
  }

  StreamLog pictureLog() {
    return picture;
  }

  /** What its sender's clock has been found to be. */
  void clock(Manifest.Clock known) {
    clock = Optional.of(known);
  }

  /** Whether a picture in this codec can go into the file. */
  boolean carries(MediaFormat format) {
    boolean same = expected.isEmpty() || expected.get() == format;
    return same && (file == null || !webm || isWebm(format));
  }

  /** A picture in this codec will come, for which the file has to be of the right kind. */
  void expect(MediaFormat format) {
    if (expected.isEmpty() && carries(format)) {
      expected = Optional.of(format);
    }
  }

  private static boolean isWebm(MediaFormat format) {
    return format != MediaFormat.H264;
  }

  /** Takes a frame of sound. */
  void sound(Frame frame, long timestamp, long nowNanos) {
    sound.frame(MediaFormat.OPUS, frame, timestamp);
    add(frame, nowNanos);
  }

  /** Takes silence that nobody has sent. */
  void filler(Frame frame, long nowNanos) {
    sound.filler(frame.data().length);
    add(frame, nowNanos);
  }

  /** Takes a frame of the picture, which the file {@link #carries}. */
  void picture(MediaFormat format, Frame frame, Picture shown, long timestamp, long nowNanos) {
    expected = Optional.of(format);
    if (shown.key()) {
      TrackFormat before = pictureFormat;
      PictureSize size = before == null ? shown.size() : before.size().or(shown.size());
      // The first parameter sets stay: later ones are in their key frames.
      byte[] codecPrivate = before == null ? shown.codecPrivate() : before.codecPrivate();
      described &= before != null && size.equals(before.size());
      pictureFormat = new TrackFormat(format, size, codecPrivate);
      picture.size(shown.size());
    }
    picture.frame(format, frame, timestamp);
    add(frame, nowNanos);
  }

  private void add(Frame frame, long nowNanos) {
    described &= frame.picture() || hasSound;
    hasSound |= !frame.picture();
    if (waiting.isEmpty()) {
      waitingSince = nowNanos;
    }
    waiting.add(frame);
  }

  /** Writes what has waited long enough. */
  void work(long nowNanos) throws IOException {
    if (!waiting.isEmpty() && nowNanos - waitingSince >= COLLECT_NANOS) {
      write();
    }
  }

  /** Whether something was given to it. */
  boolean hasBegun() {
    return file != null || !waiting.isEmpty();
  }

  boolean hasFile() {
    return file != null;
  }

  private void write() throws IOException {
    waiting.sort(Comparator.comparingLong(Frame::nanos));
    try {
      MatroskaFile target = file == null ? open() : file;
      if (!described) {
        described = true;
        target.describe(formats());
      }
      int from = 0;
      for (int i = 1; i <= waiting.size(); i++) {
        if (i == waiting.size() || beginsCluster(waiting.get(from), waiting.get(i))) {
          cluster(target, waiting.subList(from, i));
          from = i;
        }
      }
      target.force();
    } finally {
      waiting.clear();
    }
  }

  private void cluster(MatroskaFile target, List<Frame> frames) throws IOException {
    target.cluster(frames, start);
    bytes = target.length();
    for (Frame frame : frames) {
      end = Math.max(end, frame.nanos() + frame.durationNanos());
    }
  }

  private static boolean beginsCluster(Frame first, Frame next) {
    return next.picture() && next.key() || next.nanos() - first.nanos() >= MOST_CLUSTER_NANOS;
  }

  private MatroskaFile open() throws IOException {
    start = waiting.get(0).nanos();
    end = start;
    webm = expected.map(Segment::isWebm).orElse(true);
    String chosen = track + "-" + number + (webm ? ".webm" : ".mkv");
    MatroskaFile made =
        MatroskaFile.create(folder.resolve(chosen), webm, recordingStart.plusNanos(start));
    name = chosen;
    file = made;
    return made;
  }

  private List<TrackFormat> formats() {
    List<TrackFormat> formats = new ArrayList<>();
    if (hasSound) {
      formats.add(TrackFormat.sound());
    }
    if (pictureFormat != null) {
      formats.add(pictureFormat);
    }
    return formats;
  }

  /** Writes what is left, and what players need to seek. */
  void finish() throws IOException {
    try {
      if (!waiting.isEmpty()) {
        write();
      }
    } finally {
      close();
    }
  }

  /** Nothing more can be written, but what is there shall be playable. */
  private void close() throws IOException {
    MatroskaFile written = file;
    if (written != null) {
      try (written) {
        written.finish(Duration.ofNanos(end - start));
        bytes = written.length();
      }
    }
  }

  /** Time of the end of its last frame in the file, since the recording began. */
  long endNanos() {
    return end;
  }

  /** Empty as long as there is no file. */
  Optional<Manifest.Segment> toManifest() {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Manifest.Stream> shown = picture.toManifest();
    String mediaType = (shown.isPresent() ? "video/" : "audio/") + (webm ? "webm" : "x-matroska");
    return Optional.of(
        new Manifest.Segment(
            track,
            number,
            name,
            mediaType,
            start,
            end - start,
            bytes,
            clock,
            sound.toManifest(),
            shown));
  }
}
