package dev.switchboard.media.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.sdp.BadSdpException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;

class AnswerFuzzTest {
  @FuzzTest
  @DisplayName("takes any text as an answer, or says what is wrong")
  void readsAnything(byte[] data) {
    try {
      Answer answer = Answer.read(new String(data, StandardCharsets.UTF_8));
      answer.candidates().forEach(candidate -> assertThat(candidate.socketAddress()).isNotNull());
    } catch (BadSdpException e) {
      assertThat(e).hasMessageEndingWith(".");
    }
  }
}
