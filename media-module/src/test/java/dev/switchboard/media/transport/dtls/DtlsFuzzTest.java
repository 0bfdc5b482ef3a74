package dev.switchboard.media.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.transport.srtp.SrtpKeys;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Whatever a peer sends as its handshake, it ends by the deadline, without keys. */
class DtlsFuzzTest {
  @FuzzTest
  void survivesAnyFlight(FuzzedDataProvider data) throws Exception {
    try (DtlsAgent agent = DtlsAgent.create(1, Duration.ofMillis(50))) {
      CompletableFuture<String> end = new CompletableFuture<>();
      DtlsSession session =
          agent.server(
              new Fingerprint("sha-256", "00"),
              new DtlsSession.Listener() {
                @Override
                public void send(byte[] datagram) {}

                @Override
                public void secured(SrtpKeys keys) {
                  end.complete("secured");
                }

                @Override
                public void failed(String reason) {
                  end.complete("failed");
                }

                @Override
                public void closedByPeer() {}
              });
      for (int i = 0; i < 8 && data.remainingBytes() > 0; i++) {
        session.receive(data.consumeBytes(1500));
      }
      session.receive(new byte[] {22});
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("failed");
    }
  }
}
