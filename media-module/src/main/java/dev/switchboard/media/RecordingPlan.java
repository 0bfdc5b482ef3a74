package dev.switchboard.media;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What of a call is to be recorded.
 *
 * @param id of the recording, which no other has
 * @param folder of its own, which is made if it isn't there
 * @param tracks the name of the track of each leg that is copied, by the leg's id; a leg may come
 *     later. Names are letters, digits and {@code _}, since files are named after them
 * @param video false if only the sound is
 */
public record RecordingPlan(String id, Path folder, Map<String, String> tracks, boolean video) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

  public RecordingPlan {
    tracks = Map.copyOf(tracks);
    tracks.values().forEach(RecordingPlan::requireName);
  }

  static void requireName(String track) {
    if (!NAME.matcher(track).matches()) {
      throw new IllegalArgumentException("Not a name for a track: " + track);
    }
  }
}
