package dev.switchboard.media.forwarding;

import java.util.List;

/**
 * How what a line carries is shared among the slots of its leg: sound comes first, and the rest is
 * for the pictures, fairly. Each picture has an equal part of it, and what the others don't need of
 * theirs. Where it is not enough for all, those of the later slots rest before those of the earlier
 * ones do. Nothing is made here: it is asked all the time. On the loop of the call.
 */
final class LineShares {
  /** Opus with its headers, and room for its peaks, bit/s. */
  private static final long SOUND = 64_000;

  /** Each frame sent once more, bit/s. */
  private static final long SOUND_AGAIN = 34_000;

  private final Leg leg;

  LineShares(Leg leg) {
    this.leg = leg;
  }

  /** What the sound of all slots needs of the line, bit/s. */
  long sound(long nowNanos) {
    List<Slot> slots = leg.slots();
    int voices = 0;
    for (int i = 0; i < slots.size(); i++) {
      boolean wanted = slots.get(i).receives(MediaKind.AUDIO);
      // Room for one is kept in any case: a voice may come at any moment.
      if (wanted && (i == 0 || slots.get(i).subscription(MediaKind.AUDIO).source() != null)) {
        voices++;
      }
    }
    return voices * (SOUND + leg.line().soundCopies(nowNanos) * SOUND_AGAIN);
  }

  /** What the line carries of the picture of one slot, bit/s. */
  long picture(Slot slot, long nowNanos) {
    long all = leg.line().estimate().bitrate(nowNanos) - sound(nowNanos);
    List<Slot> slots = leg.slots();
    long left = all;
    int pictures = 1;
    for (int i = 0; i < slots.size(); i++) {
      Subscription other = slots.get(i).subscription(MediaKind.VIDEO);
      if (slots.get(i) != slot && other.isShown(nowNanos)) {
        pictures++;
        left -= claim(other, i < slot.index(), all);
      }
    }
    return pictures == 1 ? all : Math.max(all / pictures, left);
  }

  /** What another picture could use of the line: all of it, as long as that isn't known. */
  private static long claim(Subscription other, boolean isBefore, long all) {
    LayerChoice choice = other.choice();
    if (choice.isPaused()) {
      return isBefore ? choice.smallest() : 0;
    }
    return choice.largest() == 0 ? all : choice.largest();
  }

  /** What the line carries of what one slot shows, its sound with it, bit/s. */
  long slot(Slot slot, long nowNanos) {
    return picture(slot, nowNanos) + sound(nowNanos);
  }

  /** What the line would have to carry for more than the leg is sent, bit/s; 0 if nothing. */
  long wish(long nowNanos) {
    List<Slot> slots = leg.slots();
    long sum = 0;
    boolean more = false;
    for (int i = 0; i < slots.size(); i++) {
      Subscription seen = slots.get(i).subscription(MediaKind.VIDEO);
      if (seen.isShown(nowNanos)) {
        long wish = seen.wish(nowNanos);
        more |= wish > 0;
        sum += wish > 0 ? wish : seen.choice().largest();
      }
    }
    return more ? sum + sound(nowNanos) : 0;
  }
}
