package dev.switchboard.recordings.web;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.recordings.RecordingLibrary;
import dev.switchboard.recordings.RecordingLibrary.Download;
import dev.switchboard.recordings.RecordingLinks;
import dev.switchboard.web.Visitor;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /recordings/ID/FILE}: a file of a recording, for pages, and for those who are signed in
 * and may watch it; for everybody else, and for all that does not exist, the same 404. With {@code
 * ?download} the way to a link that needs no login, which download managers follow.
 */
@WebServlet("/recordings/*")
public class RecordingFileServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient RecordingLibrary library;
  @Inject private transient RecordingLinks links;
  @Inject private transient Visitor visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<FilePath> path = FilePath.of(request);
    Optional<AccountId> viewer = visitor.signedIn().map(SignedIn::account);
    Optional<Download> found =
        path.flatMap(at -> viewer.flatMap(who -> library.download(who, at.recording(), at.file())));
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (request.getParameter("download") != null) {
      FilePath at = path.orElseThrow();
      response.sendRedirect(
          RecordingDownloadServlet.address(
              links.sign(viewer.orElseThrow(), at.recording(), at.file())));
    } else {
      Delivery.INLINE.send(found.get(), request, response);
    }
  }
}
