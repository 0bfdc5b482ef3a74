package dev.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the answer to an offer (RFC 9429 section 5.3): every section is answered in its place. */
public final class AnswerWriter {
  private final Negotiation negotiation;
  private final LocalSide local;

  public AnswerWriter(Negotiation negotiation, LocalSide local) {
    this.negotiation = negotiation;
    this.local = local;
  }

  public SessionDescription answer() {
    List<MediaSection> sections = new ArrayList<>();
    List<String> bundled = new ArrayList<>();
    for (OfferedSection offered : negotiation.offer().sections()) {
      Optional<Taken> taken = taken(offered);
      taken.map(each -> each.section.mid()).filter(mid -> !mid.isEmpty()).ifPresent(bundled::add);
      sections.add(taken.map(each -> accepted(offered, each)).orElseGet(() -> rejected(offered)));
    }
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(Attribute.flag("ice-lite"));
    if (!bundled.isEmpty()) {
      attributes.add(new Attribute("group", "BUNDLE " + String.join(" ", bundled)));
    }
    if (negotiation.offer().mixedExtensions()) {
      attributes.add(Attribute.flag("extmap-allow-mixed"));
    }
    attributes.add(new Attribute("msid-semantic", " WMS *"));
    String origin = "- " + local.sessionId() + " " + local.version() + " IN IP4 127.0.0.1";
    return new SessionDescription(origin, "-", attributes, sections);
  }

  /** A section that we take, and the slot that it belongs to. */
  private record Taken(NegotiatedSection section, int slot) {}

  private Optional<Taken> taken(OfferedSection offered) {
    for (int i = 0; i < negotiation.slots().size() && offered.usable(); i++) {
      int slot = i;
      Optional<NegotiatedSection> section = negotiation.slots().get(i).section(offered.kind());
      if (section.filter(each -> each.mid().equals(offered.mid())).isPresent()) {
        return section.map(each -> new Taken(each, slot));
      }
    }
    return Optional.empty();
  }

  private static MediaSection rejected(OfferedSection offered) {
    List<Attribute> attributes = new ArrayList<>();
    if (!offered.mid().isEmpty()) {
      attributes.add(new Attribute("mid", offered.mid()));
    }
    attributes.add(Attribute.flag(Direction.INACTIVE.attribute()));
    MediaSection written = offered.written();
    return new MediaSection(
        written.kind(), 0, written.protocol(), written.formats(), "IN IP4 0.0.0.0", attributes);
  }

  private MediaSection accepted(OfferedSection offered, Taken taken) {
    NegotiatedSection section = taken.section;
    List<Attribute> attributes = new ArrayList<>();
    if (!section.mid().isEmpty()) {
      attributes.add(new Attribute("mid", section.mid()));
    }
    transport(attributes);
    attributes.add(Attribute.flag(section.direction().attribute()));
    attributes.add(Attribute.flag("rtcp-mux"));
    if (section.reducedSizeRtcp()) {
      attributes.add(Attribute.flag("rtcp-rsize"));
    }
    for (HeaderExtension extension : section.extensions()) {
      attributes.add(new Attribute("extmap", extension.id() + " " + extension.uri()));
    }
    List<String> formats = new ArrayList<>();
    for (Codec codec : section.codecs()) {
      codec(formats, attributes, codec);
    }
    if (section.direction().sends()) {
      streams(attributes, taken);
    }
    if (!section.simulcast().isEmpty()) {
      simulcast(attributes, section);
    }
    return new MediaSection(
        section.kind(),
        local.port(),
        offered.written().protocol(),
        formats,
        local.connection(),
        attributes);
  }

  private void transport(List<Attribute> attributes) {
    attributes.add(new Attribute("ice-ufrag", local.iceUfrag()));
    attributes.add(new Attribute("ice-pwd", local.icePwd()));
    attributes.add(new Attribute("fingerprint", "sha-256 " + local.fingerprint()));
    attributes.add(new Attribute("setup", negotiation.offer().dtlsServer() ? "passive" : "active"));
    local.candidates().forEach(value -> attributes.add(new Attribute("candidate", value)));
    attributes.add(Attribute.flag("end-of-candidates"));
  }

  private static void codec(List<String> formats, List<Attribute> attributes, Codec codec) {
    String type = Integer.toString(codec.payloadType());
    String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
    if (codec.hasRed()) {
      // It comes first, or terminals would not send it.
      String red = Integer.toString(codec.redPayloadType());
      formats.add(red);
      attributes.add(new Attribute("rtpmap", red + " red/" + codec.clockRate() + channels));
      attributes.add(new Attribute("fmtp", red + " " + type + "/" + type));
    }
    formats.add(type);
    attributes.add(
        new Attribute("rtpmap", type + " " + codec.name() + "/" + codec.clockRate() + channels));
    codec.feedback().stream()
        .sorted()
        .forEach(value -> attributes.add(new Attribute("rtcp-fb", type + " " + value)));
    String format = codec.isNamed("opus") ? "minptime=10;useinbandfec=1" : codec.format();
    if (!format.isEmpty()) {
      attributes.add(new Attribute("fmtp", type + " " + format));
    }
    if (codec.hasRtx()) {
      String rtx = Integer.toString(codec.rtxPayloadType());
      formats.add(rtx);
      attributes.add(new Attribute("rtpmap", rtx + " rtx/" + codec.clockRate()));
      attributes.add(new Attribute("fmtp", rtx + " apt=" + type));
    }
  }

  /**
   * The streams that we send: one SSRC each, which stays whatever is forwarded in it. Sound and
   * picture of a slot are one media stream (RFC 8830), which terminals play in step.
   */
  private void streams(List<Attribute> attributes, Taken taken) {
    NegotiatedSection section = taken.section;
    SlotSsrcs ssrcs = local.ssrcs().get(taken.slot);
    String stream = taken.slot == 0 ? local.cname() : local.cname() + "-" + taken.slot;
    String track = stream + " " + section.kind() + (taken.slot == 0 ? "" : "-" + taken.slot);
    attributes.add(new Attribute("msid", track));
    long ssrc = section.kind().equals("audio") ? ssrcs.audio() : ssrcs.video();
    boolean repairs = section.codecs().stream().anyMatch(Codec::hasRtx);
    if (repairs) {
      attributes.add(new Attribute("ssrc-group", "FID " + ssrc + " " + ssrcs.rtx()));
    }
    attributes.add(new Attribute("ssrc", ssrc + " cname:" + local.cname()));
    attributes.add(new Attribute("ssrc", ssrc + " msid:" + track));
    if (repairs) {
      attributes.add(new Attribute("ssrc", ssrcs.rtx() + " cname:" + local.cname()));
      attributes.add(new Attribute("ssrc", ssrcs.rtx() + " msid:" + track));
    }
  }

  /**
   * The encodings that we take (RFC 8853 section 5.3.2). What the terminal has paused stays so
   * until it says otherwise: without the tilde browsers would begin to send it.
   */
  private static void simulcast(List<Attribute> attributes, NegotiatedSection section) {
    for (Rid rid : section.simulcast()) {
      attributes.add(new Attribute("rid", rid.accepted(section.codecs())));
    }
    String streams =
        section.simulcast().stream()
            .map(rid -> (rid.paused() ? "~" : "") + rid.id())
            .collect(Collectors.joining(";"));
    attributes.add(new Attribute("simulcast", "recv " + streams));
  }
}
