package dev.switchboard.media.softphone;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The SSRCs of one softphone (RFC 3550 section 8), the same for its whole life: 1 to 2^32-1, all
 * different.
 *
 * @param video one for each encoding
 */
record Sources(long audio, List<Video> video) {
  /** One encoding, and its retransmissions. */
  record Video(long ssrc, long rtxSsrc) {}

  static Sources random(SecureRandom random, int encodings) {
    Set<Long> drawn = new LinkedHashSet<>();
    while (drawn.size() < 1 + 2 * encodings) {
      drawn.add(1 + Integer.toUnsignedLong(random.nextInt()) % 0xffff_ffffL);
    }
    List<Long> numbers = new ArrayList<>(drawn);
    List<Video> video = new ArrayList<>();
    for (int i = 1; i < numbers.size(); i += 2) {
      video.add(new Video(numbers.get(i), numbers.get(i + 1)));
    }
    return new Sources(numbers.get(0), List.copyOf(video));
  }
}
