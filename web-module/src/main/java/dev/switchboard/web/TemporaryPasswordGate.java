package dev.switchboard.web;

import dev.switchboard.devices.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Whoever has logged in with an administrator's temporary password must choose one of their own
 * before anything else (S1.1): the administrator knows this one, and it was told in some way. All
 * pages lead to the settings, which show the password form alone, and the socket is refused as
 * without a login.
 */
@WebFilter(value = "/*", asyncSupported = true)
public class TemporaryPasswordGate extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PASSWORD_PAGE = "/settings.xhtml";

  /** With the language of that page, and the way out of it. */
  private static final Set<String> OPEN_PATHS =
      Set.of(PASSWORD_PAGE, "/language", "/logout", "/help.xhtml", "/favicon.ico", "/metrics");

  private static final List<String> OPEN_FOLDERS =
      List.of("/resources/", "/jakarta.faces.resource/", "/health/");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean temporary =
        request.getAttribute(SessionMechanism.SIGNED_IN) instanceof SignedIn who
            && who.profile().mustChangePassword();
    if (!temporary || isOpen(request.getServletPath())) {
      chain.doFilter(request, response);
    } else if (Redirection.isOfAProgram(request)) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      Redirection.send(request, response, PASSWORD_PAGE);
    }
  }

  /**
   * Whether the path may be asked for with a temporary password.
   *
   * @param path as the container has decoded and normalized it
   */
  static boolean isOpen(String path) {
    return OPEN_PATHS.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith);
  }
}
