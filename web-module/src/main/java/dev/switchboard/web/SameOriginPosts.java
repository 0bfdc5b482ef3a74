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
import java.util.Set;

/**
 * Refuses what another site makes a browser send to us (OWASP ASVS 5, 3.5.1). The cookies are
 * {@code SameSite=Strict}, which doesn't protect the log-in and registration forms: they need no
 * cookie.
 */
@WebFilter(value = "/*", asyncSupported = true)
public class SameOriginPosts implements Filter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (SAFE.contains(http.getMethod()) || isOurs(http)) {
      chain.doFilter(request, response);
    } else {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  /** A client that sends neither header is no browser: nobody can trick it into a request. */
  private static boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    return origin == null
        || origin.substring(origin.indexOf("//") + 2).equals(request.getHeader("Host"));
  }
}
