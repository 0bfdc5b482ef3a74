package dev.switchboard.system;

import dev.switchboard.system.Truth.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much later each picture, or each beep, is in a recording than it was captured. All times are
 * milliseconds since the recording began.
 */
record Delays(List<Delay> all) {
  /** So long, in milliseconds, that there is a beep in each. */
  static final double WINDOW = 2_000;

  /**
   * One of them.
   *
   * @param at where it is in the recording
   */
  record Delay(double at, double millis) {}

  /** Of pictures: each counts where it is shown first. */
  static Delays ofPictures(List<Numbered> shown, Truth truth) {
    List<Delay> found = new ArrayList<>();
    int last = -1;
    for (Numbered picture : shown) {
      if (picture.number() != last) {
        last = picture.number();
        truth
            .captured(picture)
            .map(time -> new Delay(picture.millis(), picture.millis() - time))
            .ifPresent(found::add);
      }
    }
    return new Delays(found);
  }

  /** Of beeps. */
  static Delays ofBeeps(List<Double> heard, Truth truth) {
    return new Delays(
        heard.stream()
            .flatMap(at -> truth.beeped(at).map(time -> new Delay(at, at - time)).stream())
            .toList());
  }

  /**
   * How much later than another's these are, from window to window: medians, since a single picture
   * may be captured or shown a moment late.
   */
  List<Double> against(Delays other) {
    double end = all.isEmpty() ? 0 : all.get(all.size() - 1).at();
    List<Double> found = new ArrayList<>();
    for (double from = 0; from < end; from += WINDOW) {
      double window = from;
      median(window)
          .flatMap(own -> other.median(window).map(others -> own - others))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<Double> median(double from) {
    double[] sorted =
        all.stream()
            .filter(each -> each.at() >= from && each.at() < from + WINDOW)
            .mapToDouble(Delay::millis)
            .sorted()
            .toArray();
    return sorted.length == 0 ? Optional.empty() : Optional.of(sorted[sorted.length / 2]);
  }
}
