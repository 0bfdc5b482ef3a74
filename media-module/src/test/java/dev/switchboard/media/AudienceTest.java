package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One sender and an audience, on a server with two loops. */
class AudienceTest {
  private static final int LIMIT_SECONDS = 30;
  private static final int VIEWERS = 40;

  private final List<Softphone> viewers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private MediaServer server;
  private Softphones softphones;
  private CallMedia call;

  @BeforeEach
  void gather() throws Exception {
    server =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withPorts(0, 2)
                .withMaxLegs(100),
            new Unheard());
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
    call = server.open("call");
  }

  @AfterEach
  void part() {
    softphones.close();
    server.close();
  }

  @Test
  @DisplayName("an audience is spread over the loops, and all of it sees the one who sends")
  void spreads() throws Exception {
    Softphone sender = softphones.add(SoftphoneConfig.named("sender"));
    join("sender", sender);
    gatherAudience();
    await(() -> viewers.stream().allMatch(viewer -> frames(viewer) >= 10));

    Map<Integer, Long> byPort =
        ports.stream().collect(Collectors.groupingBy(port -> port, Collectors.counting()));
    assertThat(byPort.keySet()).containsExactlyInAnyOrderElementsOf(server.ports());
    assertThat(byPort.values()).allMatch(legs -> legs > VIEWERS / 4);
    assertThat(call.quality().toCompletableFuture().get()).hasSize(VIEWERS + 1);
    assertThat(server.counters())
        .containsEntry("legs", VIEWERS + 1L)
        .containsEntry("drop.loop-busy", 0L);
    assertThat(viewers)
        .as("sound comes beside the picture")
        .allMatch(viewer -> viewer.statistics().audioReceived().packets() > 0);
  }

  @Test
  @DisplayName("a sender who comes late is seen on every loop, and the next one when he has left")
  void changesSenders() throws Exception {
    gatherAudience();
    Softphone first = softphones.add(SoftphoneConfig.named("first"));
    join("first", first);
    await(() -> viewers.stream().allMatch(viewer -> frames(viewer) >= 5));
    Softphone second = softphones.add(SoftphoneConfig.named("second"));
    join("second", second);
    await(() -> frames(second) >= 5);

    call.release("first");
    List<Long> before = viewers.stream().map(AudienceTest::frames).toList();
    await(
        () -> {
          for (int i = 0; i < VIEWERS; i++) {
            if (frames(viewers.get(i)) < before.get(i) + 10) {
              return false;
            }
          }
          return true;
        });
    call.close();
    await(() -> server.counters().get("legs") == 0);
  }

  private void gatherAudience() throws Exception {
    for (int i = 0; i < VIEWERS; i++) {
      Softphone viewer =
          softphones.add(SoftphoneConfig.named("viewer-" + i).withSending(false, false));
      viewers.add(viewer);
      ports.add(join("viewer-" + i, viewer));
    }
  }

  /** Returns the port that the server told. */
  private int join(String leg, Softphone phone) throws Exception {
    String answer =
        call.answer(leg, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    phone.accept(answer);
    return server.ports().stream()
        .filter(port -> answer.contains(" " + port + " typ host"))
        .findFirst()
        .orElseThrow();
  }

  private static long frames(Softphone phone) {
    return phone.statistics().videoReceived().frames();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
