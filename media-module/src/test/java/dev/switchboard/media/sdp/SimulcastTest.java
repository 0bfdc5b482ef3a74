package dev.switchboard.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulcastTest {
  private static final String CHROMIUM =
      NegotiationTest.resource("chromium-150-simulcast-offer.sdp");

  @Test
  @DisplayName("takes Chromium's three encodings in its order, and says so in the answer")
  void chromium() throws BadSdpException {
    Negotiation result = negotiate(CHROMIUM, "VP8");
    NegotiatedSection video = result.video().orElseThrow();
    assertThat(video.rids()).containsExactly("q", "h", "f");
    assertThat(video.extension(HeaderExtension.RTP_STREAM_ID)).isEqualTo(10);
    assertThat(video.extension(HeaderExtension.REPAIRED_RTP_STREAM_ID)).isEqualTo(11);
    assertThat(result.audio().orElseThrow().rids()).isEmpty();
    assertThat(answer(result))
        .contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n")
        .containsOnlyOnce("a=simulcast")
        .contains("a=extmap:10 " + HeaderExtension.RTP_STREAM_ID + "\r\n");
  }

  @Test
  @DisplayName("takes the dependency descriptor for AV1 only, since VP8 loses its numbers to it")
  void dependencyDescriptor() throws BadSdpException {
    String svc = NegotiationTest.resource("chromium-150-svc-offer.sdp");
    for (String offer : List.of(CHROMIUM, svc)) {
      assertThat(descriptorId(offer, "VP8")).isZero();
      assertThat(descriptorId(offer, "VP9")).isZero();
      assertThat(descriptorId(offer, "AV1")).isEqualTo(12);
    }
    NegotiatedSection video = negotiate(svc, "AV1").video().orElseThrow();
    assertThat(video.rids()).isEmpty();
    assertThat(video.extension(HeaderExtension.RTP_STREAM_ID)).isZero();
    assertThat(answer(negotiate(svc, "AV1"))).doesNotContain("a=rid", "a=simulcast");
  }

  @ParameterizedTest(name = "{1}, {0}: {2} ({3})")
  @CsvSource({
    "send q;h;f, a=rid:q send|a=rid:h send|a=rid:f send, q h f, as Chromium writes it",
    "send ~q;~h;f, a=rid:q send|a=rid:h send|a=rid:f send, q h f, what pauses may begin again",
    "'send q,p;h', a=rid:q send|a=rid:p send|a=rid:h send, q h, the first of alternatives",
    "'send q,p;h', a=rid:p send|a=rid:h send, p h, the first of alternatives that is described",
    "'recv a;b send q;h', a=rid:a recv|a=rid:b recv|a=rid:q send|a=rid:h send, q h, both ways",
    "send q;h recv a, a=rid:a recv|a=rid:q send|a=rid:h send, q h, both ways",
    "recv a;b, a=rid:a recv|a=rid:b recv, '', only to be received",
    "send q;h, a=rid:q send, q, an id that is not described",
    "send q;q;h, a=rid:q send|a=rid:h send, q h, the same stream twice",
    "send q;h, a=rid:q send|a=rid:q send|a=rid:h send, h, an id that is described twice",
    "send q;h, a=rid:q recv|a=rid:h send, h, the wrong direction",
    "send q;h, a=rid:q|a=rid:h send, h, no direction",
    "send q;h, a=rid:q! send|a=rid:h send, h, no id",
    "send q;h, a=rid:q send max-colour=3|a=rid:h send, h, an unknown restriction",
    "send q;h, a=rid:q send depend=h|a=rid:h send, h, a stream that depends on another",
    "send q;h, a=rid:q send pt=300|a=rid:h send, h, no payload type",
    "send q;h, a=rid:q send pt=45|a=rid:h send pt=96;max-br=9, h, a codec that was not taken",
    "send q;h;f;g;e, a=rid:q send|a=rid:h send|a=rid:f send|a=rid:g send|a=rid:e send, q h f g, five",
    "send q;h, '', '', nothing described",
  })
  void takes(String simulcast, String rids, String taken, String why) throws BadSdpException {
    NegotiatedSection video = negotiate(offer(simulcast, rids), "VP8").video().orElseThrow();
    assertThat(String.join(" ", video.rids())).as(why).isEqualTo(taken);
    boolean none = taken.isEmpty();
    assertThat(video.extension(HeaderExtension.RTP_STREAM_ID) == 0).as(why).isEqualTo(none);
  }

  @ParameterizedTest
  @CsvSource({
    "sendonly q;h",
    "send",
    "send q;",
    "send ;q",
    "'send q,'",
    "send q send h",
    "send q recv",
    "q;h",
    "send q h",
    "send q~",
    "send ~~q",
    "''",
  })
  @DisplayName("says that a malformed simulcast attribute is malformed")
  void malformed(String simulcast) {
    assertThatThrownBy(() -> negotiate(offer(simulcast, "a=rid:q send|a=rid:h send"), "VP8"))
        .isInstanceOf(BadSdpException.class)
        .hasMessageContaining("a=simulcast:" + simulcast + " is malformed");
  }

  @Test
  @DisplayName("refuses two simulcast attributes in one section")
  void twice() {
    assertThatThrownBy(() -> negotiate(CHROMIUM + "a=simulcast:send q\r\n", "VP8"))
        .isInstanceOf(BadSdpException.class)
        .hasMessageContaining("more than one a=simulcast");
  }

  @Test
  @DisplayName("repeats restrictions in the answer, with the payload types that are left")
  void restrictions() throws BadSdpException {
    String rids = "a=rid:q send pt=96,45,97;max-width=320;max-fps|a=rid:h send max-br=500000";
    assertThat(answer(negotiate(offer("send q;h", rids), "VP8")))
        .contains(
            "a=rid:q recv pt=96;max-width=320;max-fps\r\n",
            "a=rid:h recv max-br=500000\r\n",
            "a=simulcast:recv q;h\r\n");
  }

  @Test
  @DisplayName("leaves paused what the terminal has paused")
  void paused() throws BadSdpException {
    String offer = CHROMIUM.replace("a=simulcast:send q;h;f", "a=simulcast:send ~q;~h;f");
    Negotiation result = negotiate(offer, "VP8");
    assertThat(answer(result)).contains("a=rid:q recv\r\n", "a=simulcast:recv ~q;~h;f\r\n");
    assertThat(result.video().orElseThrow().simulcast())
        .extracting(Rid::paused)
        .containsExactly(true, true, false);
  }

  @Test
  @DisplayName("takes no simulcast from a terminal that does not send, or can't tell its encodings")
  void needsMore() throws BadSdpException {
    String silent = CHROMIUM.replace("a=sendrecv", "a=recvonly");
    assertThat(negotiate(silent, "VP8").video().orElseThrow().rids()).isEmpty();
    String unnamed = CHROMIUM.replace(HeaderExtension.RTP_STREAM_ID, "urn:other");
    assertThat(negotiate(unnamed, "VP8").video().orElseThrow().rids()).isEmpty();
    assertThat(answer(negotiate(unnamed, "VP8"))).doesNotContain("a=rid", "a=simulcast");
  }

  @Test
  @DisplayName("keeps Opus forward error correction in the answer")
  void opusFec() throws BadSdpException {
    assertThat(CHROMIUM).contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n");
    assertThat(answer(negotiate(CHROMIUM, "VP8")))
        .contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n");
  }

  private static String offer(String simulcast, String rids) {
    String base = CHROMIUM.substring(0, CHROMIUM.indexOf("a=rid:"));
    String lines = rids.isEmpty() ? "" : rids.replace("|", "\r\n") + "\r\n";
    return base + lines + "a=simulcast:" + simulcast + "\r\n";
  }

  private static int descriptorId(String offer, String codec) throws BadSdpException {
    return negotiate(offer, codec)
        .video()
        .orElseThrow()
        .extension(HeaderExtension.DEPENDENCY_DESCRIPTOR);
  }

  private static Negotiation negotiate(String offer, String codec) throws BadSdpException {
    return Negotiation.of(Offer.read(offer), List.of(codec), other -> false);
  }

  private static String answer(Negotiation negotiation) {
    return new AnswerWriter(negotiation, NegotiationTest.LOCAL).answer().write();
  }
}
