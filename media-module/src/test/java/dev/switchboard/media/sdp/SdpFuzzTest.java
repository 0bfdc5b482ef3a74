package dev.switchboard.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

class SdpFuzzTest {
  private static final LocalSide LOCAL =
      new LocalSide(
          1,
          1,
          "u",
          "p",
          List.of("1 1 udp 1 192.0.2.1 1 typ host"),
          "192.0.2.1",
          1,
          "A",
          "c",
          List.of(new SlotSsrcs(1, 2, 3), new SlotSsrcs(4, 5, 6)));

  @FuzzTest
  @DisplayName("answers any text with a description that can be read, or says what is wrong")
  void answersAnything(byte[] data) throws BadSdpException {
    SessionDescription answer;
    try {
      Offer offer = Offer.read(new String(data, StandardCharsets.UTF_8));
      Negotiation negotiation = Negotiation.of(offer, List.of("VP8", "H264"), codec -> false);
      answer = new AnswerWriter(negotiation, LOCAL).answer();
    } catch (BadSdpException e) {
      return;
    }
    SessionDescription.read(answer.write());
  }
}
