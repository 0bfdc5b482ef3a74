package dev.switchboard.web;

import dev.switchboard.devices.Logins;
import dev.switchboard.devices.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Knows who sends a request by its session cookie, and sends those who have to be somebody to the
 * log-in page. web.xml says which pages need whom.
 */
@ApplicationScoped
public class SessionMechanism implements HttpAuthenticationMechanism {
  /** Under this name the request carries who is signed in. */
  static final String SIGNED_IN = SignedIn.class.getName();

  private static final Set<String> ALL = Set.of("user");
  private static final Set<String> ADMINISTRATORS = Set.of("user", "admin");

  @Inject private Logins logins;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    if (!context.isProtected() && isNobodysBusiness(request.getRequestURI())) {
      return context.doNothing();
    }
    Optional<SignedIn> signedIn = Cookies.SESSION.find(request).flatMap(logins::resume);
    if (signedIn.isPresent()) {
      request.setAttribute(SIGNED_IN, signedIn.get());
      return context.notifyContainerAboutLogin(
          signedIn.get().account().value(),
          signedIn.get().profile().isAdministrator() ? ADMINISTRATORS : ALL);
    }
    return context.isProtected() ? askToLogIn(request, response, context) : context.doNothing();
  }

  /** What does not depend on who asks: no need to look the login up. */
  private static boolean isNobodysBusiness(String path) {
    return path.startsWith("/resources/")
        || path.startsWith("/jakarta.faces.resource/")
        || path.startsWith("/health")
        || path.startsWith("/metrics")
        || path.startsWith("/downloads/")
        || path.equals("/worker.js")
        || path.equals("/manifest.webmanifest");
  }

  private static AuthenticationStatus askToLogIn(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    if (Redirection.isOfAProgram(request)) {
      return context.responseUnauthorized();
    }
    try {
      Redirection.send(request, response, "/login.xhtml" + back(request));
    } catch (IOException e) {
      throw new AuthenticationException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  private static String back(HttpServletRequest request) {
    String query = request.getQueryString();
    String here = request.getRequestURI() + (query == null ? "" : "?" + query);
    return here.equals("/") || !request.getMethod().equals("GET")
        ? ""
        : "?back=" + URLEncoder.encode(here, StandardCharsets.UTF_8);
  }
}
