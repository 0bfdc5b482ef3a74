package dev.switchboard.media.sdp;

import java.util.List;

/**
 * Our side of a description: what the transport has, and the streams that we send.
 *
 * @param sessionId the same in all answers to one leg, below 2^63
 * @param version one more in each answer to a leg (RFC 8866 section 5.2)
 * @param candidates values of {@code a=candidate} lines, the best first, at least one
 * @param address of the best candidate, IPv4 or IPv6 as text
 * @param port of the best candidate
 * @param fingerprint SHA-256 of our certificate, {@code AB:CD:...}
 * @param cname one random name for all that we send to the leg (RFC 7022)
 * @param ssrcs of each slot that a leg can have
 */
public record LocalSide(
    long sessionId,
    int version,
    String iceUfrag,
    String icePwd,
    List<String> candidates,
    String address,
    int port,
    String fingerprint,
    String cname,
    List<SlotSsrcs> ssrcs) {

  public LocalSide {
    candidates = List.copyOf(candidates);
    ssrcs = List.copyOf(ssrcs);
  }

  String connection() {
    return (address.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ") + address;
  }

  /** Without the password, so that no log shows it. */
  @Override
  public String toString() {
    return "LocalSide[iceUfrag=" + iceUfrag + ", version=" + version + "]";
  }
}
