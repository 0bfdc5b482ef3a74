package dev.switchboard.media.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.rtp.DropReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reception of a stream")
class ReceptionTest {
  private final Reception reception = new Reception();

  @Test
  @DisplayName("numbers on over the wrap, tells duplicates, and takes what comes late")
  void numbersOverTheWrap() {
    assertThat(reception.accept(65_534, false)).isEqualTo(DropReason.NONE);
    assertThat(reception.accept(1, false)).isEqualTo(DropReason.NONE);
    assertThat(reception.sequence()).isEqualTo(65_537);
    assertThat(reception.accept(65_535, true)).isEqualTo(DropReason.NONE);
    assertThat(reception.sequence()).isEqualTo(65_535);
    assertThat(reception.accept(65_535, false)).isEqualTo(DropReason.RTP_DUPLICATE);
    assertThat(reception.highest()).isEqualTo(65_537);
  }

  @Test
  @DisplayName("begins anew when two packets in a row lie far away, once")
  void beginsAnew() {
    reception.accept(100, false);
    assertThat(reception.accept(30_000, false)).isEqualTo(DropReason.RTP_OLD);
    assertThat(reception.accept(30_001, false)).isEqualTo(DropReason.NONE);
    assertThat(reception.restarted()).isTrue();
    assertThat(reception.accept(30_002, false)).isEqualTo(DropReason.NONE);
    assertThat(reception.restarted()).isFalse();
  }

  @Test
  @DisplayName("does not begin anew for repairs that come too late, or of what never came")
  void repairsChangeNothing() {
    reception.accept(5_000, false);
    reception.accept(6_500, false);
    for (int number = 5_100; number < 5_110; number++) {
      assertThat(reception.accept(number, true)).isEqualTo(DropReason.RTP_OLD);
      assertThat(reception.restarted()).isFalse();
    }
    assertThat(reception.accept(30_000, true)).isEqualTo(DropReason.RTP_OLD);
    assertThat(reception.accept(30_001, true)).isEqualTo(DropReason.RTP_OLD);
    assertThat(reception.highest()).isEqualTo(6_500);
    assertThat(reception.accept(6_501, false)).isEqualTo(DropReason.NONE);
  }
}
