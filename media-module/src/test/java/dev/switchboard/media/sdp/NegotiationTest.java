package dev.switchboard.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final List<String> VIDEO = List.of("VP8", "H264", "VP9", "AV1");
  static final LocalSide LOCAL =
      new LocalSide(
          7,
          1,
          "ufrg",
          "0123456789012345678901",
          List.of("1 1 udp 2130706431 192.0.2.1 10000 typ host"),
          "192.0.2.1",
          10_000,
          "AB:CD",
          "cname1",
          List.of(new SlotSsrcs(11, 22, 23), new SlotSsrcs(31, 32, 33)));

  @Test
  @DisplayName("takes Chromium's opus and its video codecs in our order, each with its RTX")
  void chromium() throws BadSdpException {
    Negotiation result = negotiate(resource("chromium-156-offer.sdp"));

    assertThat(result.audio().orElseThrow().codecs())
        .extracting(Codec::payloadType)
        .containsExactly(111);
    NegotiatedSection video = result.video().orElseThrow();
    assertThat(video.codecs())
        .extracting(Codec::payloadType)
        .containsExactly(96, 102, 104, 108, 114, 116, 39, 98, 100, 45);
    assertThat(video.codecs())
        .extracting(Codec::rtxPayloadType)
        .containsExactly(97, 103, 107, 109, 115, 117, 40, 99, 101, 46);
    assertThat(video.codecs().get(0).feedback())
        .containsExactlyInAnyOrder("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");
    assertThat(video.ssrcs()).containsExactly(918786903L);
    assertThat(video.rtxSsrcs()).containsExactly(Map.entry(918786903L, 1082401946L));
    assertThat(video.extension(HeaderExtension.TRANSPORT_CC)).isEqualTo(3);
    assertThat(video.extension(HeaderExtension.AUDIO_LEVEL)).isZero();
    assertThat(result.offer().iceUfrag()).isEqualTo("P2mp");
    assertThat(result.offer().dtlsServer()).isTrue();
  }

  @Test
  @DisplayName("shows no password where it is printed")
  void keepsPasswords() throws BadSdpException {
    assertThat(negotiate(resource("chromium-156-offer.sdp")).toString())
        .contains("P2mp")
        .doesNotContain("+xf7Phx35yi0nnMWthmPQrqe");
    assertThat(LOCAL.toString()).contains("ufrg").doesNotContain("0123456789012345678901");
  }

  @Test
  @DisplayName(
      "answers Chromium with what RFC 9429 wants of an ice-lite, passive, bundled answerer")
  void answerText() throws BadSdpException {
    Negotiation result = negotiate(resource("chromium-156-offer.sdp"));
    String text = new AnswerWriter(result, LOCAL).answer().write();

    assertThat(text)
        .startsWith("v=0\r\no=- 7 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\n")
        .contains(
            "a=group:BUNDLE 0 1\r\n",
            "a=extmap-allow-mixed\r\n",
            "m=audio 10000 UDP/TLS/RTP/SAVPF 63 111\r\nc=IN IP4 192.0.2.1\r\na=mid:0\r\n",
            "a=setup:passive\r\n",
            "a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host\r\na=end-of-candidates\r\n",
            "a=rtcp-mux\r\na=rtcp-rsize\r\n",
            "a=fmtp:111 minptime=10;useinbandfec=1\r\n",
            "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n",
            "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n",
            "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f\r\n",
            "a=ssrc-group:FID 22 23\r\na=ssrc:22 cname:cname1\r\n")
        .doesNotContain("toffset", "red/90000", "ulpfec", "rtcp-xr");
    SessionDescription read = SessionDescription.read(text);
    assertThat(read.write()).isEqualTo(text);
    assertThat(read.sections()).allMatch(section -> section.has("sendrecv"));
  }

  @Test
  @DisplayName("answers recvonly with sendonly")
  void receiveOnly() throws BadSdpException {
    Negotiation result = negotiate(resource("chromium-156-offer-recvonly.sdp"));
    assertThat(result.video().orElseThrow().direction()).isEqualTo(Direction.SENDONLY);
  }

  @Test
  @DisplayName("takes a second section of each kind that only receives, with streams of its own")
  void secondSlot() throws BadSdpException {
    Negotiation result = negotiate(withSecondSlot("a=recvonly"));
    assertThat(result.slots()).hasSize(2);
    assertThat(result.audio().orElseThrow().mid()).isEqualTo("0");
    NegotiatedSection second = result.slots().get(1).video().orElseThrow();
    assertThat(second.mid()).isEqualTo("3");
    assertThat(second.direction()).isEqualTo(Direction.SENDONLY);
    SessionDescription answer = new AnswerWriter(result, LOCAL).answer();
    assertThat(answer.find("group")).contains("BUNDLE 0 1 2 3");
    assertThat(answer.sections())
        .extracting(section -> section.has("sendonly"))
        .containsExactly(false, false, true, true);
    assertThat(answer.sections())
        .extracting(section -> section.find("msid").orElseThrow())
        .containsExactly("cname1 audio", "cname1 video", "cname1-1 audio-1", "cname1-1 video-1");
    assertThat(answer.sections())
        .extracting(section -> section.all("ssrc").get(0))
        .containsExactly(
            "11 cname:cname1", "22 cname:cname1", "31 cname:cname1", "32 cname:cname1");
    assertThat(answer.sections().get(3).find("ssrc-group")).contains("FID 32 33");
  }

  @Test
  @DisplayName("has the sending section first, also where it was made anew behind the others")
  void renewedSection() throws BadSdpException {
    String offer = withSecondSlot("a=recvonly");
    int from = offer.indexOf("m=video");
    String video = offer.substring(from, offer.indexOf("m=audio", from));
    String again =
        offer.replaceFirst("m=video \\d+", "m=video 0").replace("BUNDLE 0 1 2 3", "BUNDLE 0 2 3 4")
            + video.replace("a=mid:1", "a=mid:4");
    Negotiation result = negotiate(again);
    assertThat(result.video().orElseThrow().mid()).isEqualTo("4");
    assertThat(result.slots().get(1).video().orElseThrow().mid()).isEqualTo("3");
    SessionDescription answer = new AnswerWriter(result, LOCAL).answer();
    assertThat(answer.sections())
        .extracting(MediaSection::port)
        .containsExactly(10_000, 0, 10_000, 10_000, 10_000);
    assertThat(answer.sections().get(4).find("ssrc-group")).contains("FID 22 23");
  }

  @Test
  @DisplayName("rejects a second section that sends, and a third")
  void noMore() throws BadSdpException {
    assertThat(negotiate(withSecondSlot("a=sendrecv")).slots()).hasSize(1);
    String offer = withSecondSlot("a=recvonly");
    String third = offer.substring(offer.lastIndexOf("m=audio"), offer.lastIndexOf("m=video"));
    String three =
        offer.replace("BUNDLE 0 1 2 3", "BUNDLE 0 1 2 3 4") + third.replace("mid:2", "mid:4");
    assertThat(new AnswerWriter(negotiate(three), LOCAL).answer().sections().get(4).port())
        .isZero();
  }

  /** Chromium's offer with what our page adds for another party. */
  private static String withSecondSlot(String direction) {
    String offer = resource("chromium-156-offer.sdp");
    int audio = offer.indexOf("m=audio");
    String added =
        offer
            .substring(audio)
            .replace("a=mid:1", "a=mid:3")
            .replace("a=mid:0", "a=mid:2")
            .replace("a=sendrecv", direction)
            .replaceAll("a=(?:ssrc|ssrc-group|msid):.*\r?\n", "");
    return offer.replace("BUNDLE 0 1", "BUNDLE 0 1 2 3") + added;
  }

  @Test
  @DisplayName("puts codecs that the others can receive first, whatever our order")
  void commonFirst() throws BadSdpException {
    Offer offer = Offer.read(resource("chromium-156-offer.sdp"));
    Codec safari = h264("1", "42e01f");
    Negotiation result = Negotiation.of(offer, VIDEO, safari::takes);
    assertThat(result.video().orElseThrow().codecs())
        .extracting(Codec::payloadType)
        .startsWith(108, 96);
  }

  @Test
  @DisplayName("rejects sections that it can't carry in their place, and keeps the others")
  void rejects() throws BadSdpException {
    String offer =
        resource("chromium-156-offer.sdp").replace("BUNDLE 0 1", "BUNDLE 0 1 2 3")
            + "\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=sctp-port:5000\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:3\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";
    SessionDescription answer = new AnswerWriter(negotiate(offer), LOCAL).answer();
    assertThat(answer.sections())
        .extracting(MediaSection::port)
        .containsExactly(10000, 10000, 0, 0);
    assertThat(answer.sections()).extracting(MediaSection::mid).containsExactly("0", "1", "2", "3");
    assertThat(answer.find("group")).contains("BUNDLE 0 1");
  }

  @Test
  @DisplayName("takes only the first section of an offer without BUNDLE")
  void noBundle() throws BadSdpException {
    Negotiation result =
        negotiate(resource("chromium-156-offer.sdp").replace("a=group:BUNDLE 0 1\r\n", ""));
    assertThat(result.audio()).isPresent();
    assertThat(result.video()).isEmpty();
  }

  @Test
  @DisplayName("answers as DTLS client where the terminal insists on being the server")
  void passiveTerminal() throws BadSdpException {
    Negotiation result =
        negotiate(resource("chromium-156-offer.sdp").replace("setup:actpass", "setup:passive"));
    assertThat(new AnswerWriter(result, LOCAL).answer().write()).contains("a=setup:active\r\n");
  }

  @Test
  @DisplayName("says what is wrong with an offer")
  void complains() {
    String good = resource("chromium-156-offer.sdp");
    complains("hello", "does not begin with v=0");
    complains("v=0\r\n", "no o= line");
    complains("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\nnonsense", "Line 3");
    complains("v=0\r\no=x\r\nm=audio 9\r\n", "incomplete");
    complains("v=0\r\no=x\r\nm=audio 70000 X 1\r\n", "no number");
    complains("v=0\r\no=x\r\n", "no media section");
    complains("v=0\n" + "a=x\n".repeat(20_000), "larger than 64 KiB");
    complains("v=0\no=x\n" + "m=audio 9 X 1\n".repeat(40), "more than 32");
    complains(good.replaceAll("a=ice-pwd:.*\r\n", ""), "no a=ice-pwd");
    complains(good.replaceAll("a=ice-pwd:.*\r\n", "a=ice-pwd:short\r\n"), "ICE credentials");
    complains(good.replaceAll("sha-256 D5", "sha-256 5"), "fingerprint of the offer is malformed");
    complains(good.replaceAll("a=fingerprint:.*\r\n", ""), "no a=fingerprint");
    complains(good.replaceAll("sha-256", "sha-1"), "must be SHA-256");
    complains(good.replaceAll("a=rtcp-mux\r\n", ""), "no audio or video section that we can carry");
    complains(good.replaceAll("opus|VP8|VP9|AV1|H264", "secret"), "neither Opus audio nor video");
    complains(good.replaceAll("a=mid:1", "a=mid:0"), "the same a=mid");
    complains(good.replace("s=-", "a=ice-lite"), "ice-lite");
    complains(good.replaceAll("setup:actpass", "setup:holdconn"), "holdconn");
  }

  @Test
  @DisplayName("compares H.264 by packetization mode and by which profile decodes which")
  void h264Profiles() {
    Codec constrained = h264("1", "42e01f");
    Codec baseline = h264("1", "42001f");
    Codec main = h264("1", "4d001f");
    Codec high = h264("1", "640c1f");
    assertThat(baseline.takes(constrained)).isTrue();
    assertThat(constrained.takes(baseline)).isFalse();
    assertThat(high.takes(main)).isTrue();
    assertThat(main.takes(high)).isFalse();
    assertThat(constrained.takes(h264("1", "42c00a"))).isTrue();
    assertThat(constrained.takes(h264("0", "42e01f"))).isFalse();
    assertThat(h264("1", "nonsense").takes(constrained)).isFalse();
  }

  private static void complains(String offer, String why) {
    assertThatThrownBy(() -> negotiate(offer))
        .isInstanceOf(BadSdpException.class)
        .hasMessageContaining(why);
  }

  private static Negotiation negotiate(String offer) throws BadSdpException {
    return Negotiation.of(Offer.read(offer), VIDEO, codec -> false);
  }

  private static Codec h264(String mode, String profile) {
    return new Codec(
        1,
        "H264",
        90_000,
        1,
        Map.of("packetization-mode", mode, "profile-level-id", profile),
        Set.of(),
        -1,
        -1);
  }

  static String resource(String name) {
    try (InputStream in = NegotiationTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
