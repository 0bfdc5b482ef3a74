package dev.switchboard.media.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.CallMedia;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.MediaServer;
import dev.switchboard.media.Unheard;
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

  /** 90 kbit/s at 15 frames/s. */
  private static final long CLIP_BYTES_PER_FRAME = 750;

  private MediaServer server;
  private Softphones softphones;

  @BeforeEach
  void start() throws Exception {
    MediaConfig config =
        MediaConfig.defaults()
            .withAddresses(List.of(InetAddress.getLoopbackAddress()))
            .withPorts(0, 1);
    server = MediaServer.start(config, new Unheard());
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
  @DisplayName("send several encodings at once, of which the server shows the largest that fits")
  void simulcast() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice =
        join(
            call,
            SoftphoneConfig.named("alice")
                .withEncodings(
                    new SoftphoneConfig.Encoding("q", 1),
                    new SoftphoneConfig.Encoding("h", 3),
                    new SoftphoneConfig.Encoding("f", 9)));
    Softphone bob = join(call, SoftphoneConfig.named("bob"));
    SoftphoneStatistics sent =
        await(alice, s -> s.encodingsSent().stream().allMatch(e -> e.frames() >= 60));
    assertThat(sent.encodingsSent()).hasSize(3).allMatch(e -> e.codec().equals("VP8"));
    assertThat(sent.encodingsSent().get(1).bytes())
        .isGreaterThan(2 * sent.encodingsSent().get(0).bytes());
    assertThat(sent.encodingsSent().get(2).bytes())
        .isGreaterThan(2 * sent.encodingsSent().get(1).bytes());
    SoftphoneStatistics before = bob.statistics();
    SoftphoneStatistics after =
        await(
            bob,
            s -> {
              long frames = s.videoReceived().frames() - before.videoReceived().frames();
              long bytes = s.videoReceived().bytes() - before.videoReceived().bytes();
              return frames >= 15 && bytes > 4 * CLIP_BYTES_PER_FRAME * frames;
            });
    assertThat(after.videoReceived().lost()).isZero();
    assertThat(alice.statistics().videoSent().packets())
        .isGreaterThanOrEqualTo(sent.videoSent().packets());
  }

  @Test
  @DisplayName("send no more encodings than the server takes")
  void refusedEncodings() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice =
        softphones.add(
            SoftphoneConfig.named("alice")
                .withEncodings(
                    new SoftphoneConfig.Encoding("q", 1), new SoftphoneConfig.Encoding("f", 4)));
    // As a server that refuses the larger one would have it.
    String offer = alice.offer().replace("a=simulcast:send q;f", "a=simulcast:send q");
    negotiate(call, "alice", alice, offer);
    SoftphoneStatistics sent = await(alice, s -> s.videoSent().frames() >= 5);
    assertThat(sent.encodingsSent().get(0).frames()).isEqualTo(sent.videoSent().frames());
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
