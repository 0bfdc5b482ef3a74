package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.ReceivedPacket;
import java.util.List;

/**
 * Which encoding of a picture a receiver is sent, and up to which spatial layer of it: the largest
 * that its line carries. A change of encoding waits for a key frame of the new one, and until then
 * the old one goes on. When the line can't even carry the smallest, the picture pauses, so that the
 * sound does not suffer. On the loop of the call.
 */
final class LayerChoice {
  static final int NONE = -1;

  /** A larger encoding is taken when the line carries so much more than it, because it varies. */
  private static final double HEADROOM = 1.15;

  /** After a step down, so long no step up; longer each time that a step up did not last. */
  private static final long FIRST_PATIENCE_NANOS = 3_000_000_000L;

  private static final long LONGEST_PATIENCE_NANOS = 60_000_000_000L;

  /** A step up that lasts longer was right. */
  private static final long TRIAL_NANOS = 10_000_000_000L;

  /** So far may the smallest encoding exceed the line, and so long, before the picture pauses. */
  private static final double EXCESS = 1.5;

  /** So far it can't, if packets wait already: the queue would be full in a moment. */
  private static final double OVERLOAD = 2;

  /** So far may it exceed the line, whose capacity is never known exactly, to come back. */
  private static final double RETURN = 1.1;

  private static final long EXCESS_NANOS = 3_000_000_000L;

  /** What is sent, and what should be: an encoding and its highest spatial layer, as one number. */
  private int present = NONE;

  private int wanted = NONE;
  private boolean paused;
  private boolean atOnce;
  private boolean exceeds;
  private long exceedsSince;
  private long wish;

  /** Bit/s of the smallest and the largest of what there is; 0 while that is not known. */
  private long smallest;

  private long largest;

  private long patience = FIRST_PATIENCE_NANOS;
  private boolean steppedUp;
  private long lastStepUp;
  private boolean steppedDown;
  private long lastStepDown;

  /** Another publication is shown: nothing that was learnt of the last one holds. */
  void restart() {
    present = NONE;
    wanted = NONE;
    paused = false;
    exceeds = false;
    atOnce = false;
    wish = 0;
    smallest = 0;
    largest = 0;
    patience = FIRST_PATIENCE_NANOS;
    steppedUp = false;
    steppedDown = false;
  }

  /**
   * Decides anew.
   *
   * @param budget what the line carries beside the sound, bit/s
   * @param congestion of what goes over it
   */
  void decide(List<Encoding> encodings, long budget, Congestion congestion, long nowNanos) {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    long larger = Long.MAX_VALUE;
    int least = NONE;
    int best = NONE;
    long reference = rate(encodings, present, nowNanos);
    for (int layer = 0; layer < encodings.size() * Encoding.LAYERS; layer++) {
      long rate = rate(encodings, layer, nowNanos);
      if (rate == 0) {
        continue;
      }
      if (rate < lowest) {
        lowest = rate;
        least = layer;
      }
      highest = Math.max(highest, rate);
      if (rate > (rate > reference ? budget / HEADROOM : budget)) {
        larger = Math.min(larger, rate);
      } else if (rate > rate(encodings, best, nowNanos)) {
        best = layer;
      }
    }
    smallest = least == NONE ? 0 : lowest;
    largest = highest;
    boolean fills = congestion == Congestion.FILLS && smallest > OVERLOAD * budget;
    pause(budget, fills || congestion == Congestion.FULL, nowNanos);
    wish = larger == Long.MAX_VALUE ? 0 : (long) (larger * HEADROOM) + 1;
    step(best == NONE ? least : best, encodings, reference, nowNanos);
  }

  /** With all that a layer depends on, bit/s; 0 if it isn't sent. */
  private static long rate(List<Encoding> encodings, int layer, long nowNanos) {
    if (layer == NONE || encoding(layer) >= encodings.size()) {
      return 0;
    }
    Encoding encoding = encodings.get(encoding(layer));
    return encoding.flows(nowNanos) ? encoding.bitrate(spatial(layer)) : 0;
  }

  private static int encoding(int layer) {
    return layer / Encoding.LAYERS;
  }

  private static int spatial(int layer) {
    return layer % Encoding.LAYERS;
  }

  private void step(int best, List<Encoding> encodings, long reference, long nowNanos) {
    if (best == NONE || best == present) {
      wanted = best == NONE ? wanted : best;
      return;
    }
    if (reference == 0) {
      // The present one has stopped, or there is none: whatever fits is better.
      wanted = best;
    } else if (rate(encodings, best, nowNanos) > reference) {
      if (!steppedDown || nowNanos - lastStepDown >= patience) {
        steppedUp = true;
        lastStepUp = nowNanos;
        wanted = best;
      }
    } else {
      boolean failed = steppedUp && nowNanos - lastStepUp < TRIAL_NANOS;
      patience = failed ? Math.min(2 * patience, LONGEST_PATIENCE_NANOS) : FIRST_PATIENCE_NANOS;
      steppedUp = false;
      steppedDown = true;
      lastStepDown = nowNanos;
      wanted = best;
    }
  }

  private void pause(long budget, boolean full, long nowNanos) {
    if (full) {
      paused = true;
      atOnce = true;
    } else if (paused) {
      paused = smallest > (atOnce ? EXCESS : RETURN) * budget;
      exceeds = paused;
      atOnce &= paused;
    } else if (smallest <= EXCESS * budget) {
      exceeds = false;
    } else if (!exceeds) {
      exceeds = true;
      exceedsSince = nowNanos;
    } else {
      paused = nowNanos - exceedsSince >= EXCESS_NANOS;
    }
  }

  /**
   * Whether a packet is sent. A key frame of the wanted encoding makes that the present one; a
   * higher layer of the present encoding begins where its frame refers to lower ones only.
   */
  boolean takes(ReceivedPacket packet) {
    if (paused) {
      return false;
    }
    FrameLayers frame = packet.layers();
    if (frame.keyFrame()) {
      keyFrame(packet.encoding());
    } else if (present != wanted && encoding() == wantedEncoding()) {
      stepWithin(frame);
    }
    return packet.encoding() == encoding() && frame.spatialId() <= spatial(present);
  }

  private void keyFrame(int encoding) {
    if (wanted == NONE) {
      // Nothing is known of what there is: all of it, until something is.
      wanted = encoding * Encoding.LAYERS + Encoding.LAYERS - 1;
    }
    if (encoding == wantedEncoding()) {
      present = wanted;
    }
  }

  private void stepWithin(FrameLayers frame) {
    if (wanted < present) {
      present = frame.startOfFrame() && frame.spatialId() == 0 ? wanted : present;
    } else if (frame.switchingPoint() && frame.spatialId() == spatial(present) + 1) {
      present++;
    }
  }

  /** Whether a packet that is sent ends the picture, for a receiver that gets no higher layer. */
  boolean endsPicture(FrameLayers frame) {
    return frame.endOfFrame() && frame.spatialId() == spatial(present);
  }

  /** The encoding that is sent, {@link #NONE} before the first key frame. */
  int encoding() {
    return present == NONE ? NONE : encoding(present);
  }

  /** The encoding that should be sent; {@link #NONE} if any will do. */
  int wantedEncoding() {
    return wanted == NONE ? NONE : encoding(wanted);
  }

  /** Whether what should be sent can only begin with a key frame. */
  boolean waitsForKeyFrame() {
    return wantedEncoding() != encoding() || wanted > present;
  }

  /** Whether the picture rests because the line can't carry it. */
  boolean isPaused() {
    return paused;
  }

  /** What the line would have to carry for the next larger encoding, bit/s; 0 if there is none. */
  long wish() {
    return wish;
  }

  /** Of the smallest layer there is, bit/s; 0 while that is not known. */
  long smallest() {
    return smallest;
  }

  /** Of the largest layer there is, bit/s; 0 while that is not known. */
  long largest() {
    return largest;
  }
}
