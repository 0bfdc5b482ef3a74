package dev.switchboard.recordings.web;

import dev.switchboard.Secrets;
import dev.switchboard.recordings.RecordingId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The end of an address, {@code /ID/FILE}; there may be no such file. */
record FilePath(RecordingId recording, String file) {
  /** Of a request to a servlet; empty if its path is of another shape. */
  static Optional<FilePath> of(HttpServletRequest request) {
    String[] path = Optional.ofNullable(request.getPathInfo()).orElse("").split("/", -1);
    return path.length == 3 && Secrets.isId(path[1])
        ? Optional.of(new FilePath(new RecordingId(path[1]), path[2]))
        : Optional.empty();
  }
}
