package dev.switchboard.media.recording;

import java.util.ArrayList;
import java.util.List;

/** The clusters of a file where a player can begin, in order (RFC 9559 section 5.1.5). */
final class Cues {
  /** Between two of them where there is only sound, which can begin anywhere. */
  private static final long SOUND_MILLIS = 5_000;

  /** A key frame of the picture, or some sound, at this position of the Segment's data. */
  private record Cue(long millis, int track, long position) {}

  private final List<Cue> cues = new ArrayList<>();

  /** Notes a cluster that begins with, or has, a key frame at this time of the file. */
  void picture(long millis, long position) {
    cues.add(new Cue(millis, TrackFormat.PICTURE, position));
  }

  /** Notes a cluster that has sound only, from this time of the file on. */
  void sound(long millis, long position) {
    if (cues.isEmpty() || millis - cues.get(cues.size() - 1).millis() >= SOUND_MILLIS) {
      cues.add(new Cue(millis, TrackFormat.SOUND, position));
    }
  }

  boolean isEmpty() {
    return cues.isEmpty();
  }

  int size() {
    return cues.size();
  }

  void writeTo(EbmlWriter out) {
    out.master(Matroska.CUES, content -> cues.forEach(cue -> write(content, cue)));
  }

  private static void write(EbmlWriter out, Cue cue) {
    out.master(
        Matroska.CUE_POINT,
        point ->
            point
                .unsigned(Matroska.CUE_TIME, cue.millis())
                .master(
                    Matroska.CUE_TRACK_POSITIONS,
                    positions ->
                        positions
                            .unsigned(Matroska.CUE_TRACK, cue.track())
                            .unsigned(Matroska.CUE_CLUSTER_POSITION, cue.position())));
  }
}
