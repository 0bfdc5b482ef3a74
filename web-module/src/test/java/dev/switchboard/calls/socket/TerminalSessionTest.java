package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.PhoneNumber;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.Role;
import dev.switchboard.accounts.Visibility;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.SignallingCodec;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalSessionTest {
  private static final SignedIn WHO =
      new SignedIn(
          new Profile(
              new AccountId("a"),
              "alice",
              new PhoneNumber("+41446681800"),
              true,
              Role.USER,
              Visibility.EVERYONE,
              "en",
              true,
              false,
              Instant.EPOCH),
          new DeviceId("d"));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ServerMessage.Reply WELCOME = new ServerMessage.Ok("1");

  /** A socket whose container tells of its end at once, on the thread that closes it. */
  private final class FakeSocket {
    private final List<String> sent = new ArrayList<>();
    private final List<Boolean> ends = new ArrayList<>();
    private boolean takesNothing;
    private final Link link =
        new Link(socket(), new SignallingCodec(), Clock.fixed(NOW, ZoneOffset.UTC));

    private Session socket() {
      RemoteEndpoint.Async remote =
          proxy(
              RemoteEndpoint.Async.class,
              arguments -> {
                if (!takesNothing) {
                  sent.add((String) arguments[0]);
                }
                ((SendHandler) arguments[1])
                    .onResult(
                        takesNothing ? new SendResult(new IOException("gone")) : new SendResult());
              });
      return (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (self, method, arguments) -> {
                if (method.getName().equals("close")) {
                  ends.add(session.detach(link(), NOW));
                }
                return method.getName().equals("getAsyncRemote") ? remote : null;
              });
    }

    private Link link() {
      return link;
    }
  }

  private interface Call {
    void with(Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              call.with(arguments);
              return null;
            }));
  }

  private final FakeSocket first = new FakeSocket();
  private final TerminalSession session = new TerminalSession("s", WHO, first.link);

  private static ServerMessage.Notice notice() {
    return new ServerMessage.LookUpLapsed(0, "l");
  }

  @Test
  void tellsNothingBeforeTheWelcome() {
    session.tell(notice());
    assertThat(first.sent).isEmpty();

    session.open(WELCOME);

    assertThat(first.sent).hasSize(2);
    assertThat(first.sent.get(0)).contains("\"ok\"");
  }

  @Test
  void isNotBrokenByTheEndOfALinkThatAnotherReplaces() {
    session.open(WELCOME);
    FakeSocket next = new FakeSocket();

    assertThat(session.resume(next.link, 0, WELCOME)).isTrue();

    assertThat(first.ends).containsExactly(false);
    assertThat(session.isBroken()).isFalse();
    assertThat(session.isOn(next.link)).isTrue();
  }

  @Test
  void keepsForLaterWhatALinkThatBreaksDoesNotTake() {
    session.tell(notice());
    session.tell(notice());
    first.takesNothing = true;
    session.open(WELCOME);
    assertThat(session.isBroken()).isTrue();

    FakeSocket next = new FakeSocket();
    assertThat(session.resume(next.link, 0, WELCOME)).isTrue();

    assertThat(next.sent).hasSize(3);
  }

  @Test
  void waitsForAResumptionWhenItsLinkGoesBeforeTheWelcome() {
    assertThat(session.detach(first.link, NOW)).isTrue();
    session.open(WELCOME);

    assertThat(session.isBroken()).isTrue();
    assertThat(session.expire(NOW)).isTrue();
  }
}
