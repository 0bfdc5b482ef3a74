package dev.switchboard.media.transport;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.path.Socket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Finding the leg of a received RTP packet of 1,100 bytes among 500; there it ends, without keys.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DemultiplexerBenchmark {
  private static final int LEGS = 500;

  private final InetSocketAddress[] sources = new InetSocketAddress[LEGS];
  private final Socket socket = new Inlet();
  private DtlsAgent dtls;
  private MediaLoop loop;
  private Demultiplexer demultiplexer;
  private ByteBuf datagram;
  private int next;

  private static final class Deaf implements LegTransport.Listener {
    @Override
    public void stateChanged(TransportState state, String reason) {}

    @Override
    public void rtp(byte[] buffer, int offset, int length, long arrivalNanos) {}

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {}

    @Override
    public void takesMore() {}

    @Override
    public void moved() {}
  }

  /** From which everything comes, and nothing is sent to. */
  private static final class Inlet implements Socket {
    @Override
    public ByteBuf buffer(int capacity) {
      return Unpooled.buffer(capacity);
    }

    @Override
    public boolean isReliable() {
      return false;
    }

    @Override
    public boolean segmenting() {
      return false;
    }

    @Override
    public void write(ByteBuf data, int size, InetSocketAddress to) {
      data.release();
    }

    @Override
    public void flush() {}

    @Override
    public Object sender(InetSocketAddress source) {
      return source;
    }

    @Override
    public void release(InetSocketAddress peer) {}
  }

  @Setup
  public void legs() throws Exception {
    dtls = DtlsAgent.create(1, Duration.ofSeconds(1));
    loop = MediaLoop.open("loop", TransportConfig.loopback(), dtls);
    demultiplexer = new Demultiplexer(loop);
    for (int i = 0; i < LEGS; i++) {
      sources[i] = new InetSocketAddress("192.0.2." + i % 250, 10_000 + i);
      demultiplexer.claim(new Path(socket, sources[i]), loop.transport(new Deaf()));
    }
    datagram = Unpooled.directBuffer(1_100).writeZero(1_100);
    datagram.setByte(0, 0x80);
    datagram.setByte(1, 96);
  }

  @Benchmark
  public void demultiplex() {
    datagram.readerIndex(0);
    next = next + 1 == LEGS ? 0 : next + 1;
    demultiplexer.received(socket, sources[next], datagram);
  }

  @TearDown
  public void close() {
    loop.close();
    dtls.close();
  }
}
