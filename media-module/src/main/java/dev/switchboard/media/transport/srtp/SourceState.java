package dev.switchboard.media.transport.srtp;

/** What is remembered of one SSRC in one direction. */
final class SourceState {
  private static final int HALF = 1 << 15;

  final int ssrc;
  final ReplayWindow rtp = new ReplayWindow();
  final ReplayWindow rtcp = new ReplayWindow();

  SourceState(int ssrc) {
    this.ssrc = ssrc;
  }

  /**
   * The packet index {@code 2^16 * ROC + SEQ} that is nearest to the highest one so far (RFC 3711
   * section 3.3.1 and appendix A, where the highest is {@code s_l} with its {@code roc}). Below the
   * first wrap it may be negative by the arithmetic, and is then taken from the first round.
   */
  long indexOf(int seq) {
    if (rtp.highest() < 0) {
      return seq;
    }
    long roc = rtp.highest() >>> 16;
    int sL = (int) rtp.highest() & 0xFFFF;
    if (sL < HALF) {
      return seq - sL > HALF && roc > 0 ? ((roc - 1) << 16) | seq : (roc << 16) | seq;
    }
    return sL - HALF > seq ? ((roc + 1) << 16) | seq : (roc << 16) | seq;
  }
}
