package dev.switchboard.accounts.web;

import dev.switchboard.devices.Logins;
import dev.switchboard.web.Cookies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collections;

/** Ends the login of this browser; the device stays in the account's list (S1.2). */
@WebServlet("/logout")
public class LogOutServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private Logins logins;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Cookies.SESSION.find(request).ifPresent(logins::logOut);
    forget(request, response);
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", "/login.xhtml");
  }

  /**
   * Takes from the browser, and from the server's session, what belongs to the account. The session
   * stays, empty: at its end the container would close the terminal's socket as if by mistake,
   * before we have said why.
   */
  static void forget(HttpServletRequest request, HttpServletResponse response) {
    Cookies.SESSION.clear(request, response);
    HttpSession session = request.getSession(false);
    if (session != null) {
      Collections.list(session.getAttributeNames()).forEach(session::removeAttribute);
    }
    response.setHeader("Clear-Site-Data", "\"cache\"");
  }
}
