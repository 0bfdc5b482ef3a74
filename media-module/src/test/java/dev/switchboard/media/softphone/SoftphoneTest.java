package dev.switchboard.media.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.transport.TransportState;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Softphones on a media server")
class SoftphoneTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The softphones tell enough. */
  private static final class Deaf implements MediaEvents {
    @Override
    public void connected(String callId, String legId) {}

    @Override
    public void failed(String callId, String legId, String reason) {}

    @Override
    public void lost(String callId, String legId) {}

    @Override
    public void recovered(String callId, String legId) {}

    @Override
    public void renegotiate(String callId, String legId) {}
  }

  private MediaServer server;
  private Softphones softphones;

  @BeforeEach
  void start() throws Exception {
    MediaConfig config =
        MediaConfig.defaults()
            .withAddresses(List.of(InetAddress.getLoopbackAddress()))
            .withPorts(0, 1);
    server = MediaServer.start(config, new Deaf());
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  private Softphone join(CallMedia call, SoftphoneConfig config) throws Exception {
    Softphone phone = softphones.add(config);
    negotiate(call, config.name(), phone, phone.offer());
    return phone;
  }

  private static void negotiate(CallMedia call, String leg, Softphone phone, String offer)
      throws Exception {
    phone.accept(call.answer(leg, offer).toCompletableFuture().get(20, TimeUnit.SECONDS));
  }

  private static SoftphoneStatistics await(
      Softphone phone, Predicate<SoftphoneStatistics> condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    SoftphoneStatistics statistics = phone.statistics();
    while (!condition.test(statistics)) {
      assertThat(System.nanoTime()).as("%s", statistics).isLessThan(end);
      Thread.onSpinWait();
      statistics = phone.statistics();
    }
    return statistics;
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
  @DisplayName("hear and see each other, in each codec")
  void hearAndSee(String codec) throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = join(call, SoftphoneConfig.named("alice").withVideoCodecs(codec));
    Softphone bob = join(call, SoftphoneConfig.named("bob").withVideoCodecs(codec));
    for (Softphone phone : List.of(alice, bob)) {
      SoftphoneStatistics heard =
          await(phone, s -> s.audioReceived().packets() >= 50 && s.videoReceived().frames() >= 15);
      assertThat(heard.videoReceived().codec()).isEqualTo(codec);
      assertThat(heard.videoReceived().keyFrames()).isPositive();
      assertThat(heard.videoReceived().lost()).isZero();
      assertThat(heard.state()).isEqualTo(TransportState.CONNECTED);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  @DisplayName("hear each other under each SRTP profile")
  void hearUnderEachProfile(SrtpProfile profile) throws Exception {
    CallMedia call = server.open("call");
    SoftphoneConfig telephone =
        SoftphoneConfig.named("alice").withVideoCodecs().withProfiles(profile);
    Softphone alice = join(call, telephone);
    Softphone bob = join(call, SoftphoneConfig.named("bob"));
    await(alice, s -> s.audioReceived().packets() >= 10);
    await(bob, s -> s.audioReceived().packets() >= 10);
  }

  @Test
  @DisplayName("go on after a restart of ICE, and show a key frame when asked")
  void restartIce() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = join(call, SoftphoneConfig.named("alice"));
    Softphone bob = join(call, SoftphoneConfig.named("bob"));
    await(bob, s -> s.videoReceived().frames() >= 5);
    negotiate(call, "bob", bob, bob.offerRestart());
    long frames = bob.statistics().videoReceived().frames();
    long keyFrames = bob.statistics().videoReceived().keyFrames();
    await(bob, s -> s.videoReceived().frames() >= frames + 10);
    bob.requestKeyFrame();
    await(bob, s -> s.videoReceived().keyFrames() > keyFrames);
    assertThat(alice.statistics().videoSent().keyFrameRequests()).isPositive();
  }

  @Test
  @DisplayName("fall silent when muted, and are back when no longer")
  void mute() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = join(call, SoftphoneConfig.named("alice"));
    Softphone bob = join(call, SoftphoneConfig.named("bob"));
    await(bob, s -> s.videoReceived().frames() >= 5);
    alice.mute(true, true);
    long sent = alice.statistics().videoSent().frames();
    long heard = bob.statistics().audioReceived().packets();
    await(bob, s -> s.audioReceived().packets() >= heard + 20);
    assertThat(alice.statistics().videoSent().frames()).isEqualTo(sent);
    alice.mute(false, false);
    await(alice, s -> s.videoSent().frames() > sent);
  }

  @Test
  @DisplayName("know when the server has closed their call")
  void areClosed() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = join(call, SoftphoneConfig.named("alice"));
    alice.connected().toCompletableFuture().get(20, TimeUnit.SECONDS);
    call.close();
    await(alice, s -> s.state() == TransportState.CLOSED);
  }

  @Test
  @DisplayName("run by the dozen on one thread")
  void manyAtOnce() throws Exception {
    List<Softphone> phones = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      CallMedia call = server.open("call " + i);
      phones.add(join(call, SoftphoneConfig.named("caller-" + i)));
      phones.add(join(call, SoftphoneConfig.named("callee-" + i)));
    }
    for (Softphone phone : phones) {
      await(phone, s -> s.videoReceived().frames() >= 5 && s.audioReceived().packets() >= 20);
    }
  }
}
