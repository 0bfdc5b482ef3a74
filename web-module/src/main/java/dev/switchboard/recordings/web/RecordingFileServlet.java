package dev.switchboard.recordings.web;

import dev.switchboard.Secrets;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.RecordingLibrary;
import dev.switchboard.web.Visitor;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /recordings/ID/FILE}: a file of a recording, for those who may watch it; for everybody
 * else, and for all that does not exist, the same 404; 503 while the storage is away.
 */
@WebServlet("/recordings/*")
public class RecordingFileServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private transient RecordingLibrary library;
  @Inject private transient Visitor visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<RecordingLibrary.Download> found = find(request);
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    RecordingLibrary.Download file = found.get();
    Optional<InputStream> opened = open(file);
    if (opened.isEmpty()) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    response.setContentType(file.mediaType());
    response.setContentLengthLong(file.bytes());
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
    try (InputStream content = opened.get()) {
      content.transferTo(response.getOutputStream());
    }
  }

  /** Empty while the storage is away. */
  private static Optional<InputStream> open(RecordingLibrary.Download file) {
    try {
      return Optional.of(file.content().open());
    } catch (IOException e) {
      LOG.warn("{} of a recording can't be read now", file.name(), e);
      return Optional.empty();
    }
  }

  private Optional<RecordingLibrary.Download> find(HttpServletRequest request) {
    Optional<SignedIn> who = visitor.signedIn();
    String[] path = Optional.ofNullable(request.getPathInfo()).orElse("").split("/", -1);
    if (who.isEmpty() || path.length != 3 || !Secrets.isId(path[1])) {
      return Optional.empty();
    }
    return library.download(who.get().account(), new RecordingId(path[1]), path[2]);
  }
}
