package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaFormatTest {
  @ParameterizedTest(name = "{0} {1}: {2} ({3})")
  @CsvSource({
    "VP8, 10 00, true, no extension",
    "VP8, 10 01, false, inter frame",
    "VP8, 00 00, false, not the start of a partition",
    "VP8, 11 00, false, second partition",
    "VP8, 90 e0 8123 05 40 00, true, all extensions with a long picture id",
    "VP8, 90 80 23 00, true, a short picture id",
    "VP8, 90 80 81, false, truncated picture id",
    "VP8, 90 e0 8123 05 40, false, nothing behind the descriptor",
    "H264, 67 42, true, sequence parameters",
    "H264, 65 88, true, IDR slice",
    "H264, 61 88, false, other slice",
    "H264, 7c 85, true, first fragment of an IDR slice",
    "H264, 7c 05, false, a later fragment",
    "H264, 78 0002 6742 0002 68ce, true, aggregate with parameters",
    "H264, 78 0002 68ce 0002 6588, true, aggregate with an IDR slice behind",
    "H264, 78 0002 68ce ffff 61, false, aggregate that lies about a length",
    "VP9, 88 01 00, true, no layers",
    "VP9, c8 01 00, false, predicted",
    "VP9, 80 01 00, false, not the beginning of a frame",
    "VP9, a8 01 00 07 00, true, lowest spatial layer",
    "VP9, a8 8123 02 07 00, false, upper spatial layer behind a long picture id",
    "AV1, 18 0a, true, new coded video sequence",
    "AV1, 10 0a, false, same sequence",
    "AV1, 98 0a, false, continues a unit",
    "OPUS, fc, true, any audio"
  })
  void tellsWhereDecodingCanBegin(MediaFormat format, String payload, boolean key, String why) {
    byte[] bytes = RtpPacketTest.hex("ffff" + payload);
    assertThat(format.startsKeyFrame(bytes, 2, bytes.length - 2)).as(why).isEqualTo(key);
  }
}
