package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the socket and the forms say of trusted callers (S2.2), whatever a page does with it. */
class TrustedCallerRulesIT {
  private final Server server = SharedServer.get();
  private final String a = SharedServer.newName("anna");
  private final String b = SharedServer.newName("bert");
  private Terminal desk;
  private Terminal bert;

  @BeforeEach
  void comeOnline() {
    new WebForms(server.home(), "x").register(a, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(b, SharedServer.newNumber());
    desk = Terminal.of(server, a);
    bert = Terminal.of(server, b);
  }

  @AfterEach
  void leave() {
    desk.close();
    bert.close();
  }

  @Test
  void theInvitationSaysThatADeviceIsToAnswerByItselfIfItTrustsTheCaller() {
    assertThat(isToldToAnswer(call(bert))).isFalse();
    add(b);
    assertThat(isToldToAnswer(call(bert))).isTrue();
    remove(b);
    assertThat(isToldToAnswer(call(bert))).isFalse();
    try (Terminal annas = Terminal.of(server, a)) {
      assertThat(isToldToAnswer(call(annas))).as("its owner").isTrue();
      assertThat(setAutoAnswer(desk, false)).isEqualTo("ok");
      assertThat(isToldToAnswer(call(annas))).isFalse();
    }
  }

  @Test
  void aTerminalThatComesBackIsToldAnewWhetherToAnswer() {
    add(b);
    String call = bert.call(bert.lookUp(a), desk.device()).path("call").asText();
    assertThat(isToldToAnswer(call)).isTrue();
    desk.callRequest("confirm", call);
    desk.forget();
    desk.connect();
    assertThat(isToldToAnswer(call)).isTrue();
    setAutoAnswer(desk, false);
    desk.forget();
    desk.connect();
    assertThat(isToldToAnswer(call)).isFalse();
    bert.callRequest("cancel", call);
  }

  @Test
  void aTerminalLearnsAtWhichDevicesItMayHaveCallsPlaced() {
    try (Terminal annas = Terminal.of(server, a)) {
      assertThat(terminals(bert)).allMatch(TrustedCallerRulesIT::isMine);
      add(b);
      assertThat(terminals(bert))
          .filteredOn(terminal -> !isMine(terminal))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.path("id").asText()).isEqualTo(desk.device());
                assertThat(found.at("/owner/name").asText()).isEqualTo(a);
                assertThat(found.path("presence").asText()).isEqualTo("online");
              });
      assertThat(terminals(annas))
          .allMatch(own -> isMine(own) && !own.has("owner"))
          .extracting(own -> own.path("id").asText())
          .contains(desk.device())
          .doesNotContain(annas.device());
      setAutoAnswer(desk, false);
      assertThat(terminals(bert)).allMatch(TrustedCallerRulesIT::isMine);
    }
  }

  @Test
  void aListTakesNobodyTwiceAndNobodyWhoIsUnknown() {
    assertThat(add("nobody-at-all").select(".error").text()).isNotBlank();
    assertThat(add("").select(".error").text()).isNotBlank();
    assertThat(add(b).select(".banner.good").text()).isNotBlank();
    add(b);
    assertThat(names()).containsExactly(a, b);
    remove(a);
    assertThat(names()).containsExactly(b);
    remove(b);
    assertThat(desk.forms().page(page(desk)).select(".empty").text()).isNotBlank();
  }

  @Test
  void nobodySeesOrChangesTheListsOfOthers() {
    for (String device : List.of(desk.device(), "x", "")) {
      assertThat(bert.forms().get("trusted.xhtml?device=" + device).statusCode())
          .as("device " + device)
          .isEqualTo(404);
    }
    PageForm adding = bert.forms().form(page(bert), "form#add");
    assertThat(adding.set("device", desk.device()).set("callee", b).submit().statusCode())
        .isEqualTo(404);
    PageForm removing = bert.forms().form(page(bert), ".list-row form");
    assertThat(removing.set("device", desk.device()).submit().statusCode()).isEqualTo(404);
    PageForm switching = bert.forms().form("devices.xhtml", "form.auto-answer-setting");
    assertThat(switching.set("device", desk.device()).submitted().select(".banner.bad").text())
        .isNotBlank();
    assertThat(names()).containsExactly(a);
    try (Terminal annas = Terminal.of(server, a)) {
      assertThat(isToldToAnswer(call(annas))).isTrue();
    }
  }

  /** Calls the desk and gives up at once; returns the call. */
  private String call(Terminal caller) {
    String call = caller.call(caller.lookUp(a), desk.device()).path("call").asText();
    caller.callRequest("cancel", call);
    return call;
  }

  private boolean isToldToAnswer(String call) {
    JsonNode told =
        desk.await(
            "the invitation",
            message ->
                message.path("type").asText().equals("invitation")
                    && message.path("call").asText().equals(call));
    return told.path("auto").asBoolean();
  }

  private static String setAutoAnswer(Terminal terminal, boolean on) {
    return terminal.request("auto-answer", fields -> fields.put("on", on)).path("type").asText();
  }

  private static JsonNode terminals(Terminal terminal) {
    return terminal.request("terminals", fields -> {}).path("devices");
  }

  private static boolean isMine(JsonNode terminal) {
    return terminal.path("mine").asBoolean();
  }

  private static String page(Terminal terminal) {
    return "trusted.xhtml?device=" + terminal.device();
  }

  private Document add(String callee) {
    return desk.forms().form(page(desk), "form#add").set("callee", callee).submitted();
  }

  private void remove(String account) {
    desk.forms().form(page(desk), ".list-row:contains(" + account + ") form").submit();
  }

  private List<String> names() {
    return desk.forms().page(page(desk)).select(".list-row strong").eachText();
  }
}
