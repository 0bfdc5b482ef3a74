package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server's leg and a terminal's, on loops of their own, and what each has heard. */
final class TransportPair implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;

  /** Records what a transport tells. */
  static final class Ear implements LegTransport.Listener {
    final BlockingQueue<TransportState> states = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    final Semaphore drained = new Semaphore(0);
    volatile String reason = "";

    @Override
    public void stateChanged(TransportState state, String reason) {
      this.reason = reason;
      states.add(state);
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long arrivalNanos) {
      rtp.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
      rtcp.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void takesMore() {
      drained.release();
    }

    @Override
    public void moved() {}

    void awaits(TransportState expected) throws InterruptedException {
      TransportState state;
      do {
        state = states.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(state).as("a state before %s came, reason: %s", expected, reason).isNotNull();
      } while (state != expected);
    }
  }

  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(taken).as("something comes within %d s", WAIT_SECONDS).isNotNull();
    return taken;
  }

  final DtlsAgent serverDtls = DtlsAgent.create(4, Duration.ofSeconds(10));
  final DtlsAgent terminalDtls = DtlsAgent.create(4, Duration.ofSeconds(10));
  final MediaLoop serverLoop;
  final MediaLoop terminalLoop;
  final Ear serverEar = new Ear();
  final Ear terminalEar = new Ear();
  final LegTransport server;
  final LegTransport terminal;

  TransportPair(boolean nativeSockets) throws IOException {
    TransportConfig loopback = TransportConfig.loopback();
    TransportConfig config =
        new TransportConfig(loopback.bind(), 0, loopback.advertised(), true, nativeSockets);
    serverLoop = MediaLoop.open("server", config, serverDtls);
    terminalLoop = MediaLoop.open("terminal", config, terminalDtls);
    server = serverLoop.transport(serverEar);
    terminal = terminalLoop.terminal(terminalEar);
  }

  /** Lets both begin, with the server at its real address. */
  void connect() throws Exception {
    connect(new InetSocketAddress("127.0.0.1", serverLoop.port()), terminal.fingerprint());
  }

  /** Lets both begin, the terminal sending to {@code serverAddress}. */
  void connect(InetSocketAddress serverAddress, String fingerprintForServer) throws Exception {
    connect(
        IceCandidate.host(0, serverAddress.getHostString(), serverAddress.getPort()),
        fingerprintForServer);
  }

  /** Lets both begin, over a TCP connection to this port. */
  void connectOverTcp(int port) throws Exception {
    connect(IceCandidate.passive(0, "127.0.0.1", port), terminal.fingerprint());
    serverEar.awaits(TransportState.CONNECTED);
    terminalEar.awaits(TransportState.CONNECTED);
  }

  /** Lets both begin, with what the terminal knows of the server. */
  void connect(IceCandidate candidate, String fingerprintForServer) throws Exception {
    IceParameters serverIce = on(serverLoop, server::local);
    IceParameters terminalIce = on(terminalLoop, terminal::local);
    run(
        serverLoop,
        () ->
            server.connect(
                terminalIce.ufrag(), terminalIce.pwd(), "sha-256", fingerprintForServer, true));
    run(
        terminalLoop,
        () -> {
          terminal.addRemoteCandidate(candidate);
          terminal.connect(
              serverIce.ufrag(), serverIce.pwd(), "SHA-256", server.fingerprint(), false);
        });
  }

  void connected() throws Exception {
    connect();
    serverEar.awaits(TransportState.CONNECTED);
    terminalEar.awaits(TransportState.CONNECTED);
  }

  void offer(SrtpProfile profile) throws Exception {
    run(terminalLoop, () -> terminal.offerProfiles(List.of(profile)));
  }

  static <T> T on(MediaLoop loop, Supplier<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  static void run(MediaLoop loop, Runnable work) throws Exception {
    on(
        loop,
        () -> {
          work.run();
          return true;
        });
  }

  /** An RTP packet with {@code payloadLength} bytes that tell its number. */
  static byte[] packet(int number, int payloadLength) {
    byte[] packet = new byte[12 + payloadLength];
    Arrays.fill(packet, 12, packet.length, (byte) number);
    packet[0] = (byte) 0x80;
    packet[1] = 96;
    packet[2] = (byte) (number >>> 8);
    packet[3] = (byte) number;
    packet[11] = 77;
    return packet;
  }

  static void send(LegTransport leg, byte[] packet) {
    leg.rtp(packet, 12, packet, 12, packet.length - 12);
  }

  @Override
  public void close() {
    serverLoop.close();
    terminalLoop.close();
    serverDtls.close();
    terminalDtls.close();
  }
}
