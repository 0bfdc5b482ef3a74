package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportPair.on;
import static dev.switchboard.media.transport.TransportPair.packet;
import static dev.switchboard.media.transport.TransportPair.run;
import static dev.switchboard.media.transport.TransportPair.send;
import static dev.switchboard.media.transport.TransportPair.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.relay.UdpRelay;
import dev.switchboard.media.transport.ice.ControllingAgent;
import dev.switchboard.media.transport.ice.IceAgent;
import dev.switchboard.media.transport.ice.IceParameters;
import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A leg's transport")
class LegTransportTest {
  private static final byte[] RECEIVER_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 77};

  @ParameterizedTest(name = "native sockets {0}, {1}")
  @CsvSource({
    "true, AEAD_AES_128_GCM",
    "true, AES128_CM_HMAC_SHA1_80",
    "false, AEAD_AES_128_GCM",
    "false, AES128_CM_HMAC_SHA1_80"
  })
  @DisplayName("finds its peer, agrees on keys and carries packets both ways")
  void carriesPackets(boolean nativeSockets, SrtpProfile profile) throws Exception {
    try (TransportPair pair = new TransportPair(nativeSockets)) {
      pair.offer(profile);
      pair.connected();
      assertThat(pair.serverEar.reason).isEqualTo(profile.toString());
      run(pair.serverLoop, () -> send(pair.server, packet(1, 100)));
      run(pair.terminalLoop, () -> send(pair.terminal, packet(2, 200)));
      run(pair.serverLoop, () -> pair.server.rtcp(RECEIVER_REPORT, 0, RECEIVER_REPORT.length));
      assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(1, 100));
      assertThat(take(pair.serverEar.rtp)).isEqualTo(packet(2, 200));
      assertThat(take(pair.terminalEar.rtcp)).isEqualTo(RECEIVER_REPORT);
    }
  }

  @ParameterizedTest(name = "native sockets {0}")
  @ValueSource(booleans = {true, false})
  @DisplayName("delivers bursts of mixed sizes whole and in order")
  void deliversBursts(boolean nativeSockets) throws Exception {
    int[] sizes = {1100, 1100, 1100, 700, 1100, 40, 40, 1000, 1001, 1001, 1, 1100};
    try (TransportPair pair = new TransportPair(nativeSockets)) {
      pair.connected();
      run(
          pair.serverLoop,
          () -> {
            for (int i = 0; i < 20 * sizes.length; i++) {
              send(pair.server, packet(i, sizes[i % sizes.length]));
            }
          });
      for (int i = 0; i < 20 * sizes.length; i++) {
        assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(i, sizes[i % sizes.length]));
      }
    }
  }

  @Test
  @DisplayName("takes no more of a peer that floods it than it could send, and goes on with that")
  void limitsFloods() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      pair.connected();
      AtomicInteger number = new AtomicInteger();
      long flooded = 0;
      for (int round = 0; flooded == 0 && round < 200; round++) {
        run(
            pair.terminalLoop,
            () -> {
              for (int i = 0; i < LegTransport.PACKETS_OF_A_TICK; i++) {
                send(pair.terminal, packet(number.incrementAndGet(), 10));
              }
            });
        flooded = pair.serverLoop.counters().get("drop.peer-flood");
      }
      assertThat(flooded).isPositive();
      byte[] last = packet(65_000, 10);
      boolean heard = false;
      for (int i = 0; !heard && i < 100; i++) {
        last = packet(65_000 + i, 10);
        byte[] sent = last;
        run(pair.terminalLoop, () -> send(pair.terminal, sent));
        byte[] next = pair.serverEar.rtp.poll(50, TimeUnit.MILLISECONDS);
        while (next != null && !Arrays.equals(next, sent)) {
          next = pair.serverEar.rtp.poll(50, TimeUnit.MILLISECONDS);
        }
        heard = next != null;
      }
      assertThat(heard).isTrue();
    }
  }

  @Test
  @DisplayName("fails when the certificate is not the one that was promised")
  void failsOnWrongFingerprint() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      pair.connect(
          new InetSocketAddress("127.0.0.1", pair.serverLoop.port()), pair.server.fingerprint());
      pair.serverEar.awaits(TransportState.FAILED);
      assertThat(pair.serverEar.reason).contains("fingerprint");
      pair.terminalEar.awaits(TransportState.FAILED);
    }
  }

  @Test
  @DisplayName("is closed when the peer closes")
  void isClosedByThePeer() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      pair.connected();
      run(pair.terminalLoop, pair.terminal::close);
      pair.terminalEar.awaits(TransportState.CLOSED);
      pair.serverEar.awaits(TransportState.CLOSED);
      assertThat(pair.serverEar.reason).isEqualTo("closed by the peer");
    }
  }

  @Test
  @DisplayName("follows its peer to another address, keys and all")
  void followsThePeer() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        UdpRelay relay = new UdpRelay(pair.serverLoop.port(), 1)) {
      pair.connect(relay.address(), pair.terminal.fingerprint());
      pair.serverEar.awaits(TransportState.CONNECTED);
      pair.terminalEar.awaits(TransportState.CONNECTED);
      relay.terminal().rebind();
      // The next consent check, after 4 to 6 s, comes from the new address and nominates it; until
      // then what comes from there is nobody's.
      int number = 0;
      byte[] heard = null;
      while (heard == null && number < 100) {
        byte[] packet = packet(++number, 10);
        run(pair.terminalLoop, () -> send(pair.terminal, packet));
        heard = pair.serverEar.rtp.poll(100, TimeUnit.MILLISECONDS);
      }
      assertThat(heard).isNotNull();
      run(pair.serverLoop, () -> send(pair.server, packet(1, 10)));
      assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(1, 10));
    }
  }

  @Test
  @DisplayName("is silent when nothing comes for 5 s, and connected when it comes back")
  void isSilentAndComesBack() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        UdpRelay relay = new UdpRelay(pair.serverLoop.port(), 1)) {
      pair.connect(relay.address(), pair.terminal.fingerprint());
      pair.serverEar.awaits(TransportState.CONNECTED);
      relay.terminal().cut(true);
      pair.serverEar.awaits(TransportState.SILENT);
      relay.terminal().cut(false);
      pair.serverEar.awaits(TransportState.CONNECTED);
    }
  }

  @Test
  @DisplayName("restarts ICE while media goes on, and keeps its keys")
  void restartsIce() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      pair.connected();
      String oldUfrag = on(pair.serverLoop, () -> pair.server.local().ufrag());
      run(pair.serverLoop, pair.server::restartIce);
      run(pair.terminalLoop, pair.terminal::restartIce);
      pair.connect();
      assertThat(on(pair.serverLoop, () -> pair.server.local().ufrag())).isNotEqualTo(oldUfrag);
      run(pair.serverLoop, () -> send(pair.server, packet(1, 100)));
      assertThat(take(pair.terminalEar.rtp)).isEqualTo(packet(1, 100));
      assertThat(pair.serverEar.states).isEmpty();
    }
  }

  @Test
  @DisplayName("answers no stranger: neither a forged ClientHello nor media nor a wrong check")
  void isSilentToStrangers() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        DatagramSocket stranger = new DatagramSocket()) {
      pair.connected();
      stranger.setSoTimeout(300);
      byte[] clientHello = new byte[200];
      clientHello[0] = 22;
      clientHello[1] = (byte) 0xFE;
      clientHello[2] = (byte) 0xFD;
      byte[] check = new byte[20];
      check[1] = 1;
      ByteBuffer.wrap(check).putInt(4, 0x2112A442);
      InetSocketAddress server = new InetSocketAddress("127.0.0.1", pair.serverLoop.port());
      for (byte[] datagram : new byte[][] {clientHello, packet(1, 50), check, {}, new byte[2040]}) {
        stranger.send(new DatagramPacket(datagram, datagram.length, server));
      }
      assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[100], 100)))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(pair.serverLoop.counters())
          .containsEntry("drop.unknown-source", 2L)
          .containsEntry("stun.unknown-user", 1L);
      assertThat(pair.serverEar.states).isEmpty();
    }
  }

  @ParameterizedTest(name = "content type {0}, epoch {1}")
  @CsvSource({"20, 0", "21, 0", "22, 0", "23, 0", "20, 1", "21, 1", "22, 1", "23, 1", "63, 1"})
  @DisplayName("is not disturbed by DTLS records and media that are forged in its peer's name")
  void survivesForgedRecords(byte contentType, byte epoch) throws Exception {
    try (TransportPair pair = new TransportPair(true);
        UdpRelay relay = new UdpRelay(pair.serverLoop.port(), 1)) {
      pair.connect(relay.address(), pair.terminal.fingerprint());
      pair.serverEar.awaits(TransportState.CONNECTED);
      pair.terminalEar.awaits(TransportState.CONNECTED);
      for (int i = 0; i < 20; i++) {
        relay.terminal().forge(record(contentType, epoch, i));
        relay.terminal().forge(packet(i, 50));
      }
      run(pair.terminalLoop, () -> send(pair.terminal, packet(1, 100)));
      assertThat(take(pair.serverEar.rtp)).isEqualTo(packet(1, 100));
      // The DTLS thread and the loop have worked all of it off when close_notify comes through.
      run(pair.terminalLoop, pair.terminal::close);
      pair.serverEar.awaits(TransportState.CLOSED);
      assertThat(pair.serverEar.reason).isEqualTo("closed by the peer");
      assertThat(pair.terminalEar.reason).isEqualTo("closed here");
    }
  }

  /** A fatal alert, or nonsense of another content type (RFC 6347 section 4.1). */
  private static byte[] record(byte contentType, byte epoch, int number) {
    byte[] content = new byte[40];
    content[0] = 2;
    content[1] = 40;
    int length = epoch == 0 && contentType == 21 ? 2 : content.length;
    return ByteBuffer.allocate(13 + length)
        .put(contentType)
        .putShort((short) 0xFEFD)
        .putShort(epoch)
        .putInt(0)
        .putShort((short) (1_000 + number))
        .putShort((short) length)
        .put(content, 0, length)
        .array();
  }

  @Test
  @DisplayName(
      "keeps its peer's address while it shakes hands, though another leg's peer claims it")
  void keepsItsAddress() throws Exception {
    try (TransportPair pair = new TransportPair(true);
        DatagramSocket peer = new DatagramSocket()) {
      peer.setSoTimeout(20_000);
      DatagramPacket answer = new DatagramPacket(new byte[200], 200);
      TransportPair.Ear otherEar = new TransportPair.Ear();
      LegTransport other = pair.serverLoop.transport(otherEar);
      check(pair, pair.server, peer);
      peer.receive(answer);
      pair.serverEar.awaits(TransportState.SECURING);
      check(pair, other, peer);
      check(pair, pair.server, peer);
      peer.receive(answer);
      assertThat(pair.serverLoop.counters()).containsEntry("drop.address-taken", 1L);
      assertThat(otherEar.states).containsExactly(TransportState.CHECKING);
    }
  }

  /** Lets the leg begin, and sends it an authentic check. */
  private static void check(TransportPair pair, LegTransport leg, DatagramSocket from)
      throws Exception {
    IceParameters local = on(pair.serverLoop, leg::local);
    List<byte[]> checks = new ArrayList<>();
    ControllingAgent agent =
        new ControllingAgent(List.of(), new SecureRandom(), new Recorder(checks));
    run(
        pair.serverLoop,
        () -> leg.connect(agent.local().ufrag(), agent.local().pwd(), "sha-256", "AB:CD", true));
    agent.addRemote(NoSocket.to("127.0.0.1", pair.serverLoop.port()));
    agent.begin(local.ufrag(), local.pwd(), 0);
    from.send(
        new DatagramPacket(
            checks.get(0),
            checks.get(0).length,
            new InetSocketAddress("127.0.0.1", pair.serverLoop.port())));
  }

  /** Keeps what an agent sends. */
  private record Recorder(List<byte[]> sent) implements IceAgent.Output {
    @Override
    public void send(byte[] message, Path to) {
      sent.add(message);
    }

    @Override
    public boolean validated(Path path) {
      return true;
    }

    @Override
    public void selected(Path path) {}

    @Override
    public void exhausted() {}
  }

  @Test
  @DisplayName("drops and counts what it is given to send before there are keys")
  void dropsBeforeKeys() throws Exception {
    try (TransportPair pair = new TransportPair(true)) {
      run(pair.serverLoop, () -> send(pair.server, packet(1, 10)));
      assertThat(pair.serverLoop.counters()).containsEntry("drop.not-connected", 1L);
    }
  }
}
