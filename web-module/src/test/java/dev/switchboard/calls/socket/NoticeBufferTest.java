package dev.switchboard.calls.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.signalling.ServerMessage.LookUpLapsed;
import dev.switchboard.signalling.ServerMessage.Notice;
import org.junit.jupiter.api.Test;

class NoticeBufferTest {
  private final NoticeBuffer buffer = new NoticeBuffer(3);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      buffer.add(new LookUpLapsed(0, "x"));
    }
  }

  @Test
  void numbersFromOne() {
    assertThat(buffer.add(new LookUpLapsed(0, "x")).seq()).isEqualTo(1);
    assertThat(buffer.add(new LookUpLapsed(0, "x")).seq()).isEqualTo(2);
  }

  @Test
  void repeatsWhatWasNotReceived() {
    add(3);
    assertThat(buffer.after(1)).extracting(Notice::seq).containsExactly(2L, 3L);
    assertThat(buffer.after(3)).isEmpty();
  }

  @Test
  void forgetsWhatWasAcknowledged() {
    add(3);
    buffer.acknowledge(2);
    assertThat(buffer.after(0)).extracting(Notice::seq).containsExactly(3L);
    buffer.acknowledge(99);
    assertThat(buffer.after(0)).isEmpty();
    add(1);
    assertThat(buffer.after(0)).extracting(Notice::seq).containsExactly(4L);
  }

  @Test
  void cannotResumeOverAGap() {
    add(5);
    assertThat(buffer.after(0)).extracting(Notice::seq).containsExactly(3L, 4L, 5L);
    assertThat(buffer.canResumeAfter(1)).isFalse();
    assertThat(buffer.canResumeAfter(2)).isTrue();
    assertThat(buffer.canResumeAfter(5)).isTrue();
  }

  @Test
  void cannotResumeAfterWhatWasNeverSent() {
    assertThat(buffer.canResumeAfter(0)).isTrue();
    assertThat(buffer.canResumeAfter(1)).isFalse();
  }
}
