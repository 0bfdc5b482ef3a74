package dev.switchboard.media.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A DTLS agent")
class DtlsAgentTest {
  private static final int THREADS = 4;

  /** Gives what one session sends to the other, and knows how it ended. */
  private static final class End implements DtlsSession.Listener {
    final CompletableFuture<DtlsSession> other = new CompletableFuture<>();
    final CompletableFuture<String> outcome = new CompletableFuture<>();

    @Override
    public void send(byte[] datagram, boolean unasked) {
      other.join().receive(datagram);
    }

    @Override
    public void secured(SrtpKeys keys) {
      outcome.complete("secured");
    }

    @Override
    public void failed(String reason) {
      outcome.complete(reason);
    }

    @Override
    public void impostor(String reason) {
      outcome.complete("impostor");
    }

    @Override
    public void closedByPeer(String reason) {}
  }

  private static String outcome(End end) throws Exception {
    return end.outcome.get(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("takes threads from peers that stall when another waits, long before their deadline")
  void cutsStallingPeersShort() throws Exception {
    try (DtlsAgent agent = DtlsAgent.create(THREADS, Duration.ofMinutes(5));
        DtlsAgent peer = DtlsAgent.create(1, Duration.ofMinutes(5))) {
      Fingerprint ours = new Fingerprint("sha-256", agent.fingerprint());
      Fingerprint theirs = new Fingerprint("sha-256", peer.fingerprint());
      List<End> stalled = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        End end = new End();
        stalled.add(end);
        DtlsSession session = agent.server(theirs, end);
        end.other.complete(session);
        // Begins a handshake, and never goes on with it.
        session.receive(new byte[] {22});
      }
      End server = new End();
      End client = new End();
      client.other.complete(agent.server(theirs, server));
      server.other.complete(peer.client(ours, List.of(SrtpProfile.values()), client));

      assertThat(outcome(server)).isEqualTo("secured");
      assertThat(outcome(client)).isEqualTo("secured");
      Object first =
          CompletableFuture.anyOf(
                  stalled.stream().map(end -> end.outcome).toArray(CompletableFuture[]::new))
              .get(20, TimeUnit.SECONDS);
      assertThat(first).asString().contains("gave way to others");
    }
  }

  @Test
  @DisplayName("knows a peer that has another certificate than it promised")
  void knowsImpostors() throws Exception {
    try (DtlsAgent agent = DtlsAgent.create(1, Duration.ofMinutes(5));
        DtlsAgent peer = DtlsAgent.create(1, Duration.ofMinutes(5))) {
      Fingerprint ours = new Fingerprint("sha-256", agent.fingerprint());
      End server = new End();
      End client = new End();
      client.other.complete(agent.server(ours, server));
      server.other.complete(peer.client(ours, List.of(SrtpProfile.values()), client));
      assertThat(outcome(server)).isEqualTo("impostor");
      assertThat(outcome(client)).contains("bad_certificate");
    }
  }
}
