package dev.switchboard.calls.web;

import dev.switchboard.web.Language;
import dev.switchboard.web.LoginCookies;
import dev.switchboard.web.Visitor;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/**
 * {@code /tv}: the page for a big screen and a remote control (S2.1). Where nobody can type or look
 * for a menu, the language is that of the account, or of the browser while there is none; and the
 * login is kept until the device is removed.
 */
@WebServlet("/tv")
public class TvServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Visitor visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Language language =
        visitor
            .signedIn()
            .flatMap(who -> Language.of(who.profile().language()))
            .orElseGet(() -> Language.preferred(Collections.list(request.getLocales())));
    request.setAttribute(Visitor.LANGUAGE, language);
    if (visitor.isAdmitted()) {
      LoginCookies.renew(request, response);
    }
    String page = visitor.isAdmitted() ? "/WEB-INF/tv/home.xhtml" : "/WEB-INF/tv/pairing.xhtml";
    request.getRequestDispatcher(page).forward(request, response);
  }
}
