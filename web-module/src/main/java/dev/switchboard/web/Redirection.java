package dev.switchboard.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends whoever asks for a page to another one, in the way that the asker understands. */
final class Redirection {

  private Redirection() {}

  /** Whether a program asks, which would take a page for the answer: it is to get a status. */
  static boolean isOfAProgram(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals("/socket") || path.startsWith("/api/");
  }

  /**
   * Answers with the way to a page.
   *
   * @param path of ours, with nothing in it that XML would have to escape
   */
  static void send(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .write(
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                  + path
                  + "\"/></partial-response>");
    } else {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", path);
    }
  }
}
