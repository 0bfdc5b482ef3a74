package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three terminals with two slots each, over real sockets. */
class ThreePartiesTest {
  private static final int LIMIT_SECONDS = 30;

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
  @DisplayName("all three hear and see each other, and who stays loses nothing when one leaves")
  void oneLeaves() throws Exception {
    Softphone phone = join("phone");
    Softphone tv = join("tv");
    awaitBoth(tv, 0);
    Softphone remote = join("remote");
    for (Softphone each : List.of(phone, tv, remote)) {
      awaitBoth(each, 0);
      awaitBoth(each, 1);
    }
    assertThat(ear.slots)
        .containsEntry("phone", List.of("tv", "remote"))
        .containsEntry("tv", List.of("phone", "remote"))
        .containsEntry("remote", List.of("phone", "tv"));

    SoftphoneStatistics.Slot tvBefore = slot(tv, 1);
    SoftphoneStatistics.Slot remoteBefore = slot(remote, 1);
    call.release("phone");
    phone.close();
    awaitMore(tv, tvBefore);
    awaitMore(remote, remoteBefore);
    assertGoesOn(tv, tvBefore);
    assertGoesOn(remote, remoteBefore);
    assertThat(ear.slots)
        .containsEntry("tv", Arrays.asList(null, "remote"))
        .containsEntry("remote", Arrays.asList(null, "tv"));
    assertThat(ear.heard).doesNotContain("tv renegotiate", "remote renegotiate");

    long frames = slot(tv, 0).video().frames();
    join("laptop");
    await(() -> slot(tv, 0).video().frames() > frames + 10);
    assertGoesOn(tv, tvBefore);
    assertThat(ear.slots).containsEntry("tv", List.of("laptop", "remote"));
  }

  /** Nothing missed, and no key frame needed: the picture was not begun anew. */
  private static void assertGoesOn(Softphone phone, SoftphoneStatistics.Slot before) {
    SoftphoneStatistics.Slot now = slot(phone, 1);
    assertThat(now.audio().lost() + now.video().lost()).as("lost").isZero();
    assertThat(now.video().recovered()).as("recovered").isEqualTo(before.video().recovered());
  }

  private Softphone join(String leg) throws Exception {
    Softphone phone = softphones.add(SoftphoneConfig.named(leg).withSlots(2));
    phone.accept(
        call.answer(leg, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS));
    return phone;
  }

  private static SoftphoneStatistics.Slot slot(Softphone phone, int slot) {
    return phone.statistics().slots().get(slot);
  }

  private static void awaitBoth(Softphone phone, int slot) {
    await(
        () ->
            slot(phone, slot).video().frames() >= 10 && slot(phone, slot).audio().packets() >= 10);
  }

  private static void awaitMore(Softphone phone, SoftphoneStatistics.Slot before) {
    await(() -> slot(phone, 1).video().frames() >= before.video().frames() + 30);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
