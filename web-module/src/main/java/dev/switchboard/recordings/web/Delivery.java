package dev.switchboard.recordings.web;

import dev.switchboard.recordings.RecordingLibrary.Download;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a file gets to whoever may have it: from the storage itself where that can, or from us; 503
 * while the storage is away.
 */
enum Delivery {
  /** To be shown. */
  INLINE("inline"),
  /** To be saved. */
  ATTACHMENT("attachment");

  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  private final String disposition;

  Delivery(String disposition) {
    this.disposition = disposition;
  }

  /** An address of the storage is good for GET only; HEAD needs nothing from there. */
  void send(Download file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<URI> direct =
        request.getMethod().equals("GET")
            ? file.content().direct(this == ATTACHMENT)
            : Optional.empty();
    if (direct.isPresent()) {
      response.sendRedirect(direct.get().toString());
      return;
    }
    response.setHeader("Content-Disposition", disposition + "; filename=\"" + file.name() + "\"");
    try {
      new FileReply(file).send(request, response);
    } catch (FileReply.StorageAway e) {
      LOG.warn("{} of a recording can't be read now", file.name(), e);
      response.setHeader("Content-Disposition", INLINE.disposition);
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }
}
