package dev.switchboard.web;

import dev.switchboard.accounts.Accounts;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Switches the language for this browser and the account, and goes back to the page. */
@WebServlet("/language")
public class LanguageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private Visitor visitor;
  @Inject private Accounts accounts;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Language.of(String.valueOf(request.getParameter("language")))
        .ifPresent(
            language -> {
              Cookies.LANGUAGE.set(request, response, language.code());
              visitor
                  .signedIn()
                  .ifPresent(who -> accounts.setLanguage(who.account(), language.code()));
            });
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", SameOriginPath.of(request.getParameter("back")));
  }
}
