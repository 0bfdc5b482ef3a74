package dev.switchboard.devices.web;

import dev.switchboard.devices.PairingBegin;
import dev.switchboard.devices.Pairings;
import dev.switchboard.web.Cookies;
import dev.switchboard.web.LoginCookies;
import dev.switchboard.web.SameServer;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /api/pairing}: a TV asks for a code (RFC 8628 section 3.1). The reply is that of
 * section 3.2, with the QR code of its link; but the device code goes into a cookie that no script
 * can read.
 */
@WebServlet("/api/pairing")
public class PairingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429; // RFC 6585, unknown to the Servlet API

  @Inject private transient Pairings pairings;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PairingBegin begun =
        pairings.begin(
            Cookies.PAIRING.find(request),
            LoginCookies.traits(request, false),
            request.getRemoteAddr());
    if (begun instanceof PairingBegin.Begun code) {
      Cookies.PAIRING.set(request, response, code.deviceCode());
      send(
          response,
          HttpServletResponse.SC_OK,
          body(code, SameServer.address(request, "/pair.xhtml")));
    } else {
      long waiting = ((PairingBegin.Refused) begun).waiting().toSeconds() + 1;
      response.setHeader("Retry-After", Long.toString(waiting));
      send(response, TOO_MANY_REQUESTS, error("slow_down"));
    }
  }

  private static JsonObject body(PairingBegin.Begun code, String pairPage) {
    String link = pairPage + "?code=" + code.userCode();
    QrCode qr = QrCode.of(link);
    return Json.createObjectBuilder()
        .add("user_code", code.userCode())
        .add("verification_uri", pairPage)
        .add("verification_uri_complete", link)
        .add("expires_in", code.expiresIn().toSeconds())
        .add("interval", code.interval().toSeconds())
        .add("qr", Json.createObjectBuilder().add("size", qr.size()).add("path", qr.path()))
        .build();
  }

  /** The body of a refusal (RFC 6749 section 5.2). */
  static JsonObject error(String code) {
    return Json.createObjectBuilder().add("error", code).build();
  }

  static void send(HttpServletResponse response, int status, JsonObject body) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(body.toString());
  }
}
