package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.RtcpBuilder;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SequenceNumbers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts one kind of media that comes in, and knows what to ask for again. On the loop. */
final class IncomingStream {
  /** A larger gap is no loss but a new beginning. */
  private static final int GAP_LIMIT = 500;

  private static final int ASKED_LIMIT = 5;
  private static final long ASK_AGAIN_NANOS = Duration.ofMillis(60).toNanos();
  private static final long KEY_FRAME_NANOS = Duration.ofMillis(500).toNanos();
  private static final double NANOS_PER_MILLI = 1e6;

  /** A packet that is missing. */
  private static final class Missing {
    int asked;
    long askedAt;
  }

  private final boolean video;
  private final TreeMap<Long, Missing> missing = new TreeMap<>();
  private @Nullable OfferedCodec codec;
  private long ssrc = -1;
  private long first;
  private long highest = -1;
  private boolean needsKeyFrame;
  private long keyFrameAskedAt;
  private boolean keyFrameAsked;
  private long keyFrameTimestamp = -1;

  private long packets;
  private long bytes;
  private long earlierLost;
  private long receivedOfSource;
  private long recovered;
  private long frames;
  private long keyFrames;
  private double jitter;
  private long transit;
  private long firstFrameAt;
  private long arrivedAt;
  private long longestGap;

  private long reportedExpected;
  private long reportedReceived;
  private long senderReport;
  private long senderReportAt;

  IncomingStream(boolean video) {
    this.video = video;
    this.needsKeyFrame = video;
  }

  /** -1 before the first packet. */
  long ssrc() {
    return ssrc;
  }

  /** Takes a packet; one that came by RTX has been restored before. */
  void packet(RtpPacket packet, OfferedCodec sentIn, boolean byRtx, long now) {
    if (packet.ssrc() != ssrc && !byRtx) {
      beginSource(packet);
    }
    codec = sentIn;
    if (arrivedAt != 0) {
      longestGap = Math.max(longestGap, now - arrivedAt);
    }
    arrivedAt = now;
    packets++;
    bytes += packet.payloadLength();
    long extended = SequenceNumbers.extend(highest, packet.sequence());
    if (byRtx) {
      recovered += missing.remove(extended) == null ? 0 : 1;
    } else {
      receivedOfSource++;
      sequence(extended);
      updateJitter(packet, sentIn, now);
    }
    content(packet, sentIn, now);
  }

  private void beginSource(RtpPacket packet) {
    earlierLost += Math.max(0, lostOfSource());
    ssrc = packet.ssrc();
    first = packet.sequence();
    highest = first - 1;
    receivedOfSource = 0;
    reportedExpected = 0;
    reportedReceived = 0;
    senderReport = 0;
    jitter = 0;
    transit = 0;
    missing.clear();
    needsKeyFrame = video;
    keyFrameAsked = false;
  }

  private void sequence(long extended) {
    if (extended <= highest) {
      missing.remove(extended);
      return;
    }
    if (extended - highest > GAP_LIMIT) {
      missing.clear();
      needsKeyFrame = video;
    } else {
      for (long lost = highest + 1; lost < extended; lost++) {
        missing.put(lost, new Missing());
      }
    }
    highest = extended;
  }

  /** RFC 3550 section 6.4.1, in units of the stream's clock. */
  private void updateJitter(RtpPacket packet, OfferedCodec sentIn, long now) {
    long arrival = now / 1_000 * sentIn.clockRate() / 1_000_000;
    long newTransit = (int) (arrival - packet.timestamp());
    if (transit != 0) {
      jitter += (Math.abs((int) (newTransit - transit)) - jitter) / 16;
    }
    transit = newTransit;
  }

  private void content(RtpPacket packet, OfferedCodec sentIn, long now) {
    boolean key =
        sentIn
            .format()
            .startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    if (video && key && packet.timestamp() != keyFrameTimestamp) {
      keyFrameTimestamp = packet.timestamp();
      keyFrames++;
      needsKeyFrame = false;
      keyFrameAsked = false;
    }
    if (!needsKeyFrame && (packet.marker() || !video)) {
      frames++;
      firstFrameAt = firstFrameAt == 0 ? now : firstFrameAt;
    }
  }

  private long lostOfSource() {
    return highest - first + 1 - receivedOfSource;
  }

  void senderReport(long ntp, long now) {
    senderReport = NtpTime.middle(ntp);
    senderReportAt = now;
  }

  /** Adds a NACK for what is missing and due, and a PLI where no NACK helps. */
  void feedback(RtcpBuilder compound, long own, long now) {
    if (!video || ssrc < 0) {
      return;
    }
    int[] due = new int[GAP_LIMIT];
    int count = 0;
    for (Iterator<Map.Entry<Long, Missing>> each = missing.entrySet().iterator();
        each.hasNext() && count < GAP_LIMIT; ) {
      Map.Entry<Long, Missing> entry = each.next();
      Missing lost = entry.getValue();
      if (lost.asked == ASKED_LIMIT) {
        each.remove();
        needsKeyFrame = true;
      } else if (lost.asked == 0 || now - lost.askedAt > ASK_AGAIN_NANOS) {
        lost.asked++;
        lost.askedAt = now;
        due[count++] = (int) (entry.getKey() & 0xffff);
      }
    }
    if (count > 0) {
      compound.nack(own, ssrc, due, count);
    }
    if (needsKeyFrame && (!keyFrameAsked || now - keyFrameAskedAt > KEY_FRAME_NANOS)) {
      keyFrameAsked = true;
      keyFrameAskedAt = now;
      compound.pli(own, ssrc);
    }
  }

  /** Asks for a key frame with the next feedback. */
  void requestKeyFrame() {
    needsKeyFrame = video;
    keyFrameAsked = false;
  }

  /** Adds the report block (RFC 3550 section 6.4.1). */
  void block(RtcpBuilder compound, long now) {
    if (ssrc < 0) {
      return;
    }
    long expected = highest - first + 1;
    long expectedNow = expected - reportedExpected;
    long lostNow = expectedNow - (receivedOfSource - reportedReceived);
    reportedExpected = expected;
    reportedReceived = receivedOfSource;
    int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) (lostNow * 256 / expectedNow);
    long delay = senderReport == 0 ? 0 : (now - senderReportAt) / 1_000 * 65_536 / 1_000_000;
    compound.block(
        ssrc,
        Math.min(fraction, 255),
        (int) Math.max(-0x80_0000, Math.min(0x7f_ffff, lostOfSource())),
        highest & 0xffff_ffffL,
        (long) jitter,
        senderReport,
        delay);
  }

  /** Forgets the longest gap so far. */
  void measureGapsAnew() {
    longestGap = 0;
  }

  SoftphoneStatistics.Received statistics() {
    OfferedCodec current = codec;
    double clockPerMilli = current == null ? 1 : current.clockRate() / 1_000.0;
    return new SoftphoneStatistics.Received(
        current == null ? "" : current.name(),
        packets,
        bytes,
        Math.max(0, earlierLost + Math.max(0, lostOfSource()) - recovered),
        recovered,
        frames,
        keyFrames,
        jitter / clockPerMilli,
        firstFrameAt,
        arrivedAt,
        longestGap / NANOS_PER_MILLI);
  }
}
