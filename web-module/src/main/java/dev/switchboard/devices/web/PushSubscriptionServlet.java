package dev.switchboard.devices.web;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.push.PushSettings;
import dev.switchboard.devices.push.PushSubscriptions;
import dev.switchboard.devices.push.Vapid;
import dev.switchboard.web.ProblemDetails;
import dev.switchboard.web.Visitor;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code /api/push-subscription}: how the device that asks is woken while its page is closed. Not
 * on the socket, because its service worker, which has none, must be able to renew it
 * (docs/signalling.md).
 */
@WebServlet("/api/push-subscription")
public class PushSubscriptionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Longest description of a subscription, in bytes. */
  private static final int LONGEST_BODY = 4_096;

  @Inject private transient PushSubscriptions subscriptions;
  @Inject private transient PushSettings settings;
  @Inject private transient Vapid vapid;
  @Inject private transient Visitor visitor;

  /** What a browser subscribes for, and the endpoint that is known of it. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonObjectBuilder known = Json.createObjectBuilder();
    if (!settings.hosts().isEmpty()) {
      known.add("key", vapid.publicKey());
    }
    subscriptions.endpoint(device()).ifPresent(endpoint -> known.add("endpoint", endpoint));
    response.setContentType("application/json");
    response.getOutputStream().write(known.build().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The device is to be woken as {@code PushSubscription.toJSON()} says. */
  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Problem> refused =
        read(request)
            .map(browser -> subscriptions.keep(device(), browser))
            .orElse(Optional.of(Problem.at("endpoint", Message.PUSH_ENDPOINT_REFUSED)));
    if (refused.isPresent()) {
      ProblemDetails.send(response, refused.get(), visitor.getLocale());
    } else {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
  }

  /** The device is not to be woken. */
  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
    subscriptions.drop(device());
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private DeviceId device() {
    return visitor
        .signedIn()
        .orElseThrow(() -> new IllegalStateException("web.xml lets nobody else in"))
        .device();
  }

  /** Empty if it is no such description. */
  private static Optional<PushSubscriptions.Browser> read(HttpServletRequest request)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      return Optional.empty();
    }
    try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
      JsonObject browser = reader.readObject();
      JsonObject keys = browser.getJsonObject("keys");
      return keys == null
          ? Optional.empty()
          : Optional.of(
              new PushSubscriptions.Browser(
                  browser.getString("endpoint", ""),
                  keys.getString("p256dh", ""),
                  keys.getString("auth", "")));
    } catch (JsonException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
