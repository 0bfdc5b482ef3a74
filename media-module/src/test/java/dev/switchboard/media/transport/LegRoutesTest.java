package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportPair.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The routes of a leg")
class LegRoutesTest {
  private static Path path(int number) {
    return NoSocket.to("192.0.2.1", 1_000 + number);
  }

  @Test
  @DisplayName("keep the path in use and the latest ones, however many a peer proves")
  void keepsThePathInUse() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      pair.connected();
      LegTransport other = pair.serverLoop.transport(new TransportPair.Ear());
      Demultiplexer demultiplexer = new Demultiplexer(pair.serverLoop);
      LegRoutes routes = new LegRoutes(demultiplexer, pair.server);
      run(
          pair.serverLoop,
          () -> {
            assertThat(routes.claim(path(0))).isTrue();
            routes.use(path(0));
            for (int i = 1; i < 50; i++) {
              assertThat(routes.claim(path(i))).isTrue();
            }
            // What is a living leg's can't be another's.
            assertThat(demultiplexer.claim(path(0), other)).isFalse();
            assertThat(demultiplexer.claim(path(49), other)).isFalse();
            assertThat(demultiplexer.claim(path(1), other)).isTrue();
            assertThat(demultiplexer.claim(path(30), other)).isTrue();
            routes.forget();
            assertThat(demultiplexer.claim(path(0), other)).isTrue();
          });
    }
  }
}
