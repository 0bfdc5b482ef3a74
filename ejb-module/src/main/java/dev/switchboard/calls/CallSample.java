package dev.switchboard.calls;

import java.time.Instant;
import java.util.List;

/** How the legs of a call were doing between two moments. */
record CallSample(CallId call, Instant from, Instant until, List<OfLeg> legs) {
  /**
   * One leg.
   *
   * @param up what it sent, as it arrived here
   * @param down what it was sent, as it reported it
   */
  record OfLeg(LegId leg, Figures up, Figures down) {}
}
