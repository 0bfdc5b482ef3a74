package dev.switchboard.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class SignallingCodecFuzzTest {
  private final SignallingCodec codec = new SignallingCodec();

  /** Whatever comes is a message that can be written again, or malformed; never an exception. */
  @FuzzTest
  void readsAnyFrame(byte[] frame) {
    if (codec.decodeClient(new String(frame, StandardCharsets.UTF_8))
        instanceof Decoded.Valid<ClientMessage> valid) {
      assertThat(codec.decodeClient(codec.encode(valid.message()))).isEqualTo(valid);
    }
  }
}
