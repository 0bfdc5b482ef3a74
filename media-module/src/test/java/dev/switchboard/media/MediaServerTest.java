package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.relay.UdpRelay;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MediaServerTest {
  private static final int LIMIT_SECONDS = 30;

  /** Collects what the server tells. */
  private final Ear ear = new Ear();

  private MediaServer server;
  private Softphones softphones;
  private CallMedia call;

  @BeforeEach
  void start() throws Exception {
    server =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withPorts(0, 1),
            ear);
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
    call = server.open("call");
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  @Test
  @DisplayName("recovers what is lost on the way to it and from it, by retransmission")
  void recovers() throws Exception {
    try (UdpRelay relay = new UdpRelay(server.ports().get(0), 1)) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice").withFramesPerSecond(30));
      negotiate("alice", alice, relay.port());
      Softphone bob = softphones.add(SoftphoneConfig.named("bob").withFramesPerSecond(30));
      negotiate("bob", bob, server.ports().get(0));
      awaits(bob, s -> s.videoReceived().frames() >= 5);
      relay.terminal().up().loseEachMedia(20);
      relay.terminal().down().loseEachMedia(20);
      awaits(alice, s -> s.videoSent().retransmitted() >= 3);
      awaits(alice, s -> s.videoReceived().recovered() >= 3);
      relay.terminal().up().loseEachMedia(0);
      relay.terminal().down().loseEachMedia(0);
      awaits(bob, s -> s.videoReceived().lost() == 0 && s.videoReceived().frames() > 60);

      assertThat(server.counters().get("nacked")).isPositive();
      assertThat(server.counters().get("recovered")).isPositive();
      assertThat(server.counters().get("resent")).isPositive();
      LegQuality quality = call.quality().toCompletableFuture().get().get(0);
      assertThat(quality.legId()).isEqualTo("alice");
      assertThat(quality.up().loss()).isStrictlyBetween(0.0, 0.2);
      assertThat(quality.up().unrecovered()).isLessThanOrEqualTo(quality.up().loss());
      assertThat(quality.up().framesPerSecond()).isBetween(10.0, 31.0);
      assertThat(quality.up().meanOpinionScore()).isBetween(3.0, 4.5);
      assertThat(quality.up().bitrate()).isPositive();
      assertThat(quality.down().codec()).isEqualTo("VP8");
    }
  }

  @Test
  @DisplayName("recovers what is lost of each encoding, by the id of what is repaired")
  void recoversEncodings() throws Exception {
    try (UdpRelay relay = new UdpRelay(server.ports().get(0), 1)) {
      SoftphoneConfig.Encoding small = new SoftphoneConfig.Encoding("q", 2);
      SoftphoneConfig.Encoding large = new SoftphoneConfig.Encoding("f", 5);
      Softphone alice = softphones.add(SoftphoneConfig.named("alice").withEncodings(small, large));
      negotiate("alice", alice, relay.port());
      Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
      negotiate("bob", bob, server.ports().get(0));
      awaits(bob, s -> s.videoReceived().frames() >= 5);
      relay.terminal().up().loseEachMedia(20);
      awaits(alice, s -> s.encodingsSent().stream().allMatch(e -> e.retransmitted() >= 3));
      relay.terminal().up().loseEachMedia(0);
      long frames = bob.statistics().videoReceived().frames();
      awaits(bob, s -> s.videoReceived().lost() == 0 && s.videoReceived().frames() > frames + 15);
      assertThat(server.counters().get("recovered")).isGreaterThanOrEqualTo(6);
    }
  }

  @Test
  @DisplayName("makes a sender change to a codec that the other has")
  void changesCodec() throws Exception {
    Softphone alice = softphones.add(SoftphoneConfig.named("alice").withVideoCodecs("VP8", "H264"));
    negotiate("alice", alice, server.ports().get(0));
    Softphone bob = softphones.add(SoftphoneConfig.named("bob").withVideoCodecs("H264"));
    negotiate("bob", bob, server.ports().get(0));
    ear.awaits("alice renegotiate");
    negotiate("alice", alice, server.ports().get(0));
    SoftphoneStatistics seen = awaits(bob, s -> s.videoReceived().frames() >= 5);
    assertThat(seen.videoReceived().codec()).isEqualTo("H264");
  }

  @Test
  @DisplayName("tells that a leg is lost after 5 s, and that it is back")
  void losesAndRecovers() throws Exception {
    try (UdpRelay relay = new UdpRelay(server.ports().get(0), 1)) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
      negotiate("alice", alice, relay.port());
      ear.awaits("alice connected");
      relay.terminal().cut(true);
      ear.awaits("alice lost");
      relay.terminal().cut(false);
      ear.awaits("alice recovered");
    }
  }

  @Test
  @DisplayName("takes a terminal that begins anew, in the streams of its leg")
  void beginsAnew() throws Exception {
    Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
    negotiate("bob", bob, server.ports().get(0));
    Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
    negotiate("alice", alice, server.ports().get(0));
    ear.awaits("alice connected");
    alice.close();
    ear.awaits("alice lost");
    try (Softphones others = Softphones.open(InetAddress.getLoopbackAddress())) {
      Softphone again = others.add(SoftphoneConfig.named("alice"));
      negotiate("alice", again, server.ports().get(0));
      ear.awaits("alice connected");
      awaits(again, s -> s.videoReceived().frames() >= 5);
      long frames = bob.statistics().videoReceived().frames();
      awaits(bob, s -> s.videoReceived().frames() >= frames + 5);
      assertThat(server.counters().get("legs")).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("refuses a bad offer with a sentence, and leaves the leg as it is")
  void refuses() throws Exception {
    Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
    negotiate("alice", alice, server.ports().get(0));
    ear.awaits("alice connected");
    assertThatThrownBy(() -> call.answer("alice", "v=1").toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SdpException.class)
        .hasMessageContaining("does not begin with v=0");
    assertThatThrownBy(() -> call.answer("bob", "v=0").toCompletableFuture().get())
        .hasCauseInstanceOf(SdpException.class);
    assertThat(server.counters()).containsEntry("legs", 1L).containsEntry("calls", 1L);
    assertThatThrownBy(() -> server.open("call")).hasMessageContaining("open already");
  }

  @Test
  @DisplayName("forgets legs that are released and calls that are closed")
  void forgets() throws Exception {
    Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
    negotiate("alice", alice, server.ports().get(0));
    call.release("alice");
    call.release("nobody");
    await(() -> server.counters().get("legs") == 0);
    call.close();
    call.close();
    assertThat(server.find("call")).isEmpty();
    assertThat(server.counters()).containsEntry("calls", 0L);
    assertThatThrownBy(() -> call.answer("alice", "v=0").toCompletableFuture().get())
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(server.open("call")).isNotSameAs(call);
  }

  private void negotiate(String leg, Softphone phone, int port) throws Exception {
    String answer =
        call.answer(leg, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    phone.accept(answer.replace(server.ports().get(0) + " typ host", port + " typ host"));
  }

  private static SoftphoneStatistics awaits(
      Softphone phone, Predicate<SoftphoneStatistics> condition) {
    await(() -> condition.test(phone.statistics()));
    return phone.statistics();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
