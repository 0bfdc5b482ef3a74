package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A good camera is sent in three sizes, of which the other side sees one stream. */
class SimulcastIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String a = SharedServer.newName("sara");
  private final String b = SharedServer.newName("sven");
  private Person sara;
  private Person sven;

  @BeforeEach
  void bothAreSignedIn() {
    Server server = SharedServer.get();
    sara = new Person(server.home(), Browser.Kind.LAPTOP, Camera.LARGE);
    sven = new Person(server.home(), Browser.Kind.PHONE);
    sara.register(a, SharedServer.newNumber()).logIn(a);
    sven.register(b, SharedServer.newNumber()).logIn(b);
  }

  @AfterEach
  void bothLeave() {
    sara.close();
    sven.close();
  }

  @Test
  void sendsThreeEncodingsOfWhichTheOtherSideSeesTheLargestThatItsLineCarries() {
    sara.lookUp(b).chooseAny().call();
    sven.answer();
    for (Person person : List.of(sara, sven)) {
      person.awaitPhase("connected").awaitMedia();
    }
    assertThat(description(sara, "remote")).contains("a=simulcast:recv ");
    for (String side : List.of("local", "remote")) {
      assertThat(description(sara, side)).containsPattern("a=fmtp:111 .*useinbandfec=1");
    }
    Wait.until(
        "all encodings flow, last " + sent(sara),
        PATIENCE,
        () -> sent(sara).equals("q 320, h 640, f 1280"));
    // The other camera is small, and not worth more than one.
    assertThat(sent(sven)).startsWith("f ");

    Wait.until("the largest is seen, last " + width(sven), PATIENCE, () -> width(sven) == 1280);
    MediaFigures before = sven.media();
    Wait.holds("the call goes on", Duration.ofSeconds(5), () -> width(sven) == 1280);
    assertThat(sven.media().framesPerSecondSince(before)).isGreaterThanOrEqualTo(15);

    // A shared screen goes in one size, and the camera in three again.
    sara.click("#call-share");
    Wait.until("only the screen flows", PATIENCE, () -> sent(sara).startsWith("f "));
    long shown = sven.media().framesDecoded();
    Wait.until("the screen is seen", PATIENCE, () -> sven.media().framesDecoded() > shown + 5);
    sara.click("#call-share");
    Wait.until("all flow again", PATIENCE, () -> sent(sara).equals("q 320, h 640, f 1280"));
    sara.hangUp();
    sven.awaitPhase("ended");
  }

  private static String description(Person person, String side) {
    return (String)
        person.run("return window.switchboard.connection[arguments[0] + 'Description'].sdp", side);
  }

  /** Name and width of each encoding of which frames have been sent in the last 500 ms. */
  private static String sent(Person person) {
    return (String)
        person.eventually(
            """
            const done = arguments[arguments.length - 1];
            const peer = window.switchboard.connection;
            const read = async () => new Map([...(await peer.getStats()).values()]
              .filter((s) => s.type === 'outbound-rtp' && s.kind === 'video').map((s) => [s.rid, s]));
            (async () => {
              const before = await read();
              await new Promise((later) => setTimeout(later, 500));
              const now = await read();
              const order = ['q', 'h', 'f'];
              done([...now.values()]
                .filter((s) => s.framesSent > (before.get(s.rid)?.framesSent ?? 0))
                .sort((one, other) => order.indexOf(one.rid) - order.indexOf(other.rid))
                .map((s) => s.rid + ' ' + s.frameWidth).join(', '));
            })();
            """);
  }

  /** Width of the picture that is received. */
  private static long width(Person person) {
    Object width =
        person.eventually(
            """
            const done = arguments[arguments.length - 1];
            window.switchboard.connection.getStats().then((stats) => done([...stats.values()]
              .find((s) => s.type === 'inbound-rtp' && s.kind === 'video')?.frameWidth ?? 0));
            """);
    return ((Number) width).longValue();
  }
}
