package dev.switchboard.media.softphone;

import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.transport.LegTransport;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportState;
import dev.switchboard.media.transport.ice.IceParameters;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The media of one headless device. It offers, takes the answer, and from then on sends its test
 * picture and tone, and counts what it receives. Thread-safe; methods wait for the loop, a few
 * milliseconds at most, so they are not for the loop's own callbacks.
 */
public final class Softphone implements AutoCloseable {
  private static final int LOOP_LIMIT_SECONDS = 10;

  private final MediaLoop loop;
  private final LegTransport leg;
  private final SoftphoneMedia media;
  private final Supplier<OfferWriter> offers;
  private final boolean overTcp;

  // On the loop.
  private int version;
  private String connectedUfrag = "";

  Softphone(
      SoftphoneConfig config,
      MediaLoop loop,
      Clock clock,
      SecureRandom random,
      Function<OfferedCodec, Clip> clips)
      throws IOException {
    this.loop = loop;
    this.overTcp = config.overTcp();
    Sources sources = Sources.random(random, config.streams());
    this.media = new SoftphoneMedia(config, sources, loop, clock, clips);
    this.leg = loop.terminal(media);
    long sessionId = random.nextLong() >>> 2;
    this.offers = () -> new OfferWriter(config, sources, leg.fingerprint(), sessionId);
    onLoop(
        () -> {
          media.attach(leg);
          leg.offerProfiles(config.profiles());
          return true;
        });
  }

  /** A description of what it has: the first offer, or one more for a renegotiation. */
  public String offer() {
    return onLoop(() -> offer(leg.local()));
  }

  /** An offer with new ICE credentials, after the network has changed (RFC 8445 section 2.4). */
  public String offerRestart() {
    return onLoop(() -> offer(leg.restartIce()));
  }

  private String offer(IceParameters ice) {
    return offers.get().write(ice, ++version);
  }

  /**
   * Takes the answer to the last offer; the first begins to connect.
   *
   * @throws BadSdpException if it can't be read or misses something; then nothing has changed
   */
  public void accept(String answerSdp) throws BadSdpException {
    Answer answer = Answer.read(answerSdp);
    onLoop(
        () -> {
          accept(answer);
          return true;
        });
  }

  private void accept(Answer answer) {
    media.use(answer);
    if (!answer.ufrag().equals(connectedUfrag)) {
      connectedUfrag = answer.ufrag();
      answer.candidates().stream()
          .filter(candidate -> candidate.isPassive() == overTcp)
          .forEach(leg::addRemoteCandidate);
      leg.connect(
          answer.ufrag(),
          answer.pwd(),
          answer.fingerprintAlgorithm(),
          answer.fingerprint(),
          answer.weAreDtlsServer());
    }
  }

  /**
   * Completes, on the loop, when media can flow for the first time; fails with an {@link
   * IOException} when it never will.
   */
  public CompletionStage<Void> connected() {
    return media.connected().minimalCompletionStage();
  }

  public TransportState state() {
    return onLoop(leg::state);
  }

  /** Sends silence instead of the tone, and no picture, where true. */
  public void mute(boolean audio, boolean video) {
    onLoop(
        () -> {
          media.mute(audio, video);
          return true;
        });
  }

  /** Asks for a key frame, as a player does that has lost its picture. */
  public void requestKeyFrame() {
    onLoop(
        () -> {
          media.requestKeyFrame();
          return true;
        });
  }

  /** Forgets the longest gaps in what came in so far. */
  public void measureGapsAnew() {
    onLoop(
        () -> {
          media.measureGapsAnew();
          return true;
        });
  }

  public SoftphoneStatistics statistics() {
    return onLoop(media::statistics);
  }

  /** Hangs up. Again does nothing. */
  @Override
  public void close() {
    loop.execute(leg::close);
  }

  private <T> T onLoop(Supplier<T> work) {
    if (loop.inLoop()) {
      return work.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get(LOOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the loop is closed, or stands still", e);
    }
  }
}
