package dev.switchboard.media;

import dev.switchboard.media.forwarding.Counters;
import dev.switchboard.media.forwarding.NtpTime;
import dev.switchboard.media.transport.Cancellable;
import dev.switchboard.media.transport.MediaLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A media loop with the parts of calls that live on it, which it ticks, and its counters. */
final class CallLoop {
  private static final Logger log = LoggerFactory.getLogger(CallLoop.class);

  private static final Duration TICK = Duration.ofMillis(10);

  private final MediaLoop loop;
  private final NtpTime ntp;
  private final Counters counters = new Counters();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger legs = new AtomicInteger();
  private final Cancellable ticking;

  /** On the loop only. */
  private final List<CallPart> calls = new ArrayList<>();

  CallLoop(MediaLoop loop, NtpTime ntp) {
    this.loop = loop;
    this.ntp = ntp;
    this.ticking = loop.every(TICK, this::tick);
  }

  private void tick() {
    long now = loop.nanoTime();
    for (int i = 0; i < calls.size(); i++) {
      try {
        calls.get(i).tick(now);
      } catch (RuntimeException | Error e) {
        log.error("a call failed at its tick; the others go on", e);
      }
    }
  }

  /** Takes a part of a call, from any thread. */
  void add(CallPart call) {
    size.incrementAndGet();
    loop.execute(() -> calls.add(call));
  }

  /** Lets a part go that was added once. */
  void remove(CallPart call) {
    size.decrementAndGet();
    loop.execute(() -> calls.remove(call));
  }

  /** Parts of calls that are placed here. Any thread. */
  int size() {
    return size.get();
  }

  /** Counts a leg in or out. */
  void countLeg(int change) {
    legs.addAndGet(change);
  }

  /** Legs of the calls here. Any thread. */
  int legs() {
    return legs.get();
  }

  int port() {
    return loop.port();
  }

  MediaLoop loop() {
    return loop;
  }

  NtpTime ntp() {
    return ntp;
  }

  Counters counters() {
    return counters;
  }

  void addTo(Map<String, Long> sums) {
    counters.addTo(sums);
    loop.counters().forEach((name, count) -> sums.merge(name, count, Long::sum));
  }

  void close() {
    ticking.cancel();
    loop.close();
  }
}
