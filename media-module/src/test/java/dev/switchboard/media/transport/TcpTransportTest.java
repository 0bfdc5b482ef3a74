package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportPair.on;
import static dev.switchboard.media.transport.TransportPair.packet;
import static dev.switchboard.media.transport.TransportPair.run;
import static dev.switchboard.media.transport.TransportPair.send;
import static dev.switchboard.media.transport.TransportPair.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.TcpRelay;
import dev.switchboard.media.transport.ice.IceCandidate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A leg's transport over TCP")
class TcpTransportTest {
  private static final int SECONDS = 20;

  @ParameterizedTest(name = "native sockets {0}")
  @ValueSource(booleans = {true, false})
  @DisplayName("carries packets of all sizes both ways, in order")
  void carriesPackets(boolean nativeSockets) throws Exception {
    int[] sizes = {1100, 1100, 700, 40, 1, 1400, 1100};
    try (TransportPair pair = new TransportPair(nativeSockets)) {
      pair.connectOverTcp(pair.serverLoop.port());
      run(
          pair.serverLoop,
          () -> {
            for (int i = 0; i < 10 * sizes.length; i++) {
              send(pair.server, packet(i, sizes[i % sizes.length]));
            }
          });
      for (int i = 0; i < 10 * sizes.length; i++) {
        assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(i, sizes[i % sizes.length]));
      }
      run(pair.terminalLoop, () -> send(pair.terminal, packet(2, 200)));
      assertThat(take(pair.serverEar.rtp)).isEqualTo(packet(2, 200));
      run(pair.terminalLoop, pair.terminal::close);
      pair.serverEar.awaits(TransportState.CLOSED);
      assertThat(pair.serverEar.reason).isEqualTo("closed by the peer");
    }
  }

  @Test
  @DisplayName("drops media while the line stands still, and says when it goes on")
  void drops() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        TcpRelay relay = new TcpRelay(pair.serverLoop.port())) {
      pair.connectOverTcp(relay.port());
      relay.stall(true);
      int number = 0;
      while (dropped(pair) == 0) {
        assertThat(number).as("packets before the line is full").isLessThan(30_000);
        int first = number;
        run(
            pair.serverLoop,
            () -> {
              for (int i = 0; i < 100; i++) {
                send(pair.server, packet(first + i, 1100));
              }
            });
        number += 100;
      }
      assertThat(pair.serverEar.drained.availablePermits()).isZero();
      relay.stall(false);
      assertThat(pair.serverEar.drained.tryAcquire(SECONDS, TimeUnit.SECONDS)).isTrue();
      byte[] last = packet(number, 10);
      run(pair.serverLoop, () -> send(pair.server, last));
      byte[] heard = take(pair.terminalEar.rtp);
      while (heard.length != last.length) {
        heard = take(pair.terminalEar.rtp);
      }
      assertThat(heard).isEqualTo(last);
    }
  }

  private static long dropped(TransportPair pair) {
    return pair.serverLoop.counters().get("drop.connection-full");
  }

  @Test
  @DisplayName("is silent at once when the connection breaks, and goes on over a new one")
  void survivesABreak() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        TcpRelay relay = new TcpRelay(pair.serverLoop.port())) {
      pair.connectOverTcp(relay.port());
      relay.breakConnections();
      pair.serverEar.awaits(TransportState.SILENT);
      pair.terminalEar.awaits(TransportState.SILENT);
      run(pair.serverLoop, pair.server::restartIce);
      run(pair.terminalLoop, pair.terminal::restartIce);
      pair.connectOverTcp(relay.port());
      run(pair.serverLoop, () -> send(pair.server, packet(1, 100)));
      assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(1, 100));
      run(pair.terminalLoop, () -> send(pair.terminal, packet(1, 100)));
      assertThat(take(pair.serverEar.rtp)).isEqualTo(packet(1, 100));
    }
  }

  @Test
  @DisplayName("fails when nobody listens there")
  void failsWithoutListener() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        TcpRelay gone = new TcpRelay(1)) {
      int port = gone.port();
      gone.close();
      pair.connect(IceCandidate.passive(0, "127.0.0.1", port), pair.terminal.fingerprint());
      pair.terminalEar.awaits(TransportState.FAILED);
      assertThat(on(pair.serverLoop, pair.server::state)).isEqualTo(TransportState.CHECKING);
    }
  }
}
