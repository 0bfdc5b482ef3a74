package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

class DemultiplexerFuzzTest {
  private static final NoSocket SOCKET = new NoSocket();
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 1);

  private static DtlsAgent dtls;
  private static MediaLoop loop;
  private static LegTransport leg;

  @BeforeAll
  static void open() throws IOException {
    dtls = DtlsAgent.create(1, Duration.ofSeconds(1));
    loop = MediaLoop.open("loop", TransportConfig.loopback(), dtls);
    leg = loop.transport(new TransportPair.Ear());
  }

  @AfterAll
  static void close() {
    loop.close();
    dtls.close();
  }

  @FuzzTest
  @DisplayName("every datagram is counted, and none from a stranger is answered")
  void takesAnyDatagram(byte[] data) throws Exception {
    long before = counted();
    TransportPair.run(
        loop,
        () -> {
          Demultiplexer demultiplexer = new Demultiplexer(loop);
          demultiplexer.register("evtj", leg);
          demultiplexer.claim(new Path(SOCKET, PEER), leg);
          demultiplexer.received(SOCKET, PEER, Unpooled.wrappedBuffer(data));
          demultiplexer.receivedAll();
        });
    assertThat(counted()).isEqualTo(before + 1);
    assertThat(loop.counters()).containsEntry("datagrams-out", 0L);
  }

  private static long counted() {
    return loop.counters().entrySet().stream()
        .filter(each -> each.getKey().startsWith("drop.") || each.getKey().startsWith("stun."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
