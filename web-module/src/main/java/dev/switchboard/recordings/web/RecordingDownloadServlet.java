package dev.switchboard.recordings.web;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.recordings.RecordingLibrary.Download;
import dev.switchboard.recordings.RecordingLinks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /downloads/ID/FILE?viewer=…&until=…&signature=…}: a file of a recording by a signed link,
 * without a login. A link that is forged, altered, expired, or of somebody who may not have the
 * file, gets the same 404 as one to nothing.
 */
@WebServlet("/downloads/*")
public class RecordingDownloadServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String VIEWER = "viewer";
  private static final String UNTIL = "until";
  private static final String SIGNATURE = "signature";

  @Inject private transient RecordingLinks links;

  /** Where a link leads, on this server. */
  static String address(RecordingLinks.Link link) {
    return "/downloads/%s/%s?%s=%s&%s=%d&%s=%s"
        .formatted(
            link.recording(),
            URLEncoder.encode(link.file(), StandardCharsets.UTF_8),
            VIEWER,
            link.viewer(),
            UNTIL,
            link.until().getEpochSecond(),
            SIGNATURE,
            link.signature());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Download> found = link(request).flatMap(links::open);
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      Delivery.ATTACHMENT.send(found.get(), request, response);
    }
  }

  private static Optional<RecordingLinks.Link> link(HttpServletRequest request) {
    Optional<FilePath> path = FilePath.of(request);
    String viewer = parameter(request, VIEWER);
    String until = parameter(request, UNTIL);
    if (path.isEmpty() || !until.matches("[0-9]{1,11}")) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordingLinks.Link(
            path.get().recording(),
            path.get().file(),
            new AccountId(viewer),
            Instant.ofEpochSecond(Long.parseLong(until)),
            parameter(request, SIGNATURE)));
  }

  private static String parameter(HttpServletRequest request, String name) {
    @Nullable String value = request.getParameter(name);
    return value == null ? "" : value;
  }
}
