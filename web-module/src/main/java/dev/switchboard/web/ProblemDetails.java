package dev.switchboard.web;

import dev.switchboard.Problem;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Refusals as programs read them (RFC 9457). */
public final class ProblemDetails {
  private ProblemDetails() {}

  /**
   * Answers that a request was refused: {@code detail} says why in the reader's language, {@code
   * field} which of its fields is to blame.
   */
  public static void send(HttpServletResponse response, Problem problem, Locale language)
      throws IOException {
    String body =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", "Bad Request")
            .add("status", HttpServletResponse.SC_BAD_REQUEST)
            .add("detail", problem.text(language))
            .add("field", problem.field())
            .build()
            .toString();
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType("application/problem+json");
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}
