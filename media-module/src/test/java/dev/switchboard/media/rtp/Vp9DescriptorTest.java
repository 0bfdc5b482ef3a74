package dev.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp9DescriptorTest {
  private final Vp9Descriptor descriptor = new Vp9Descriptor();

  @ParameterizedTest(name = "{0}: {1} ({2})")
  @CsvSource({
    "ba 9734 10 10 0280 0168 00, picture 5940 layer S0T0 begins flexible up of 1, one spatial layer",
    "fd 9738 34 04 87, picture 5944 layer S2T1 begins ends predicted flexible unused up, key layers",
    "b8 0f 13 87, picture 15 layer S1T0 begins flexible dependent up, a short picture id",
    "a4 ffff e5 07 00, picture 32767 layer S2T7 ends dependent, in a group that came before",
    "08 87, picture -1 layer S0T0 begins, neither picture id nor layers",
  })
  void readsWhatItSays(String payload, String expected, String why) {
    byte[] bytes = RtpPacketTest.hex(payload);
    assertThat(descriptor.read(bytes, 0, bytes.length)).as(why).isTrue();
    assertThat(described()).as(why).isEqualTo(expected);
  }

  private String described() {
    return Stream.of(
            "picture " + descriptor.pictureId(),
            "layer S" + descriptor.spatialLayer() + "T" + descriptor.temporalLayer(),
            descriptor.startsFrame() ? "begins" : "",
            descriptor.endsFrame() ? "ends" : "",
            descriptor.isPredicted() ? "predicted" : "",
            descriptor.isFlexible() ? "flexible" : "",
            descriptor.dependsOnLowerLayer() ? "dependent" : "",
            descriptor.isUnusedByUpperLayers() ? "unused" : "",
            descriptor.isSwitchingUpPoint() ? "up" : "",
            descriptor.spatialLayers() > 0 ? "of " + descriptor.spatialLayers() : "")
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
