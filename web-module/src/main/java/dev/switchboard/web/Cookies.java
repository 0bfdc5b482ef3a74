package dev.switchboard.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookies that we set; all of them are {@code SameSite=Strict}, and Secure when we are on
 * HTTPS.
 */
public enum Cookies {
  /** Who is signed in on this browser: the token of {@code Logins}. */
  SESSION("switchboard-session", true),
  /** The random key by which an account knows this device again (S1.2). */
  DEVICE("switchboard-device", true),
  /** The device code of a TV that waits to be paired: good for minutes (S2.1). */
  PAIRING("switchboard-pairing", true),
  /** {@code en} or {@code zh}. */
  LANGUAGE("switchboard-language", false),
  /** {@code light} or {@code dark}; written by the page itself. */
  THEME("switchboard-theme", false);

  private static final Duration LONGEST = Duration.ofDays(400); // what browsers keep at most

  private final String cookieName;
  private final boolean hiddenFromScripts;

  Cookies(String cookieName, boolean hiddenFromScripts) {
    this.cookieName = cookieName;
    this.hiddenFromScripts = hiddenFromScripts;
  }

  /** The value that the browser sent; empty when it sent none. */
  public Optional<String> find(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(cookieName) && !cookie.getValue().isEmpty()) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** Sets the cookie for as long as browsers keep one. */
  public void set(HttpServletRequest request, HttpServletResponse response, String value) {
    add(request, response, value, Math.toIntExact(LONGEST.toSeconds()));
  }

  /** Makes the browser forget the cookie. */
  public void clear(HttpServletRequest request, HttpServletResponse response) {
    add(request, response, "", 0);
  }

  private void add(
      HttpServletRequest request, HttpServletResponse response, String value, int seconds) {
    Cookie cookie = new Cookie(cookieName, value);
    cookie.setPath("/");
    cookie.setMaxAge(seconds);
    cookie.setHttpOnly(hiddenFromScripts);
    cookie.setSecure(request.isSecure());
    cookie.setAttribute("SameSite", "Strict");
    response.addCookie(cookie);
  }
}
