package dev.switchboard.calls.socket;

import dev.switchboard.devices.Logins;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.web.Cookies;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets only pages of this server, signed in, open the socket. Browsers send cookies with sockets of
 * any page, so without the check of the Origin every site could speak for our users (RFC 6455
 * section 10.2).
 */
@WebFilter(urlPatterns = "/socket", asyncSupported = true)
public class SocketGate extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient Logins logins;

  /**
   * Who opens a socket with which login, for the endpoint, which sees the principal and nothing
   * else.
   */
  record Terminal(SignedIn who, String token) implements Principal {
    @Override
    public String getName() {
      return who.account().value();
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isOurs(request.getHeader("Origin"), request.getHeader("Host"))) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    String token = Cookies.SESSION.find(request).orElse("");
    Optional<SignedIn> who = logins.resume(token).filter(SignedIn::mayCall);
    if (who.isEmpty()) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    chain.doFilter(new SignedInRequest(request, new Terminal(who.get(), token)), response);
  }

  /** Whether a page of this host opens the socket. What is no browser sends no origin. */
  static boolean isOurs(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static final class SignedInRequest extends HttpServletRequestWrapper {
    private final Terminal terminal;

    SignedInRequest(HttpServletRequest request, Terminal terminal) {
      super(request);
      this.terminal = terminal;
    }

    @Override
    public Principal getUserPrincipal() {
      return terminal;
    }
  }
}
