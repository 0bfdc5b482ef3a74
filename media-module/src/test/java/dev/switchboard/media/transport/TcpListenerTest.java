package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportPair.packet;
import static dev.switchboard.media.transport.TransportPair.run;
import static dev.switchboard.media.transport.TransportPair.send;
import static dev.switchboard.media.transport.TransportPair.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The TCP port of a media loop")
class TcpListenerTest {
  private static final int LIMIT_MILLIS = 20_000;

  private TransportPair pair;

  @BeforeEach
  void connect() throws Exception {
    pair = new TransportPair(true);
    pair.connectOverTcp(pair.serverLoop.port());
  }

  @AfterEach
  void close() {
    pair.close();
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.serverLoop.port());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static void write(Socket to, byte[] payload) throws IOException {
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) (payload.length >> 8);
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    to.getOutputStream().write(frame);
  }

  /** Waits until the server has closed the connection, over which it may not say a byte. */
  private static void assertClosedWithoutAWord(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (SocketException e) {
      // Reset, since the server did not read all of what it was sent.
      return;
    }
  }

  private void assertCallGoesOn() throws Exception {
    run(pair.serverLoop, () -> send(pair.server, packet(1, 100)));
    assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(1, 100));
    run(pair.terminalLoop, () -> send(pair.terminal, packet(2, 100)));
    assertThat(take(pair.serverEar.rtp)).isEqualTo(packet(2, 100));
  }

  private long dropped(String reason) {
    return pair.serverLoop.counters().get("drop." + reason);
  }

  @ParameterizedTest(name = "first byte {0}")
  @ValueSource(ints = {0, 1, 22, 128, 200, 255})
  @DisplayName("closes a connection that does not begin with an authentic check")
  void wantsProof(int first) throws Exception {
    byte[] payload = new byte[60];
    payload[0] = (byte) first;
    try (Socket stranger = open()) {
      write(stranger, payload);
      assertClosedWithoutAWord(stranger);
    }
    assertThat(dropped("connection-unproven")).isEqualTo(1);
    assertCallGoesOn();
  }

  @Test
  @DisplayName("closes a connection with a frame that is longer than any packet")
  void refusesLongFrames() throws Exception {
    try (Socket stranger = open()) {
      stranger.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, 0});
      assertClosedWithoutAWord(stranger);
    }
    assertThat(dropped("frame-too-large")).isEqualTo(1);
    assertCallGoesOn();
  }

  @Test
  @DisplayName("closes a connection that says nothing, or its first frame too slowly, after 5 s")
  void wantsProofInTime() throws Exception {
    try (Socket silent = open();
        Socket slow = open()) {
      slow.getOutputStream().write(new byte[] {0, 100, 0, 1});
      assertClosedWithoutAWord(silent);
      assertClosedWithoutAWord(slow);
    }
    assertThat(dropped("connection-unproven")).isEqualTo(2);
    assertCallGoesOn();
  }

  @Test
  @DisplayName("closes the oldest of too many connections of one address that prove nothing")
  void isBounded() throws Exception {
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        flood.add(open());
      }
      assertClosedWithoutAWord(flood.get(0));
      assertCallGoesOn();
      for (Socket each : flood) {
        assertClosedWithoutAWord(each);
      }
      long limit = TcpListener.UNPROVEN_OF_ADDRESS_LIMIT;
      assertThat(dropped("connection-limit") + dropped("connection-unproven")).isEqualTo(300);
      assertThat(dropped("connection-unproven")).isLessThanOrEqualTo(limit);
    } finally {
      for (Socket each : flood) {
        each.close();
      }
    }
  }

  @Test
  @DisplayName("is told by an exception that names it when it is taken")
  void saysThatItIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DtlsAgent dtls = DtlsAgent.create(1, Duration.ofSeconds(1))) {
      TransportConfig config =
          new TransportConfig(
              List.of(InetAddress.getLoopbackAddress()),
              taken.getLocalPort(),
              List.of(),
              true,
              true);
      assertThatThrownBy(() -> MediaLoop.open("taken", config, dtls))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("TCP")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }
}
