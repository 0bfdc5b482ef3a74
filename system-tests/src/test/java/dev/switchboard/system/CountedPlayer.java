package dev.switchboard.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.system.Truth.Numbered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** The player of a recording of counted pictures, and which of them it shows when. */
final class CountedPlayer {
  private static final Logger log = Logger.getLogger(CountedPlayer.class.getName());

  /** Over so many it is judged whether the sides are in step. */
  private static final int FEW = 9;

  /** Seconds: what is nearer to the player's clock than half of 40 ms is as near to the other. */
  private static final double NEAR = 0.02;

  /** How long a viewer waits for both sides to be in step, and thinks nothing of it. */
  private static final Duration STEP_LIMIT = Duration.ofSeconds(3);

  /** What measuring may take beyond the time of the recording that is measured. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String WATCH =
      CountedPicture.SCRIPT
          + """
          window.shown = { caller: [], callee: [] };
          for (const track of document.querySelectorAll('.player-track')) {
            const video = track.querySelector('video');
            const show = (now, { expectedDisplayTime, mediaTime }) => {
              const place = 1000 * mediaTime + Number(video.dataset.start);
              const picture = number(video, video.videoWidth, video.videoHeight);
              window.shown[track.dataset.track].push([expectedDisplayTime, picture, place]);
              video.requestVideoFrameCallback(show);
            };
            video.requestVideoFrameCallback(show);
          }
          """;

  /** How far the media are from the clock, in seconds, the farthest of all of them. */
  private static final String FARTHEST =
      """
      return Math.max(...[...document.querySelectorAll('.player video:not([hidden])')].map((video) =>
        Math.abs(video.currentTime + video.dataset.start / 1000 - window.playback.position)));
      """;

  private final Person viewer;

  /**
   * What is shown from that time of the page's clock on.
   *
   * @param captured when it was, since the recording began
   */
  private record Shown(double from, double captured) {}

  /** Of the recording that the viewer's page shows. */
  CountedPlayer(Person viewer) {
    this.viewer = viewer;
    viewer.run(WATCH);
  }

  /** Plays, and waits until both sides are where the player's clock is. */
  CountedPlayer play() {
    viewer.click("#player-play");
    return awaitStep();
  }

  CountedPlayer seek(double seconds) {
    viewer.run("window.playback.seek(arguments[0])", seconds);
    return awaitStep();
  }

  CountedPlayer speed(double speed) {
    viewer.run("window.playback.setSpeed(arguments[0])", speed);
    return awaitStep();
  }

  private CountedPlayer awaitStep() {
    long began = System.nanoTime();
    Wait.until(
        "both are where the clock is",
        STEP_LIMIT,
        () ->
            viewer.find("#player").getAttribute("data-state").equals("playing")
                && ((Number) viewer.run(FARTHEST)).doubleValue() < NEAR);
    log.info(() -> "in step after %d ms".formatted((System.nanoTime() - began) / 1_000_000));
    return this;
  }

  /**
   * By how many milliseconds of the recording the caller is ahead of the callee, from now on: the
   * medians of every few pictures, since the screen is renewed 60 times a second, so that any of
   * them may be shown a moment early or late. Between two pictures time goes on.
   *
   * @param pictures so many of each side are looked at
   */
  List<Double> skews(Truth caller, Truth callee, int pictures) {
    viewer.run("window.shown.caller = []; window.shown.callee = [];");
    Wait.until(
        "enough is shown",
        LIMIT.plusSeconds(pictures / CountedPicture.RATE),
        () ->
            (Boolean)
                viewer.run(
                    "return Math.min(shown.caller.length, shown.callee.length) >= arguments[0]",
                    pictures));
    JsonNode all = viewer.json("window.shown");
    List<Shown> others = shown(all.path("callee"), callee);
    List<Double> each = new ArrayList<>();
    for (Shown own : shown(all.path("caller"), caller)) {
      for (int i = 1; i < others.size(); i++) {
        Shown before = others.get(i - 1);
        Shown after = others.get(i);
        if (before.from() <= own.from() && own.from() < after.from()) {
          double share = (own.from() - before.from()) / (after.from() - before.from());
          double other = before.captured() + share * (after.captured() - before.captured());
          each.add(own.captured() - other);
        }
      }
    }
    return IntStream.rangeClosed(0, each.size() - FEW)
        .mapToObj(from -> each.subList(from, from + FEW).stream().sorted().toList().get(FEW / 2))
        .toList();
  }

  private static List<Shown> shown(JsonNode all, Truth truth) {
    List<Shown> found = new ArrayList<>();
    for (JsonNode each : all) {
      truth
          .captured(new Numbered(each.get(1).asInt(), each.get(2).asDouble()))
          .ifPresent(captured -> found.add(new Shown(each.get(0).asDouble(), captured)));
    }
    return found;
  }
}
