package dev.switchboard.media.forwarding;

import dev.switchboard.media.sdp.SlotSsrcs;
import java.util.List;

/**
 * The streams that a leg is sent. They stay the same as long as the leg exists, whatever is
 * forwarded in them: a change of source needs no negotiation.
 *
 * @param ssrcs of each slot that the leg can have
 * @param cname binds them together for lip synchronization (RFC 7022)
 */
public record LegStreams(List<SlotSsrcs> ssrcs, String cname) {
  public LegStreams {
    ssrcs = List.copyOf(ssrcs);
  }
}
