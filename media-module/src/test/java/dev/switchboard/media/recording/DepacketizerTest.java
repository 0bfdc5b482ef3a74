package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepacketizerTest {
  private static final HexFormat HEX = HexFormat.of();

  // What encoders wrote of a picture of 320x240.
  private static final String SPS = "6742c01fd90141fb0110000003001000000301e0f1832480";
  private static final String PPS = "68cb8cb2";
  private static final String IDR = "6588841df1088ab8302169";
  private static final String VP8_KEY = "f06e009d012a4001f000391300001c24";
  private static final String VP9_KEY =
      "834983420013f00ef010e090706148002a006fc5fff97e5fbbefc3db" + "bf2fcddc5fddd97d57a9ecff";
  private static final String VP9_INTER = "87010249131c120e0cd80000586807db052b3d9cf2df0000";
  private static final String AV1_SEQUENCE = "000000043cffbcdaf90040";
  private static final String AV1_KEY = "1000834002082088";

  private static Optional<Picture> frame(MediaFormat format, String payloads) {
    Depacketizer depacketizer = Depacketizer.of(format);
    depacketizer.begin();
    for (String payload : payloads.split(" ")) {
      byte[] bytes = HEX.parseHex("ff" + payload);
      depacketizer.add(bytes, 1, bytes.length - 1);
    }
    return depacketizer.take();
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource({
    "VP8, 10010203 00040506, 010203040506, a frame in two packets",
    "VP8, 90e0810a4020010203, 010203, behind a descriptor with all there is",
    "VP8, 1001, , shorter than any frame",
    "VP8, 00010203, , the middle of a frame",
    "VP8, 10010203 100405, , two beginnings",
    "VP8, 10000102030405060708090a, , a key frame that does not begin like one",
    "VP9, 48" + VP9_INTER + " 44aabb, " + VP9_INTER + "aabb, a frame in two packets",
    "VP9, 44aabb, , the end of a frame",
    "VP9, 0c01020304, , a key frame that does not begin like one",
    "H264, 4101020304, 000000054101020304, a unit alone",
    "H264, 18000241010003410203, 00000002410100000003410203, several in one packet",
    "H264, 180009410100, , longer than the packet",
    "H264, 5c81aa 5c01bb 5c41cc, 0000000441aabbcc, one in three packets",
    "H264, 5c81aa 5c01bb, , without its end",
    "H264, 5c01bb 5c41cc, , without its beginning",
    "H264, 0910 4101020304, 000000054101020304, a delimiter is left out",
    "AV1, 1030aabbcc, 3203aabbcc, an OBU alone",
    "AV1, 5030aabb 90ccdd, 3204aabbccdd, one in two packets",
    "AV1, 200230aa30bbcc, 3201aa3202bbcc, two in one packet",
    "AV1, 000230aa0130, 3201aa3200, each with its length",
    "AV1, 2002120030aa, 3201aa, a delimiter is left out",
    "AV1, 103202aabb, 3202aabb, with its size already",
    "AV1, 103209aabb, , with a size that is too large",
    "AV1, 200530aa, , longer than the packet",
    "AV1, 5030aabb, , goes on and does not",
    "AV1, 90ccdd, , goes on from nothing",
  })
  @DisplayName("makes frames of payloads, and none of what is not whole")
  void makesFrames(MediaFormat format, String payloads, String expected, String what) {
    Optional<Picture> made = frame(format, payloads);
    if (expected == null) {
      assertThat(made).as(what).isEmpty();
    } else {
      assertThat(made.map(Picture::data).map(HEX::formatHex)).as(what).contains(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "VP8, 10" + VP8_KEY + ", " + VP8_KEY,
    "VP9, 0c" + VP9_KEY + ", " + VP9_KEY,
    "AV1, 280c08" + AV1_SEQUENCE + "30" + AV1_KEY + ", 0a0b" + AV1_SEQUENCE + "3208" + AV1_KEY,
  })
  @DisplayName("tells key frames, and how large their picture is")
  void readsSizes(MediaFormat format, String payloads, String expected) {
    Picture picture = frame(format, payloads).orElseThrow();
    assertThat(picture.key()).isTrue();
    assertThat(picture.size()).isEqualTo(new PictureSize(320, 240));
    assertThat(HEX.formatHex(picture.data())).isEqualTo(expected);
    if (format == MediaFormat.AV1) {
      assertThat(HEX.formatHex(picture.codecPrivate()))
          .startsWith("81000c00")
          .endsWith("0a0b" + AV1_SEQUENCE);
    }
  }

  @Test
  @DisplayName("shows only the last of a picture's layers in VP9, and puts their sizes behind them")
  void hidesLowerLayers() {
    String payloads = "6c0001" + VP9_INTER + " 6c0201" + VP9_INTER;
    String made = HEX.formatHex(frame(MediaFormat.VP9, payloads).orElseThrow().data());
    // show_frame is 0, and intra_only, 0 too, moves what follows in the header.
    String hidden = made.substring(0, made.indexOf(VP9_INTER));
    assertThat(hidden).startsWith("85008124").hasSizeBetween(48, 50);
    String sizes = "%02x00000018000000".formatted(hidden.length() / 2);
    assertThat(made).isEqualTo(hidden + VP9_INTER + "d9" + sizes + "d9");
  }

  @Test
  @DisplayName("gives a key frame of H.264 what a file's head must say, and needs parameter sets")
  void readsH264Parameters() {
    assertThat(frame(MediaFormat.H264, IDR)).isEmpty();
    Picture key = frame(MediaFormat.H264, SPS + " " + PPS + " " + IDR).orElseThrow();
    assertThat(key.key()).isTrue();
    assertThat(key.size()).isEqualTo(new PictureSize(320, 240));
    assertThat(HEX.formatHex(key.codecPrivate()))
        .isEqualTo("0142c01fffe10018" + SPS + "010004" + PPS);
  }
}
