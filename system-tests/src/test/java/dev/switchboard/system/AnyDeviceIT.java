package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A call to <i>any device</i>: all ring, the first to answer wins, exactly one (S1.5). */
class AnyDeviceIT {
  private static final int RACES = 200;
  private static final int HOUSEHOLDS = 5;

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
    List<Household> households =
        IntStream.range(0, HOUSEHOLDS).mapToObj(i -> new Household()).toList();
    try (Integration integration = Integration.connect(SharedServer.get())) {
      for (int race = 0; race < RACES; race++) {
        String call = households.get(race % HOUSEHOLDS).race(race);
        assertOneAnswerIsTold(integration.eventsOf(call));
      }
    }
    households.forEach(Household::close);
  }

  /** The change that lost was rolled back, and so were its events. */
  private static void assertOneAnswerIsTold(List<Integration.Event> events) {
    assertThat(events)
        .extracting(Integration.Event::sequence)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events)
        .extracting(Integration.Event::type)
        .containsOnlyOnce("dev.switchboard.call.connecting");
    assertThat(events)
        .filteredOn(event -> event.type().equals("dev.switchboard.leg.connecting"))
        .as("the caller and one callee")
        .hasSize(2);
    assertThat(events)
        .filteredOn(event -> event.json().at("/data/cause").asText().equals("ANSWERED_ELSEWHERE"))
        .hasSize(1);
  }

  /** A caller and a callee with two devices; several, because a socket may not send without end. */
  private static final class Household {
    private final String callee = SharedServer.newName("kim");
    private final Terminal caller;
    private final List<Terminal> called;

    Household() {
      Server server = SharedServer.get();
      String name = SharedServer.newName("jon");
      new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
      new WebForms(server.home(), "x").register(callee, SharedServer.newNumber());
      caller = Terminal.of(server, name);
      called = List.of(Terminal.of(server, callee), Terminal.of(server, callee));
    }

    /** Returns the call, which is over. */
    String race(int number) {
      JsonNode placed = caller.call(caller.lookUp(callee), "any");
      assertThat(placed.path("type").asText()).as("race " + number + placed).isEqualTo("calling");
      String call = placed.path("call").asText();
      for (Terminal terminal : called) {
        terminal.await("the invitation", message -> isInvitation(message, call));
        terminal.callRequest("confirm", call);
      }
      CyclicBarrier start = new CyclicBarrier(2);
      List<CompletableFuture<String>> answers =
          called.stream()
              .map(terminal -> CompletableFuture.supplyAsync(() -> answer(terminal, call, start)))
              .toList();
      List<String> replies = answers.stream().map(CompletableFuture::join).toList();
      assertThat(replies).as("replies in race " + number).containsOnlyOnce("ok");
      Terminal loser = called.get(replies.get(0).equals("ok") ? 1 : 0);
      assertThat(loser.awaitState(call, "ended").path("cause").asText())
          .isEqualTo("ANSWERED_ELSEWHERE");
      caller.callRequest("hangup", call);
      for (Terminal terminal : List.of(caller, called.get(0), called.get(1))) {
        terminal.awaitState(call, "ended");
        terminal.forget();
      }
      return call;
    }

    void close() {
      caller.close();
      called.forEach(Terminal::close);
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
