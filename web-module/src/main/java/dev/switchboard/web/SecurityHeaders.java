package dev.switchboard.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the browser what our pages never do, so that an injected script can't do it either (OWASP
 * ASVS 5, V3.4). Faces pages carry their own content policy with a nonce (ContentPolicy).
 */
@WebFilter(value = "/*", asyncSupported = true)
public class SecurityHeaders implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String path = http.getRequestURI();
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Referrer-Policy", "same-origin");
    answer.setHeader("X-Frame-Options", "DENY");
    answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    answer.setHeader(
        "Permissions-Policy",
        "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()");
    if (http.isSecure()) {
      answer.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (path.startsWith("/resources/")) {
      // Revalidated by ETag each time, so that an upgraded server is never seen with old scripts.
      answer.setHeader("Cache-Control", "no-cache");
    } else if (!path.startsWith("/jakarta.faces.resource/")) {
      answer.setHeader("Cache-Control", "no-store");
    }
    if (path.startsWith("/resources/") || path.startsWith("/api/")) {
      answer.setHeader(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    } else if (path.equals("/worker.js")) {
      // A service worker has the policy of its script: it asks this server, and loads nothing.
      answer.setHeader("Content-Security-Policy", "default-src 'none'; connect-src 'self'");
    }
    chain.doFilter(request, response);
  }
}
