package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a page in a call shows and says, and when its browser captured it: the truth that recordings
 * are held against. A track's own times count from a beginning that the browser does not tell; what
 * reaches the page soonest tells it: a picture once it is captured, a piece of sound after its last
 * sample. How long the quickest of hundreds is on its way counts as nothing. All times are
 * milliseconds since the recording began.
 *
 * @param pictures from the camera, each with its number
 * @param beeps when they began
 * @param sent how many frames were sent until when
 */
record Truth(List<Numbered> pictures, List<Double> beeps, List<Sent> sent) {
  /** A picture with its number, and when it was captured or is shown. */
  record Numbered(int number, double millis) {}

  /** The browser had sent so many frames of its picture at that time. */
  record Sent(double millis, long frames) {}

  /** What is farther from the truth is another picture of this number, or another beep. */
  static final double NEAR = 300;

  private static final String WATCH =
      CountedPicture.SCRIPT
          + Beeper.SCRIPT
          + """
          const [hertz] = arguments;
          const log = window.truth = { pictures: [], loudness: [], sent: [], least: {}, rates: {} };
          const take = {
            video(frame) {
              log.pictures.push([number(frame, frame.displayWidth, frame.displayHeight), frame.timestamp / 1000]);
            },
            audio(sound) {
              log.rates[sound.sampleRate] = true;
              const samples = new Float32Array(sound.numberOfFrames);
              sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
              for (let from = 0; from + 240 <= samples.length; from += 240) {
                log.loudness.push([loudness(samples, from, hertz), sound.timestamp / 1000 + (from + 120) / 48]);
              }
            },
          };
          const watch = async (track) => {
            const frames = new MediaStreamTrackProcessor({ track: track.clone(), maxBufferSize: 100 });
            const reader = frames.readable.getReader();
            for (let next = await reader.read(); !next.done; next = await reader.read()) {
              const length = track.kind === 'audio' ? next.value.duration : 0;
              const captured = (next.value.timestamp + length) / 1000;
              const delay = performance.timeOrigin + performance.now() - captured;
              log.least[track.kind] = Math.min(log.least[track.kind] ?? Infinity, delay);
              take[track.kind](next.value);
              next.value.close();
            }
          };
          const connection = window.switchboard.connection;
          connection.getSenders().filter(({ track }) => track).forEach(({ track }) => watch(track));
          const count = async () => {
            const all = [...(await connection.getStats()).values()]
              .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
            log.sent.push([all.reduce((sum, { framesSent }) => sum + (framesSent ?? 0), 0), all[0].timestamp]);
          };
          setInterval(count, 200);
          """;

  /** From now on the page, which is in a call, takes note. */
  static void watch(Person person, Beeper microphone) {
    person.run(WATCH, microphone.hertz());
  }

  /**
   * What the page has taken note of.
   *
   * @param began when the recording did
   */
  static Truth of(Person person, Instant began) {
    JsonNode log = person.json("window.truth");
    assertThat(log.path("rates").fieldNames())
        .toIterable()
        .containsExactly(Integer.toString(Beeper.SAMPLE_RATE));
    double start = began.toEpochMilli();
    double picture = log.path("least").path("video").asDouble() - start;
    double sound = log.path("least").path("audio").asDouble() - start;
    List<Numbered> pictures = new ArrayList<>();
    for (JsonNode each : log.path("pictures")) {
      pictures.add(new Numbered(each.get(0).asInt(), each.get(1).asDouble() + picture));
    }
    List<Beeper.Loudness> windows = new ArrayList<>();
    for (JsonNode each : log.path("loudness")) {
      windows.add(new Beeper.Loudness(each.get(1).asDouble() + sound, each.get(0).asDouble()));
    }
    List<Sent> sent = new ArrayList<>();
    for (JsonNode each : log.path("sent")) {
      sent.add(new Sent(each.get(1).asDouble() - start, each.get(0).asLong()));
    }
    return new Truth(pictures, Beeper.beginnings(windows), sent);
  }

  /** When a picture was captured that is at that place in the recording, or near it. */
  Optional<Double> captured(Numbered placed) {
    return nearest(
        pictures.stream()
            .filter(each -> each.number() == placed.number())
            .map(Numbered::millis)
            .toList(),
        placed.millis());
  }

  /** When a beep began that is at that place in the recording, or near it. */
  Optional<Double> beeped(double placed) {
    return nearest(beeps, placed);
  }

  private static Optional<Double> nearest(List<Double> times, double placed) {
    return times.stream()
        .min(Comparator.comparingDouble(each -> Math.abs(each - placed)))
        .filter(each -> Math.abs(each - placed) < NEAR);
  }
}
