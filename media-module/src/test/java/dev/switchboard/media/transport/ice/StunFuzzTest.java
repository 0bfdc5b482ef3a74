package dev.switchboard.media.transport.ice;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;

/** Whatever comes, reading it ends without an exception. */
class StunFuzzTest {
  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 1);

  private static final class Deaf implements IceAgent.Output {
    @Override
    public void send(byte[] message, InetSocketAddress to) {}

    @Override
    public boolean validated(InetSocketAddress address) {
      return true;
    }

    @Override
    public void selected(InetSocketAddress address) {}

    @Override
    public void exhausted() {}
  }

  @FuzzTest
  void readsAnything(byte[] datagram) {
    StunMessage.parse(datagram, 0, datagram.length)
        .ifPresent(
            message -> {
              boolean unused = message.isAuthentic("VOkJxbRl1RmTxUk/WvJxBt");
              LiteAgent lite = new LiteAgent(List.of(), new SecureRandom(), new Deaf());
              lite.begin("peer", "the peer's password ...", 0);
              lite.receive(message, SOMEWHERE, 0);
              ControllingAgent controlling = new ControllingAgent(new SecureRandom(), new Deaf());
              controlling.begin("peer", "the peer's password ...", 0);
              controlling.receive(message, SOMEWHERE, 0);
            });
  }
}
