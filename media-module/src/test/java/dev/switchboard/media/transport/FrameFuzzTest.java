package dev.switchboard.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

class FrameFuzzTest {
  @FuzzTest
  void readsAnything(FuzzedDataProvider data) {
    FrameDecoder decoder =
        new FrameDecoder(
            frame -> {
              assertThat(frame.readableBytes()).isLessThanOrEqualTo(UdpSocket.RECEIVE_LIMIT);
              frame.skipBytes(frame.readableBytes());
              return true;
            });
    boolean readable = true;
    while (readable && data.remainingBytes() > 0) {
      readable = decoder.decode(Unpooled.wrappedBuffer(data.consumeBytes(3_000)));
    }
  }
}
