package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A media loop")
class MediaLoopTest {
  @Test
  @DisplayName("goes on ticking after a task has failed, whatever it threw")
  void survivesErrors() throws Exception {
    try (DtlsAgent dtls = DtlsAgent.create(1, Duration.ofSeconds(1));
        MediaLoop loop = MediaLoop.open("loop", TransportConfig.loopback(), dtls)) {
      CountDownLatch runs = new CountDownLatch(3);
      loop.every(
          Duration.ofMillis(1),
          () -> {
            runs.countDown();
            if (runs.getCount() == 2) {
              throw new AssertionError("a mistake in one call");
            }
          });
      assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
