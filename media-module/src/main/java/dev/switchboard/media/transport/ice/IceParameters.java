package dev.switchboard.media.transport.ice;

import java.util.List;

/**
 * What an agent tells its peer about itself (RFC 8839).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param pwd 22 to 256 ice-chars; a secret, so {@link #toString} leaves it out
 */
public record IceParameters(String ufrag, String pwd, List<IceCandidate> candidates) {

  public IceParameters {
    candidates = List.copyOf(candidates);
  }

  @Override
  public String toString() {
    return "IceParameters[ufrag=" + ufrag + ", candidates=" + candidates + "]";
  }
}
