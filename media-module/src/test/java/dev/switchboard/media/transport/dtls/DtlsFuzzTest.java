package dev.switchboard.media.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;

/** The input of a handshake is a row of datagrams, each after its length in 16 bits. */
class DtlsFuzzTest {
  private static final Fingerprint NOBODY = new Fingerprint("sha-256", "00");

  @FuzzTest
  @DisplayName("a record that is not encrypted is looked at without an exception")
  void looksAtAnyRecord(byte[] data) {
    boolean unused = PlainRecord.hasAlert(data);
    PlainRecord.clientRandom(data)
        .ifPresent(random -> assertThat(random.remaining()).isEqualTo(32));
  }

  @FuzzTest
  @DisplayName("our handshake as the server ends by its deadline without keys")
  void survivesAnyFlight(byte[] data) throws Exception {
    shakeHands(data, (agent, end) -> agent.server(NOBODY, end));
  }

  @FuzzTest
  @DisplayName("our handshake as the client ends by its deadline without keys")
  void survivesAnyServer(byte[] data) throws Exception {
    shakeHands(data, (agent, end) -> agent.client(NOBODY, List.of(SrtpProfile.values()), end));
  }

  private static void shakeHands(
      byte[] data, BiFunction<DtlsAgent, DtlsSession.Listener, DtlsSession> begin)
      throws Exception {
    try (DtlsAgent agent = DtlsAgent.create(1, Duration.ofMillis(50))) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      DtlsSession session = begin.apply(agent, new Outcome(outcome));
      for (int at = 0; at + 2 <= data.length; ) {
        int length = ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
        int end = Math.min(data.length, at + 2 + length);
        session.receive(Arrays.copyOfRange(data, at + 2, end));
        at = end;
      }
      session.receive(new byte[] {22});
      assertThat(outcome.get(10, TimeUnit.SECONDS)).isNotEqualTo("secured");
    }
  }

  private record Outcome(CompletableFuture<String> outcome) implements DtlsSession.Listener {
    @Override
    public void send(byte[] datagram, boolean unasked) {}

    @Override
    public void secured(SrtpKeys keys) {
      outcome.complete("secured");
    }

    @Override
    public void failed(String reason) {
      outcome.complete("failed");
    }

    @Override
    public void impostor(String reason) {
      outcome.complete("impostor");
    }

    @Override
    public void closedByPeer(String reason) {}
  }
}
