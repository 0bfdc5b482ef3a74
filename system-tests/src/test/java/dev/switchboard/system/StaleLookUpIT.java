package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a look-up found may be gone, or hidden, when its caller has chosen: then the call fails as
 * if it had found nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleLookUpIT {
  private final Server server = SharedServer.get();
  private Integration integration;
  private String caller;
  private String callee;
  private Terminal ines;
  private Terminal jack;

  @BeforeAll
  void connect() {
    integration = Integration.connect(server);
  }

  @AfterAll
  void disconnect() {
    integration.close();
  }

  @BeforeEach
  void comeOnline() {
    caller = SharedServer.newName("ines");
    callee = SharedServer.newName("jack");
    for (String name : new String[] {caller, callee}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
    ines = Terminal.of(server, caller);
    jack = Terminal.of(server, callee);
  }

  @AfterEach
  void leave() {
    ines.close();
    jack.close();
  }

  @Test
  void aCallerWhoIsBlockedAfterTheLookUpIsToldWhatAStrangerIs() {
    JsonNode found = ines.lookUp(callee);
    jack.forms().submit("settings.xhtml", "block", Map.of("caller", caller));
    assertFailsLikeAStranger(found, jack.device());

    jack.forms().form("settings.xhtml", "form:has(input[name=caller])").submit();
    assertThat(ines.call(ines.lookUp(callee), "any").path("type").asText()).isEqualTo("calling");
  }

  @Test
  void aCalleeWhoHidesAfterTheLookUpIsNotRungByAnyDeviceEither() {
    JsonNode found = ines.lookUp(callee);
    jack.forms().form("settings.xhtml", "form#visibility").set("choice", "NOBODY").submit();
    assertFailsLikeAStranger(found, "any");
  }

  @Test
  void aDeviceThatIsRemovedAfterTheLookUpFailsTheCall() {
    JsonNode found = ines.lookUp(callee);
    try (Terminal other = Terminal.of(server, callee)) {
      other.forms().form("devices.xhtml", "form#remove-form").set("device", jack.device()).submit();
      JsonNode refused = ines.call(found, jack.device());
      assertThat(refused.path("code").asText()).isEqualTo("lookup-failed");
      assertThat(refused.path("message").asText()).contains("removed");
      assertFailureIsKept();
    }
  }

  private void assertFailsLikeAStranger(JsonNode found, String device) {
    JsonNode refused = ines.call(found, device);
    assertThat(refused.path("code").asText()).isEqualTo("lookup-failed");
    assertThat(refused.path("message"))
        .isEqualTo(ines.lookUp(SharedServer.newName("nobody")).path("message"));
    assertFailureIsKept();
    assertThat(ines.call(found, device).path("code").asText()).isEqualTo("lookup-lapsed");
    assertThat(jack.has(message -> message.path("type").asText().equals("invitation"))).isFalse();
    assertThat(jack.forms().page("history.xhtml").select("tbody .who").text()).isEmpty();
  }

  /** In the caller's history and on the queue, as S1.9 says of every look-up that failed. */
  private void assertFailureIsKept() {
    assertThat(ines.forms().page("history.xhtml").select("tbody tr").eachText())
        .anyMatch(row -> row.contains(callee) && row.contains("Not found"));
    JsonNode failure =
        integration.failure(
            message ->
                message.path("caller").path("name").asText().equals(caller)
                    && message.path("callee").path("name").asText().equals(callee));
    assertThat(failure.path("cause").asText()).isEqualTo("LOOKUP_FAILED");
    assertThat(failure.path("callee").size()).isEqualTo(1);
  }
}
