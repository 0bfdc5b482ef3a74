package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network that lets no UDP through does not prevent a call. */
class TcpOnlyIT {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Chromium then sends no UDP itself, as behind a firewall that drops it. */
  private static final String NO_UDP = "--webrtc-ip-handling-policy=disable_non_proxied_udp";

  @Test
  void aCallComesUpByItselfWithinFiveSecondsWhereUdpIsBlocked() {
    Server server = SharedServer.get();
    String a = SharedServer.newName("tina");
    String b = SharedServer.newName("theo");
    try (Person tina = new Person(server.home(), Browser.Kind.LAPTOP, NO_UDP);
        Person theo = new Person(server.home(), Browser.Kind.PHONE, NO_UDP)) {
      tina.register(a, SharedServer.newNumber()).logIn(a);
      theo.register(b, SharedServer.newNumber()).logIn(b);
      tina.lookUp(b).chooseAny().call();
      theo.answer();
      theo.awaitPhase("connected", LIMIT);
      tina.awaitPhase("connected", LIMIT);
      for (Person person : List.of(tina, theo)) {
        person.awaitMedia();
        assertThat(person.media().protocol()).isEqualTo("tcp");
      }
      MediaFigures before = tina.media();
      Wait.holds("the call goes on", LIMIT, () -> tina.phase().equals("connected"));
      assertThat(tina.media().framesPerSecondSince(before)).isGreaterThanOrEqualTo(15);
      tina.hangUp();
      theo.awaitPhase("ended");
    }
  }
}
