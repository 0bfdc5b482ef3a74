package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.MediaConfig;
import dev.switchboard.media.SdpException;
import dev.switchboard.signalling.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaEngineTest {
  private static final CallId CALL = CallId.random();
  private static final DeviceId DEVICE = DeviceId.random();
  private static final String NO_OFFER = "hello";

  private static final String OFFER =
      String.join(
          "\r\n",
          "v=0",
          "o=- 1 1 IN IP4 127.0.0.1",
          "s=-",
          "t=0 0",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "a=mid:0",
          "a=ice-ufrag:abcd",
          "a=ice-pwd:abcdefghijklmnopqrstuv",
          "a=fingerprint:sha-256 " + "00:".repeat(31) + "00",
          "a=setup:actpass",
          "a=rtcp-mux",
          "a=rtpmap:111 opus/48000/2",
          "");

  private final MediaEngine engine =
      new MediaEngine(
          new CallMediaEvents(),
          MediaConfig.defaults()
              .withAddresses(List.of(InetAddress.getLoopbackAddress()))
              .withPorts(0, 1),
          new SimpleMeterRegistry());
  private final CountDownLatch letGo = new CountDownLatch(1);

  @BeforeEach
  void start() {
    engine.start();
  }

  @AfterEach
  void stop() {
    letGo.countDown();
    engine.stop();
  }

  @Test
  void saysThatTheCallIsOverWhenItEndsWhileAnOfferIsAnswered() throws Exception {
    holdLoop();
    CompletionStage<String> answer = engine.answer(CALL, LegId.random(), DEVICE, OFFER);
    engine.close(CALL);
    letGo.countDown();
    assertThatThrownBy(() -> answer.toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CALL_OVER));
  }

  @Test
  void saysThatAnOfferIsNoneWhileTheCallGoesOn() {
    CompletionStage<String> answer = engine.answer(CALL, LegId.random(), DEVICE, NO_OFFER);
    assertThatThrownBy(() -> answer.toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SdpException.class);
  }

  /** Returns when the one loop waits for {@link #letGo}: what is asked of it now queues up. */
  private void holdLoop() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CallId other = CallId.random();
    engine.answer(other, LegId.random(), DEVICE, NO_OFFER).exceptionally(problem -> "");
    // A stage that is done already would run what depends on it here, so it is asked until it
    // isn't.
    while (held.getCount() > 0) {
      CompletableFuture<Void> asked =
          engine
              .quality(other)
              .thenAccept(
                  quality -> {
                    if (Thread.currentThread().getName().startsWith("media-")) {
                      held.countDown();
                      await(letGo);
                    }
                  })
              .toCompletableFuture();
      CompletableFuture.anyOf(asked, CompletableFuture.runAsync(() -> await(held)))
          .orTimeout(10, TimeUnit.SECONDS)
          .join();
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
