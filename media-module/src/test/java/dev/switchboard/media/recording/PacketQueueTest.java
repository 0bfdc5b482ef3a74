package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
  private static final SenderTime TIME = new SenderTime(1, 2, 3, 4, 5);

  private final List<String> read = new ArrayList<>();
  private final PacketQueue queue = new PacketQueue(64, 4_096);

  private final PacketQueue.Reader reader =
      new PacketQueue.Reader() {
        @Override
        public void packet(PacketView packet) {
          for (int i = 0; i < packet.length; i++) {
            assertThat(packet.buffer[packet.offset + i]).isEqualTo((byte) packet.number);
          }
          read.add(packet.number + " of " + packet.length + (packet.marker ? " marked" : ""));
        }

        @Override
        public void restarted(int encoding) {
          read.add("restarted " + encoding);
        }

        @Override
        public void related(int encoding, SenderTime time) {
          assertThat(time).isEqualTo(TIME);
          read.add("related " + encoding);
        }

        @Override
        public void overflowed() {
          read.add("overflowed");
        }
      };

  private boolean put(int number, int length) {
    byte[] bytes = new byte[12 + length];
    Arrays.fill(bytes, 12, bytes.length, (byte) number);
    bytes[0] = (byte) 0x80;
    bytes[1] = (byte) (0x80 | 111);
    ReceivedPacket packet = new ReceivedPacket();
    FrameLayers layers = new FrameLayers();
    assertThat(packet.rtp().wrap(bytes, 0, bytes.length)).isEqualTo(DropReason.NONE);
    MediaFormat.OPUS.layers(packet.rtp(), 0, layers);
    packet.place(MediaFormat.OPUS, 0, number, number * 20L, layers);
    return queue.put(packet);
  }

  @Test
  @DisplayName("gives packets, restarts and times in the order in which they came")
  void keepsOrder() {
    put(1, 10);
    queue.putRestart(2);
    put(2, 0);
    queue.putTime(3, TIME);
    queue.drain(reader);
    assertThat(read).containsExactly("1 of 10 marked", "restarted 2", "2 of 0 marked", "related 3");
    assertThat(queue.isOver()).isFalse();
    queue.close();
    assertThat(queue.isOver()).isTrue();
  }

  @Test
  @DisplayName("never cuts a payload in two, however often it goes round")
  void goesRound() {
    int expected = 0;
    for (int i = 0; i < 2_000; i++) {
      int length = i * 37 % 700;
      while (!put(i, length)) {
        queue.drain(reader);
        read.removeIf(line -> line.equals("overflowed"));
      }
      expected++;
    }
    queue.drain(reader);
    read.removeIf(line -> line.equals("overflowed"));
    assertThat(read).hasSize(expected);
  }

  @Test
  @DisplayName("drops and counts what there is no room for, says so, and never loses a restart")
  void drops() {
    int taken = 0;
    while (put(taken, 1_000)) {
      taken++;
    }
    assertThat(taken).isEqualTo(4);
    assertThat(put(99, 1_000)).isFalse();
    queue.putRestart(0);
    assertThat(queue.dropped()).isEqualTo(2);
    queue.drain(reader);
    put(100, 10);
    queue.drain(reader);
    assertThat(read)
        .endsWith("3 of 1000 marked", "restarted 0", "overflowed", "100 of 10 marked")
        .hasSize(7);
  }
}
