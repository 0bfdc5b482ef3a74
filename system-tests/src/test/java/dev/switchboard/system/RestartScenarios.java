package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The server is killed and started again: nothing is left behind (S1.11); on each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestartScenarios {
  private static final int KILLS = Integer.getInteger("switchboard.soak", 1);

  private final String caller = SharedServer.newName("lea");
  private final String callee = SharedServer.newName("max");
  private final String otherCaller = SharedServer.newName("noa");
  private final String otherCallee = SharedServer.newName("jan");
  private Server server;

  abstract String name();

  abstract Map<String, String> database();

  @BeforeAll
  void start() {
    server =
        Server.start(Path.of("target/restart-server-" + name()), SharedServer.settings(database()));
    for (String name : new String[] {caller, callee, otherCaller, otherCallee}) {
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void callsEndWithTheirCauseWhenTheServerComesBackWhetherTheyRingOrAreConnected() {
    Terminal lea = Terminal.of(server, caller);
    Terminal max = Terminal.of(server, callee);
    Terminal noa = Terminal.of(server, otherCaller);
    Terminal jan = Terminal.of(server, otherCallee);
    String ringing = ring(lea, max);
    String connected = connect(noa, jan);
    server.kill();
    server.start();
    assertEndedByRestart(lea, max, ringing);
    assertEndedByRestart(noa, jan, connected);
  }

  @Test
  void killsAtRandomMomentsLeaveNoDeviceRingingOrInACall() {
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      Terminal lea = Terminal.of(server, caller);
      Terminal max = Terminal.of(server, callee);
      Thread calls = new Thread(() -> callUntilTheServerDies(lea, max));
      calls.start();
      LockSupport.parkNanos((long) (random.nextDouble() * 3e9)); // the random moment itself
      server.kill();
      calls.interrupt();
      server.start();
      assertNobodyIsBusy(lea, max);
    }
  }

  @Test
  void aPasswordAndADeviceSurviveAnOrdinaryStop() {
    Terminal lea = Terminal.of(server, caller);
    server.stop();
    server.start();
    lea.connect();
    assertThat(lea.awaitType("welcome").path("account").path("name").asText()).isEqualTo(caller);
    lea.close();
  }

  private static String ring(Terminal lea, Terminal max) {
    JsonNode found = lea.lookUp(max.account());
    String call = lea.call(found, max.device()).path("call").asText();
    max.await("the invitation", message -> message.path("call").asText().equals(call));
    max.callRequest("confirm", call);
    lea.awaitState(call, "ringing");
    return call;
  }

  private static String connect(Terminal lea, Terminal max) {
    String call = ring(lea, max);
    max.callRequest("answer", call);
    lea.offerMedia(call);
    max.offerMedia(call);
    lea.awaitState(call, "connected");
    return call;
  }

  private static void callUntilTheServerDies(Terminal lea, Terminal max) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        String call = connect(lea, max);
        lea.callRequest("hangup", call);
        lea.forget();
        max.forget();
      }
    } catch (RuntimeException | AssertionError e) {
      // The server has died under it, which is what this is for.
      return;
    }
  }

  private void assertEndedByRestart(Terminal lea, Terminal max, String call) {
    assertNobodyIsBusy(lea, max);
    assertThat(lea.callRequest("hangup", call).path("code").asText()).isEqualTo("call-over");
    // The call that was made to see that one can be made is the latest.
    assertThat(lea.forms().history().get(1).cause()).isEqualTo("Server restarted");
    assertThat(max.forms().history().get(1).cause()).isEqualTo("Server restarted");
    lea.close();
    max.close();
  }

  private void assertNobodyIsBusy(Terminal lea, Terminal max) {
    lea.forget();
    max.forget();
    lea.connect();
    max.connect();
    assertThat(lea.awaitType("welcome").path("calls")).isEmpty();
    for (JsonNode device : lea.lookUp(max.account()).path("devices")) {
      assertThat(device.path("presence").asText()).isIn("online", "offline");
    }
    // And a call can be made as ever.
    lea.callRequest("cancel", ring(lea, max));
  }
}
