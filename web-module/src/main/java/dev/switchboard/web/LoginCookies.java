package dev.switchboard.web;

import dev.switchboard.devices.BrowserTraits;
import dev.switchboard.devices.LogInResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** What every way of logging in takes from a browser and gives to it. */
public final class LoginCookies {

  private LoginCookies() {}

  /**
   * What the browser says about itself.
   *
   * @param touch whether a script has found a touch screen
   */
  public static BrowserTraits traits(HttpServletRequest request, boolean touch) {
    return new BrowserTraits(
        header(request, "User-Agent"),
        header(request, "Sec-CH-UA-Platform"),
        header(request, "Sec-CH-UA-Mobile"),
        touch);
  }

  /** Makes the browser the one that the login was granted to. */
  public static void give(
      HttpServletRequest request, HttpServletResponse response, LogInResult.Accepted login) {
    // Whoever knew the session of the visitor before must not know the one of the account.
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    Cookies.SESSION.set(request, response, login.token());
    Cookies.DEVICE.set(request, response, login.deviceKey());
  }

  /** Has the browser keep the login that it has for as long again. */
  public static void renew(HttpServletRequest request, HttpServletResponse response) {
    for (Cookies cookie : new Cookies[] {Cookies.SESSION, Cookies.DEVICE}) {
      cookie.find(request).ifPresent(value -> cookie.set(request, response, value));
    }
  }

  private static String header(HttpServletRequest request, String header) {
    return Optional.ofNullable(request.getHeader(header)).orElse("");
  }
}
