package dev.switchboard.media.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Whatever comes, reading it ends without an exception. */
class StunFuzzTest {
  private static final Path SOMEWHERE = NoSocket.to("192.0.2.1", 1);

  private static final class Deaf implements IceAgent.Output {
    @Override
    public void send(byte[] message, Path to) {}

    @Override
    public boolean validated(Path path) {
      return true;
    }

    @Override
    public void selected(Path path) {}

    @Override
    public void exhausted() {}
  }

  @FuzzTest
  void readsAnything(byte[] datagram) {
    Optional<String> peeked = StunMessage.peekLocalUfrag(datagram, datagram.length);
    StunMessage.parse(datagram, 0, datagram.length)
        .ifPresent(
            message -> {
              assertThat(peeked).isPresent();
              boolean unused = message.isAuthentic("VOkJxbRl1RmTxUk/WvJxBt");
              LiteAgent lite = new LiteAgent(List.of(), new SecureRandom(), new Deaf());
              lite.begin("peer", "the peer's password ...", 0);
              lite.receive(message, SOMEWHERE, 0);
              ControllingAgent controlling =
                  new ControllingAgent(List.of(), new SecureRandom(), new Deaf());
              controlling.begin("peer", "the peer's password ...", 0);
              controlling.receive(message, SOMEWHERE, 0);
            });
  }
}
