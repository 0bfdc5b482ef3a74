package dev.switchboard.recordings;

import dev.switchboard.media.Transcoder;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ffmpeg of this node, if it has one. Without it there are no films and no still pictures. */
@ApplicationScoped
public class Transcoding {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private FilmSettings settings;

  private Optional<Transcoder> transcoder = Optional.empty();

  @PostConstruct
  void find() {
    try {
      transcoder = Optional.of(Transcoder.find(settings.ffmpeg(), settings.memory()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("No films or still pictures are made here: {}", e.getMessage());
    }
  }

  /** Empty if there is no ffmpeg; then the log of the start says why. */
  public Optional<Transcoder> transcoder() {
    return transcoder;
  }
}
