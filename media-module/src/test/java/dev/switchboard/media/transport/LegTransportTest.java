package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportPair.packet;
import static dev.switchboard.media.transport.TransportPair.run;
import static dev.switchboard.media.transport.TransportPair.send;
import static dev.switchboard.media.transport.TransportPair.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.net.InetSocketAddress;
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
}
