package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a terminal or a form sends: a clear error, nothing changed, nobody else disturbed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private final Server server = SharedServer.get();
  private final String one = SharedServer.newName("pia");
  private final String two = SharedServer.newName("quinn");
  private final String three = SharedServer.newName("rosa");

  @BeforeAll
  void register() {
    for (String name : new String[] {one, two, three}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void theServerIsWell() {
    try (Terminal terminal = Terminal.of(server, one)) {
      assertThat(terminal.lookUp(two).path("type").asText()).isEqualTo("devices");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                                            | malformed",
        "[1,2]                                               | malformed",
        "{\"id\":\"a\"}                                      | malformed",
        "{\"type\":\"dance\",\"id\":\"a\"}                   | malformed",
        "{\"type\":7,\"id\":\"a\"}                           | malformed",
        "{\"type\":\"lookup\",\"id\":\"a\"}                  | malformed",
        "{\"type\":\"lookup\",\"id\":\"a\",\"callee\":5}     | malformed",
        "{\"type\":\"answer\",\"id\":\"a\",\"call\":null}    | malformed",
        "{\"type\":\"answer\",\"id\":\"a\",\"call\":\"AAAAAAAAAAAAAAAAAAAAAA\"} | unknown-call",
        "{\"type\":\"hangup\",\"id\":\"a\",\"call\":\"AAAAAAAAAAAAAAAAAAAAAA\"} | unknown-call",
        "{\"type\":\"call\",\"id\":\"a\",\"lookup\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"device\":\"any\"} | lookup-lapsed",
      })
  void isAnsweredWithAnErrorAndTheSessionGoesOn(String text, String code) {
    try (Terminal terminal = Terminal.of(server, one)) {
      terminal.sendText(text);
      assertThat(terminal.awaitType("error").path("code").asText()).isEqualTo(code);
      assertThat(terminal.lookUp(two).path("type").asText()).isEqualTo("devices");
    }
  }

  @Test
  void anythingBeforeHelloIsNotReady() {
    try (Terminal terminal = new Terminal(server, "x")) {
      terminal.forms().logIn(one, Person.PASSWORD);
      terminal.open();
      assertThat(terminal.lookUp(two).path("code").asText()).isEqualTo("not-ready");
    }
  }

  @Test
  void aMebibyteOfTextDisturbsNobody() {
    try (Terminal noisy = Terminal.of(server, one);
        Terminal other = Terminal.of(server, two)) {
      noisy.sendText("{\"type\":\"lookup\",\"id\":\"" + "x".repeat(1 << 20) + "\"}");
      Wait.until(
          "too-large, or the end of the socket",
          Terminal.PATIENCE,
          () ->
              noisy.has(message -> message.path("code").asText().equals("too-large"))
                  || noisy.closeCode() == 1009);
      assertThat(other.lookUp(one).path("type").asText()).isEqualTo("devices");
    }
  }

  @Test
  void aFloodIsRefusedAndThenDisconnected() {
    try (Terminal flood = Terminal.of(server, one);
        Terminal other = Terminal.of(server, two)) {
      Wait.until(
          "the flood is cut off",
          Terminal.PATIENCE,
          () -> {
            try {
              flood.send("lookup-close", fields -> fields.put("lookup", "A".repeat(22)));
            } catch (CompletionException e) {
              return flood.closeCode() == 4029;
            }
            return flood.closeCode() == 4029;
          });
      assertThat(flood.has(m -> m.path("code").asText().equals("too-many-requests"))).isTrue();
      assertThat(other.lookUp(three).path("type").asText()).isEqualTo("devices");
    }
  }

  @Test
  void somebodyElsesCallIsAsUnknownAsNone() {
    try (Terminal pia = Terminal.of(server, one);
        Terminal quinn = Terminal.of(server, two);
        Terminal rosa = Terminal.of(server, three)) {
      String call = pia.call(pia.lookUp(two), quinn.device()).path("call").asText();
      quinn.awaitType("invitation");
      quinn.callRequest("confirm", call);
      pia.awaitState(call, "ringing");
      for (String type : new String[] {"answer", "decline", "cancel", "hangup", "confirm"}) {
        assertThat(rosa.callRequest(type, call).path("code").asText())
            .as(type)
            .isEqualTo("unknown-call");
      }
      assertThat(pia.callRequest("answer", call).path("type").asText())
          .as("the caller can't answer its own call")
          .isEqualTo("error");
      assertThat(quinn.callRequest("decline", call).path("type").asText()).isEqualTo("ok");
      assertThat(quinn.callRequest("answer", call).path("code").asText()).isEqualTo("call-over");
    }
  }

  @Test
  void anSdpThatSaysNothingIsBadSdp() {
    try (Terminal pia = Terminal.of(server, one);
        Terminal quinn = Terminal.of(server, two)) {
      String call = pia.call(pia.lookUp(two), quinn.device()).path("call").asText();
      JsonNode reply =
          pia.request("media-offer", fields -> fields.put("call", call).put("sdp", "v=0\r\n"));
      assertThat(reply.path("code").asText()).isEqualTo("bad-sdp");
      pia.callRequest("cancel", call);
    }
  }

  @Test
  void aSocketFromAForeignPageOrWithoutLogInIsRefused() {
    Terminal terminal = new Terminal(server, "x");
    terminal.forms().logIn(one, Person.PASSWORD);
    WebSocket.Listener nobody = new WebSocket.Listener() {};
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Cookie", terminal.forms().cookieHeader())
                    .header("Origin", "http://evil.example")
                    .buildAsync(server.socket(), nobody)
                    .join())
        .isInstanceOf(CompletionException.class);
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", "http://" + server.home().getAuthority())
                    .buildAsync(server.socket(), nobody)
                    .join())
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void unknownAccountAndWrongPasswordCanNotBeToldApart() {
    String unknown =
        new WebForms(server.home(), "x").logIn("nobody" + one, "wrong password 1").body();
    String wrong = new WebForms(server.home(), "x").logIn(three, "wrong password 1").body();
    assertThat(message(wrong)).isNotBlank().isEqualTo(message(unknown));
  }

  @Test
  void aFieldSaysWhatIsWrongWithItAndNothingIsStored() {
    WebForms forms = new WebForms(server.home(), "x");
    HttpResponse<String> answer =
        forms.submit(
            "register.xhtml",
            "register",
            java.util.Map.of("name", one, "number", "12", "password", "short"));
    assertThat(answer.body().split("class=\"error\"", -1)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(forms.logIn(one, "short").uri().getPath()).contains("login");
  }

  @Test
  void pagesThatNeedALogInLeadToItAndOnlyBackToOurselves() {
    WebForms forms = new WebForms(server.home(), "x");
    assertThat(forms.get("devices.xhtml").uri().getPath()).isEqualTo("/login.xhtml");
    HttpResponse<String> answer =
        forms.submit(
            "login.xhtml?back=https://evil.example/",
            "login",
            java.util.Map.of(
                "name", one, "password", Person.PASSWORD, "back", "https://evil.example/"));
    URI landed = answer.uri();
    assertThat(landed.getAuthority()).isEqualTo(server.home().getAuthority());
  }

  private static String message(String page) {
    int at = page.indexOf("banner");
    return at < 0
        ? ""
        : page.substring(at, Math.min(page.length(), at + 300)).replaceAll("\\d", "");
  }
}
