package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be said about the sound or the picture of one file. On the recorder's thread. */
final class StreamLog {
  private static final long POINT_NANOS = 10_000_000_000L;
  private static final int MOST_GAPS = 1_000;
  private static final int SOUND_RATE = 48_000;
  private static final int PICTURE_RATE = 90_000;

  private final Map<Omission, Long> omitted = new EnumMap<>(Omission.class);
  private final List<Manifest.TimePoint> times = new ArrayList<>();
  private final List<Manifest.Gap> gaps = new ArrayList<>();
  private long gapsLeftOut;
  private Optional<MediaFormat> format = Optional.empty();
  private PictureSize size = PictureSize.UNKNOWN;
  private long frames;
  private long bytes;
  private long keyFrames;
  private long fillers;
  private boolean interrupted;
  private long end = Long.MIN_VALUE;

  void omit(Omission reason, long count) {
    if (count > 0) {
      omitted.merge(reason, count, Long::sum);
    }
  }

  /** Something of the picture is missing from here to the next frame. */
  void interrupted() {
    interrupted = true;
  }

  /** The next frame's timestamp has nothing to do with those before. */
  void restarted() {
    end = end == Long.MIN_VALUE ? end : end - POINT_NANOS;
  }

  /** A frame goes into the file. */
  void frame(MediaFormat codec, Frame frame, long timestamp) {
    format = Optional.of(codec);
    frames++;
    bytes += frame.data().length;
    keyFrames += frame.picture() && frame.key() ? 1 : 0;
    if (times.isEmpty() || frame.nanos() - times.get(times.size() - 1).nanos() >= POINT_NANOS) {
      times.add(new Manifest.TimePoint(timestamp & 0xffff_ffffL, frame.nanos()));
    }
    if (interrupted && end != Long.MIN_VALUE) {
      gap(end, frame.nanos() - end);
    }
    interrupted = false;
    end = frame.nanos() + frame.durationNanos();
  }

  void filler(int octets) {
    fillers++;
    bytes += octets;
  }

  void gap(long nanos, long length) {
    int last = gaps.size() - 1;
    if (last >= 0 && gaps.get(last).nanos() + gaps.get(last).lengthNanos() >= nanos) {
      Manifest.Gap before = gaps.get(last);
      gaps.set(last, new Manifest.Gap(before.nanos(), nanos + length - before.nanos()));
    } else if (gaps.size() < MOST_GAPS) {
      gaps.add(new Manifest.Gap(nanos, length));
    } else {
      gapsLeftOut++;
    }
  }

  void size(PictureSize seen) {
    size = size.or(seen);
  }

  /** Empty if no frame went into the file. */
  Optional<Manifest.Stream> toManifest() {
    Map<String, Long> reasons = new TreeMap<>();
    omitted.forEach((reason, count) -> reasons.put(reason.key(), count));
    return format.map(
        codec ->
            new Manifest.Stream(
                codec.name(),
                codec.isVideo() ? PICTURE_RATE : SOUND_RATE,
                size.width(),
                size.height(),
                frames,
                bytes,
                keyFrames,
                fillers,
                reasons,
                times,
                gaps,
                gapsLeftOut));
  }
}
