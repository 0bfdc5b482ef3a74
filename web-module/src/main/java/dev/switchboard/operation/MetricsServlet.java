package dev.switchboard.operation;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} in Prometheus' text format, for requests from this machine, and for whoever
 * sends {@code SWITCHBOARD_METRICS_TOKEN} as bearer token; 404 for all others.
 */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "Bearer ";

  @Inject private transient PrometheusMeterRegistry registry;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!fromThisMachine(request) && !hasToken(request.getHeader("Authorization"))) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("text/plain; version=0.0.4; charset=utf-8");
    registry.scrape(response.getOutputStream());
  }

  private static boolean fromThisMachine(HttpServletRequest request) throws IOException {
    return request.getHeader("X-Forwarded-For") == null
        && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
  }

  private static boolean hasToken(@Nullable String authorization) {
    String token = System.getenv("SWITCHBOARD_METRICS_TOKEN");
    return token != null
        && !token.isEmpty()
        && authorization != null
        && authorization.startsWith(PREFIX)
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            authorization.substring(PREFIX.length()).getBytes(StandardCharsets.UTF_8));
  }
}
