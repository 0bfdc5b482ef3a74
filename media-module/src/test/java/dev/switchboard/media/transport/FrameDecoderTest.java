package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The frame decoder")
class FrameDecoderTest {
  private final List<byte[]> frames = new ArrayList<>();
  private boolean wantsMore = true;
  private final FrameDecoder decoder =
      new FrameDecoder(
          frame -> {
            frames.add(ByteBufUtil.getBytes(frame));
            return wantsMore;
          });

  private static byte[] payload(int number, int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (number + i);
    }
    return payload;
  }

  private static ByteBuf stream(byte[]... payloads) {
    ByteBuf stream = Unpooled.buffer();
    for (byte[] payload : payloads) {
      stream.writeShort(payload.length).writeBytes(payload);
    }
    return stream;
  }

  @Test
  @DisplayName("takes many frames out of one read, empty ones and the longest too")
  void merged() {
    byte[][] payloads = {payload(1, 100), {}, payload(2, 2048), payload(3, 1)};
    assertThat(decoder.decode(stream(payloads))).isTrue();
    assertThat(frames).containsExactly(payloads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 101, 103, 1000, 3000})
  @DisplayName("puts frames together, wherever the stream is cut")
  void split(int step) {
    byte[][] payloads = new byte[50][];
    for (int i = 0; i < payloads.length; i++) {
      payloads[i] = payload(i, i * 41 % 2049);
    }
    ByteBuf stream = stream(payloads);
    while (stream.isReadable()) {
      assertThat(decoder.decode(stream.readSlice(Math.min(step, stream.readableBytes())))).isTrue();
    }
    assertThat(frames).containsExactly(payloads);
  }

  @Test
  @DisplayName("puts frames together that are cut at random")
  void splitAtRandom() {
    Random random = new Random(7);
    byte[][] payloads = new byte[500][];
    for (int i = 0; i < payloads.length; i++) {
      payloads[i] = payload(i, random.nextInt(1500));
    }
    ByteBuf stream = stream(payloads);
    while (stream.isReadable()) {
      int step = Math.min(1 + random.nextInt(2500), stream.readableBytes());
      assertThat(decoder.decode(stream.readSlice(step))).isTrue();
    }
    assertThat(frames).containsExactly(payloads);
  }

  @ParameterizedTest
  @ValueSource(ints = {2049, 4096, 32767, 32768, 65535})
  @DisplayName("fails at a length that no packet has, before it keeps anything of it")
  void tooLong(int length) {
    assertThat(decoder.decode(Unpooled.buffer().writeShort(length))).isFalse();
    FrameDecoder other = new FrameDecoder(frame -> true);
    assertThat(other.decode(Unpooled.buffer().writeByte(length >> 8))).isTrue();
    assertThat(other.decode(Unpooled.buffer().writeByte(length).writeBytes(new byte[5000])))
        .isFalse();
    assertThat(frames).isEmpty();
  }

  @Test
  @DisplayName("stops in the middle of a read when no more is wanted")
  void stops() {
    wantsMore = false;
    assertThat(decoder.decode(stream(payload(1, 10), payload(2, 10)))).isTrue();
    assertThat(frames).hasSize(1);
  }
}
