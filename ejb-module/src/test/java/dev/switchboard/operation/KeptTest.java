package dev.switchboard.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final FakeClock clock = new FakeClock();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void asksAgainOnlyWhenTheAnswerIsOld() {
    Kept<Integer> kept = new Kept<>(Duration.ofSeconds(1), clock, asked::incrementAndGet);
    assertThat(kept.get()).isEqualTo(1);
    clock.advance(Duration.ofMillis(999));
    assertThat(kept.get()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(kept.get()).isEqualTo(2);
  }

  @Test
  void countsTheAgeFromWhenTheAnswerWasFoundHoweverLongThatTook() {
    Kept<Integer> kept =
        new Kept<>(
            Duration.ofSeconds(1),
            clock,
            () -> {
              clock.advance(Duration.ofSeconds(5));
              return asked.incrementAndGet();
            });
    kept.get();
    assertThat(kept.get()).isEqualTo(1);
  }

  @Test
  void asksOnceForAllWhoCameMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Kept<Integer> kept =
        new Kept<>(
            Duration.ofSeconds(1),
            clock,
            () -> {
              begun.countDown();
              await(go);
              return asked.incrementAndGet();
            });
    ExecutorService many = Executors.newFixedThreadPool(20);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(many.submit(kept::get));
      }
      await(begun);
      go.countDown();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      }
    } finally {
      many.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
