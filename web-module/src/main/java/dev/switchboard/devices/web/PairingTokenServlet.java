package dev.switchboard.devices.web;

import dev.switchboard.devices.PairingPoll;
import dev.switchboard.devices.Pairings;
import dev.switchboard.web.Cookies;
import dev.switchboard.web.LoginCookies;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /api/pairing/token}: a TV asks, with the device code of its cookie, whether a phone
 * has confirmed it (RFC 8628 section 3.4). It gets the cookies of its login, or an error of section
 * 3.5.
 */
@WebServlet("/api/pairing/token")
public class PairingTokenServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Pairings pairings;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PairingPoll poll =
        pairings.poll(
            Cookies.PAIRING.find(request).orElse(""),
            Cookies.DEVICE.find(request),
            LoginCookies.traits(request, false));
    if (poll instanceof PairingPoll.Paired paired) {
      Cookies.PAIRING.clear(request, response);
      LoginCookies.give(request, response, paired.login());
      PairingServlet.send(response, HttpServletResponse.SC_OK, JsonValue.EMPTY_JSON_OBJECT);
    } else {
      PairingServlet.send(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          PairingServlet.error(((PairingPoll.Refused) poll).reason().code()));
    }
  }
}
