package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** For tests that wait for what the media engine tells; a leg's name and what is the matter. */
final class Ear implements MediaEvents {
  private static final int LIMIT_SECONDS = 30;

  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Who was told last to be in whose slots. */
  final Map<String, List<String>> slots = new ConcurrentHashMap<>();

  @Override
  public void connected(String callId, String legId) {
    heard.add(legId + " connected");
  }

  @Override
  public void failed(String callId, String legId, String reason) {
    heard.add(legId + " failed: " + reason);
  }

  @Override
  public void lost(String callId, String legId) {
    heard.add(legId + " lost");
  }

  @Override
  public void recovered(String callId, String legId) {
    heard.add(legId + " recovered");
  }

  @Override
  public void slots(String callId, String legId, List<String> legIds) {
    slots.put(legId, legIds);
  }

  @Override
  public void renegotiate(String callId, String legId) {
    heard.add(legId + " renegotiate");
    throw new IllegalStateException("a mistake of the owner, which must not matter");
  }

  String next() throws InterruptedException {
    String event = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("an event within %d s", LIMIT_SECONDS).isNotNull();
    return event;
  }

  void awaits(String expected) throws InterruptedException {
    String event;
    do {
      event = next();
    } while (!event.equals(expected));
  }
}
