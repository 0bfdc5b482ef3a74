package dev.switchboard.media.transport.srtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SSRCs of one direction. A leg has a handful, so the list is searched, most often at the one
 * that was last found; a map would box each number.
 */
final class Sources {
  /** Enough for some layers with RTX, many times changed; a limit, because each takes memory. */
  static final int LIMIT = 256;

  private final List<SourceState> states = new ArrayList<>();
  private @Nullable SourceState last;

  /** The state of {@code ssrc}, or null if it is not known. */
  @Nullable SourceState find(int ssrc) {
    SourceState candidate = last;
    if (candidate != null && candidate.ssrc == ssrc) {
      return candidate;
    }
    for (int i = 0; i < states.size(); i++) {
      if (states.get(i).ssrc == ssrc) {
        last = states.get(i);
        return last;
      }
    }
    return null;
  }

  boolean full() {
    return states.size() >= LIMIT;
  }

  void add(SourceState state) {
    states.add(state);
    last = state;
  }
}
