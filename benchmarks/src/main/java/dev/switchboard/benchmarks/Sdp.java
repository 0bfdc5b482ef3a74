package dev.switchboard.benchmarks;

import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.sdp.MediaSection;
import dev.switchboard.media.sdp.SessionDescription;
import dev.switchboard.media.transport.ice.IceCandidate;
import dev.switchboard.media.transport.ice.IceParameters;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The few lines of SDP that one video section needs. */
final class Sdp {
  static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** How to reach the other side. */
  record Remote(
      String ufrag, String pwd, String hash, String fingerprint, List<IceCandidate> candidates) {}

  private Sdp() {}

  /** In which this side begins the DTLS handshake, so that each engine chooses the profile. */
  static String section(
      IceParameters ice,
      String fingerprint,
      String mid,
      List<String> extensions,
      String direction,
      long ssrc) {
    StringBuilder text = new StringBuilder();
    for (String line :
        List.of(
            "v=0",
            "o=- " + ssrc + " 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE " + mid,
            "m=video 9 UDP/TLS/RTP/SAVPF " + Peer.VP8,
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:" + ice.ufrag(),
            "a=ice-pwd:" + ice.pwd(),
            "a=fingerprint:sha-256 " + fingerprint,
            "a=setup:active",
            "a=mid:" + mid,
            "a=" + direction,
            "a=rtcp-mux",
            "a=rtcp-rsize",
            "a=rtpmap:" + Peer.VP8 + " VP8/90000",
            "a=rtcp-fb:" + Peer.VP8 + " nack",
            "a=rtcp-fb:" + Peer.VP8 + " nack pli")) {
      text.append(line).append("\r\n");
    }
    for (IceCandidate each : ice.candidates()) {
      text.append(
          String.format(
              "a=candidate:%s 1 udp %d %s %d typ host\r\n",
              each.foundation(), each.priority(), each.address(), each.port()));
    }
    extensions.forEach(extension -> text.append("a=").append(extension).append("\r\n"));
    if (direction.equals("sendonly")) {
      text.append("a=msid:bench video\r\n");
      text.append("a=ssrc:").append(ssrc).append(" cname:bench\r\n");
    }
    return text.toString();
  }

  static SessionDescription read(String sdp) throws IOException {
    try {
      return SessionDescription.read(sdp);
    } catch (BadSdpException e) {
      throw new IOException(e.getMessage() + "\n" + sdp, e);
    }
  }

  /** The transport of the first section. */
  static Remote first(String sdp) throws IOException {
    SessionDescription description = read(sdp);
    MediaSection section = description.sections().get(0);
    String[] fingerprint = value(description, section, "fingerprint").split(" +", 2);
    return new Remote(
        value(description, section, "ice-ufrag"),
        value(description, section, "ice-pwd"),
        fingerprint[0],
        fingerprint[1],
        section.all("candidate").stream().flatMap(line -> candidate(line).stream()).toList());
  }

  private static String value(SessionDescription description, MediaSection section, String name)
      throws IOException {
    return description
        .find(section, name)
        .orElseThrow(() -> new IOException("no a=" + name + " in\n" + description.write()));
  }

  private static Optional<IceCandidate> candidate(String line) {
    String[] fields = line.split(" +", 9);
    return fields.length < 8 || !fields[2].equalsIgnoreCase("udp")
        ? Optional.empty()
        : Optional.of(
            new IceCandidate(
                fields[0],
                fields[2],
                Long.parseLong(fields[3]),
                fields[4],
                Integer.parseInt(fields[5]),
                fields[7],
                ""));
  }
}
