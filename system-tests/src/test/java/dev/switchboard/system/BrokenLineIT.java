package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A lost signalling connection is resumed without dropping the call's media (S1.11). */
class BrokenLineIT {
  private static final Duration CUT = Duration.ofSeconds(10);

  @Test
  void mediaGoesOnAndTheSessionResumesAfterTenSecondsWithoutTheSocket() {
    Server server = SharedServer.get();
    String a = SharedServer.newName("ann");
    String b = SharedServer.newName("ben");
    try (TcpRelay line = new TcpRelay(server.home());
        Person ann = new Person(line.home(), Browser.Kind.LAPTOP);
        Person ben = new Person(server.home(), Browser.Kind.PHONE)) {
      ann.register(a, SharedServer.newNumber()).logIn(a);
      ben.register(b, SharedServer.newNumber()).logIn(b);
      ann.lookUp(b).chooseAny().call();
      ben.answer();
      ann.awaitPhase("connected").awaitMedia();
      ben.awaitPhase("connected").awaitMedia();

      line.cut();
      AtomicLong packets = new AtomicLong(ann.media().audioPackets());
      MediaFigures before = ann.media();
      Wait.holds("the call goes on", CUT, () -> ann.phase().equals("connected"));
      MediaFigures after = ann.media();
      assertThat(after.framesPerSecondSince(before)).isGreaterThanOrEqualTo(15);
      assertThat(after.audioPackets()).isGreaterThan(packets.get() + 400);

      ann.hangUp();
      line.mend();
      ben.awaitPhase("ended", Duration.ofSeconds(20));
      ann.awaitPhase("ended");
      assertThat(ben.cause()).isEqualTo("HUNG_UP");
    }
  }
}
