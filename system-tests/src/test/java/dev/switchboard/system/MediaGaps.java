package dev.switchboard.system;

import java.time.Duration;
import java.util.Map;

/**
 * For how long at most nothing new came in a call, from whichever leg, since the page began to
 * watch; what has not come back yet counts up to now.
 *
 * @param picture between two decoded frames
 * @param sound between two audio packets
 * @param loudness between two rises of the audio's energy; the fake microphone beeps once a second
 */
record MediaGaps(Duration picture, Duration sound, Duration loudness) {
  private static final String WATCH =
      """
      const now = () => performance.now();
      const watch = { picture: [0, now(), 0], sound: [0, now(), 0], loudness: [0, now(), 0] };
      const note = (what, value) => {
        const [before, since, longest] = watch[what];
        const gap = Math.max(longest, now() - since);
        watch[what] = value > before ? [value, now(), gap] : [before, since, gap];
      };
      clearInterval(window.mediaWatch?.timer);
      window.mediaWatch = watch;
      watch.timer = setInterval(async () => {
        const stats = await window.switchboard.connection?.getStats();
        const sums = { picture: 0, sound: 0, loudness: 0 };
        for (const s of stats?.values() ?? []) {
          if (s.type === 'inbound-rtp' && s.kind === 'video') sums.picture += s.framesDecoded ?? 0;
          if (s.type === 'inbound-rtp' && s.kind === 'audio') {
            sums.sound += s.packetsReceived ?? 0;
            sums.loudness += s.totalAudioEnergy ?? 0;
          }
        }
        for (const [what, sum] of Object.entries(sums)) note(what, sum);
      }, 40);
      """;

  /** From now on the page watches. */
  static void watch(Person person) {
    person.run(WATCH);
  }

  static MediaGaps of(Person person) {
    @SuppressWarnings("unchecked")
    Map<String, Number> gaps =
        (Map<String, Number>)
            person.run(
                "const w = window.mediaWatch;"
                    + " return { picture: w.picture[2], sound: w.sound[2], loudness: w.loudness[2] }");
    return new MediaGaps(millis(gaps, "picture"), millis(gaps, "sound"), millis(gaps, "loudness"));
  }

  private static Duration millis(Map<String, Number> gaps, String what) {
    return Duration.ofMillis(gaps.get(what).longValue());
  }
}
