package dev.switchboard.media.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The controlling agent")
class ControllingAgentTest {
  private static final Path DEAD = NoSocket.to("192.0.2.1", 1000);
  private static final Path ALIVE = NoSocket.to("192.0.2.2", 2000);
  private static final String PWD = "the lite agent's password";
  private static final long MILLI = 1_000_000L;

  private record Sent(StunMessage message, Path to) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<Path> selected = new ArrayList<>();
  private final ControllingAgent agent =
      new ControllingAgent(List.of(), new SecureRandom(), new Recorder());
  private boolean exhausted;
  private long now;

  private final class Recorder implements IceAgent.Output {
    @Override
    public void send(byte[] message, Path to) {
      sent.add(new Sent(StunMessage.parse(message, 0, message.length).orElseThrow(), to));
    }

    @Override
    public boolean validated(Path path) {
      return true;
    }

    @Override
    public void selected(Path path) {
      selected.add(path);
    }

    @Override
    public void exhausted() {
      exhausted = true;
    }
  }

  @BeforeEach
  void begin() {
    agent.addRemote(DEAD);
    agent.addRemote(ALIVE);
    agent.begin("lite", PWD, now);
  }

  private void pass(long millis) {
    for (long end = now + millis * MILLI; now < end; ) {
      now += 50 * MILLI;
      agent.tick(now);
    }
  }

  private Sent latestTo(Path address) {
    return sent.stream().filter(s -> s.to().equals(address)).reduce((a, b) -> b).orElseThrow();
  }

  private StunStatus respond(Sent to, Path from, String pwd) {
    byte[] response =
        StunWriter.success(to.message().transactionId()).xorMappedAddress(from.remote()).sign(pwd);
    return agent.receive(StunMessage.parse(response, 0, response.length).orElseThrow(), from, now);
  }

  @Test
  @DisplayName("checks all candidates, nominates the one that answers, and asks for consent")
  void nominates() {
    pass(100);
    assertThat(respond(latestTo(ALIVE), ALIVE, PWD)).isEqualTo(StunStatus.OK);
    assertThat(selected).isEmpty();
    assertThat(latestTo(ALIVE).message().nominates()).isTrue();
    assertThat(respond(latestTo(ALIVE), ALIVE, PWD)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(ALIVE);
    int before = sent.size();
    pass(6_100);
    assertThat(sent.size()).isGreaterThan(before);
    assertThat(latestTo(ALIVE).message().isAuthentic(PWD)).isTrue();
    assertThat(agent.hasConsent(now)).isTrue();
    pass(25_000);
    assertThat(agent.hasConsent(now)).isFalse();
    respond(latestTo(ALIVE), ALIVE, PWD);
    assertThat(agent.hasConsent(now)).isTrue();
  }

  @Test
  @DisplayName("believes no answer from elsewhere, under another key, or twice")
  void believesOnlyTheAsked() {
    pass(100);
    Sent check = latestTo(ALIVE);
    assertThat(respond(check, DEAD, PWD)).isEqualTo(StunStatus.UNEXPECTED);
    assertThat(respond(check, ALIVE, "not the password of it")).isEqualTo(StunStatus.NOT_AUTHENTIC);
    assertThat(respond(check, ALIVE, PWD)).isEqualTo(StunStatus.OK);
    assertThat(respond(check, ALIVE, PWD)).isEqualTo(StunStatus.UNEXPECTED);
  }

  @Test
  @DisplayName("sends a check seven times, then gives the candidate up")
  void givesUp() {
    pass(70_000);
    assertThat(exhausted).isTrue();
    assertThat(sent.stream().filter(s -> s.to().equals(DEAD))).hasSize(7);
    assertThat(selected).isEmpty();
  }
}
