package dev.switchboard.recordings;

import dev.switchboard.media.Transcoder;
import dev.switchboard.recordings.RecordingProgress.Unfinished;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a still picture of each track, by which people find a recording in a list. */
@ApplicationScoped
public class Stills {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  /** By then a camera has found its exposure, and it is soon found in a long file. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  @Inject private Transcoding transcoding;

  /**
   * Takes them from the spool into the spool. Blocks for a moment. What can't be had is left out: a
   * recording is as good without.
   *
   * @return their names
   */
  List<String> take(Unfinished recording) {
    return transcoding
        .transcoder()
        .map(transcoder -> take(recording, transcoder))
        .orElse(List.of());
  }

  private static List<String> take(Unfinished recording, Transcoder transcoder) {
    List<String> taken = new ArrayList<>();
    for (Map.Entry<String, String> picture : recording.pictures().entrySet()) {
      String name = RecordingFile.still(picture.getKey());
      Path video = recording.spool().resolve(picture.getValue());
      if (take(transcoder, video, recording.spool().resolve(name))) {
        taken.add(name);
      }
    }
    return taken;
  }

  /** Of a video that is over before that moment, its beginning. */
  private static boolean take(Transcoder transcoder, Path video, Path still) {
    for (Duration at : List.of(MOMENT, Duration.ZERO)) {
      try {
        transcoder.still(video, at, still);
        if (still.toFile().length() > 0) {
          return true;
        }
      } catch (IOException e) {
        LOG.debug("{} has no picture at {}", video, at, e);
      }
    }
    return false;
  }
}
