package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** A call to <i>any device</i>: all ring, the first to answer wins, exactly one (S1.5). */
class AnyDeviceIT {
  private static final int RACES = 200;

  @Test
  void theOthersStopWithinASecondAndSayAnsweredElsewhere() {
    Server server = SharedServer.get();
    String a = SharedServer.newName("hal");
    String b = SharedServer.newName("iris");
    try (Person hal = new Person(server.home(), Browser.Kind.LAPTOP);
        Person phone = new Person(server.home(), Browser.Kind.PHONE);
        Person tv = new Person(server.home(), Browser.Kind.TV)) {
      hal.register(a, SharedServer.newNumber()).logIn(a);
      phone.register(b, SharedServer.newNumber()).logIn(b);
      tv.logIn(b);
      hal.lookUp(b).chooseAny().call();
      phone.awaitPhase("incoming");
      tv.awaitPhase("incoming");
      phone.answer();
      tv.awaitPhase("ended", Duration.ofSeconds(1));
      assertThat(tv.cause()).isEqualTo("ANSWERED_ELSEWHERE");
      assertThat(tv.ending()).containsIgnoringCase("another device");
      hal.awaitPhase("connected").awaitMedia();
      hal.hangUp();
      phone.awaitPhase("ended");
    }
  }

  @Test
  void exactlyOneWinsWhenTwoAnswerInTheSameMillisecond() {
    Server server = SharedServer.get();
    String a = SharedServer.newName("jon");
    String b = SharedServer.newName("kim");
    new WebForms(server.home(), "x").register(a, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(b, SharedServer.newNumber());
    try (Terminal jon = Terminal.of(server, a);
        Terminal one = Terminal.of(server, b);
        Terminal two = Terminal.of(server, b)) {
      for (int race = 0; race < RACES; race++) {
        String call = jon.call(jon.lookUp(b), "any").path("call").asText();
        List<Terminal> both = List.of(one, two);
        for (Terminal terminal : both) {
          terminal.await("the invitation", message -> isInvitation(message, call));
          terminal.callRequest("confirm", call);
        }
        CyclicBarrier start = new CyclicBarrier(2);
        List<String> replies =
            both.stream()
                .map(terminal -> CompletableFuture.supplyAsync(() -> answer(terminal, call, start)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(replies).as("replies in race " + race).containsOnlyOnce("ok");
        Terminal loser = both.get(replies.get(0).equals("ok") ? 1 : 0);
        assertThat(loser.awaitState(call, "ended").path("cause").asText())
            .isEqualTo("ANSWERED_ELSEWHERE");
        jon.callRequest("hangup", call);
        jon.awaitState(call, "ended");
        for (Terminal terminal : List.of(jon, one, two)) {
          terminal.awaitState(call, "ended");
          terminal.forget();
        }
      }
    }
  }

  private static boolean isInvitation(JsonNode message, String call) {
    return message.path("type").asText().equals("invitation")
        && message.path("call").asText().equals(call);
  }

  private static String answer(Terminal terminal, String call, CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    JsonNode reply = terminal.callRequest("answer", call);
    return reply.path("type").asText();
  }
}
