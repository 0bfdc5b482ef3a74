package dev.switchboard.system;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has come of each picture and sound of a call, by the sections of the description (their
 * {@code mid}), from the call's beginning to one moment. The browser's decoder measures freezes and
 * concealment itself, so that a page that is held up sees no gap that was none.
 *
 * @param frames decoded of each picture
 * @param frozen for how long each picture stood still, s (W3C webrtc-stats, totalFreezesDuration)
 * @param packets received of each sound
 * @param concealed samples of each sound that had to be made up, but for those in silence
 */
record StreamFigures(
    Map<String, Double> frames,
    Map<String, Double> frozen,
    Map<String, Double> packets,
    Map<String, Double> concealed) {
  private static final double SAMPLES_PER_SECOND = 48_000;
  private static final int SOME = 15;

  private static final String SCRIPT =
      """
      const done = arguments[0];
      const figures = { frames: {}, frozen: {}, packets: {}, concealed: {} };
      const peer = window.switchboard.connection;
      if (!peer) { done(figures); return; }
      peer.getStats().then((stats) => {
        for (const s of stats.values()) {
          if (s.type !== 'inbound-rtp') continue;
          if (s.kind === 'video') {
            figures.frames[s.mid] = s.framesDecoded ?? 0;
            figures.frozen[s.mid] = s.totalFreezesDuration ?? 0;
          } else {
            figures.packets[s.mid] = s.packetsReceived ?? 0;
            figures.concealed[s.mid] = (s.concealedSamples ?? 0) - (s.silentConcealedSamples ?? 0);
          }
        }
        done(figures);
      });
      """;

  @SuppressWarnings("unchecked")
  static StreamFigures of(Person person) {
    Map<String, Map<String, Number>> all =
        (Map<String, Map<String, Number>>) person.eventually(SCRIPT);
    return new StreamFigures(
        doubles(all.get("frames")),
        doubles(all.get("frozen")),
        doubles(all.get("packets")),
        doubles(all.get("concealed")));
  }

  private static Map<String, Double> doubles(Map<String, Number> numbers) {
    Map<String, Double> doubles = new HashMap<>();
    numbers.forEach((mid, number) -> doubles.put(mid, number.doubleValue()));
    return doubles;
  }

  /** Who is seen and heard now: while one picture brings {@value #SOME} frames. */
  static Flow flowing(Person person) {
    StreamFigures before = of(person);
    StreamFigures after =
        Wait.value(
            "some picture comes",
            Browser.PATIENCE,
            () -> {
              StreamFigures now = of(person);
              return now.frames().keySet().stream()
                      .anyMatch(mid -> more(now.frames(), before.frames(), mid) >= SOME)
                  ? now
                  : null;
            });
    return new Flow(
        grown(after.frames(), before.frames()), grown(after.packets(), before.packets()));
  }

  /** The sections in which something comes. */
  record Flow(Set<String> pictures, Set<String> sounds) {
    /** Whether it is one picture with one sound. */
    boolean isOne() {
      return pictures.size() == 1 && sounds.size() == 1;
    }
  }

  private static Set<String> grown(Map<String, Double> after, Map<String, Double> before) {
    return after.keySet().stream()
        .filter(mid -> more(after, before, mid) > 0)
        .collect(Collectors.toSet());
  }

  private static double more(Map<String, Double> after, Map<String, Double> before, String mid) {
    return after.get(mid) - before.getOrDefault(mid, 0.0);
  }

  /** For how long the picture stood still since then, as the decoder saw it. */
  Duration frozenSince(StreamFigures before, String picture) {
    return seconds(more(frozen, before.frozen, picture));
  }

  /** How much of the sound had to be made up since then. */
  Duration concealedSince(StreamFigures before, String sound) {
    return seconds(more(concealed, before.concealed, sound) / SAMPLES_PER_SECOND);
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos(Math.round(value * 1e9));
  }
}
