package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.SenderTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The picture of one leg on its way into a file. Of several encodings (simulcast) the best that
 * flows is taken, and changed at a key frame of the next; until that comes the last goes on. On the
 * recorder's thread.
 */
final class PictureStream implements PacketQueue.Reader, EncodingStream.Listener {
  private static final int NONE = -1;
  private static final long DECISION_NANOS = 500_000_000L;

  /** An encoding must be better by so much, twice in a row. */
  private static final double BETTER = 1.2;

  private static final int DECISIONS = 2;

  /**
   * A player that seeks decodes from the last key frame on, and browsers send few by themselves.
   */
  private static final long KEY_FRAMES_NANOS = 10_000_000_000L;

  private static final long ASK_AGAIN_NANOS = 1_000_000_000L;

  private final SenderClock senderClock;
  private final Track track;
  private final long start;
  private final IntConsumer requestKeyFrame;
  private final List<EncodingStream> encodings = new ArrayList<>();
  private int current = NONE;
  private int wanted = NONE;
  private int better;
  private long now;
  private long lastDecision;
  private long lastKeyFrame;
  private long lastAsked;
  private boolean asked;

  /**
   * @param start of the recording, on the clock of the loop
   * @param requestKeyFrame asks for a key frame of an encoding
   */
  PictureStream(SenderClock senderClock, Track track, long start, IntConsumer requestKeyFrame) {
    this.senderClock = senderClock;
    this.track = track;
    this.start = start;
    this.requestKeyFrame = requestKeyFrame;
  }

  void work(PacketQueue queue, long nowNanos) {
    now = nowNanos;
    queue.drain(this);
    for (EncodingStream each : encodings) {
      each.expire(nowNanos);
    }
    if (nowNanos - lastDecision >= DECISION_NANOS) {
      lastDecision = nowNanos;
      encodings.forEach(EncodingStream::endOfWhile);
      choose();
    } else if (wanted != NONE && !encoding(wanted).flows(nowNanos)) {
      choose();
    }
    askForKeyFrame();
  }

  /** Nothing more will come. */
  void end() {
    encodings.forEach(EncodingStream::end);
  }

  private EncodingStream encoding(int index) {
    while (encodings.size() <= index) {
      encodings.add(new EncodingStream(encodings.size(), senderClock::toLoop, this));
    }
    return encodings.get(index);
  }

  @Override
  public void packet(PacketView packet) {
    EncodingStream encoding = encoding(packet.encoding);
    encoding.measure(packet);
    if (wanted == NONE) {
      want(packet.encoding);
    }
    if (packet.encoding == current || packet.encoding == wanted) {
      track.expect(packet.format);
      encoding.add(packet);
    }
  }

  private void want(int index) {
    wanted = index;
    better = 0;
    asked = false;
    if (index != current) {
      encoding(index).beginAnew();
    }
  }

  private void choose() {
    EncodingStream best = null;
    for (EncodingStream each : encodings) {
      if (each.flows(now) && (best == null || each.rate() > best.rate())) {
        best = each;
      }
    }
    if (best == null || best.index() == wanted) {
      better = 0;
      return;
    }
    EncodingStream present = encoding(wanted);
    better = best.rate() > BETTER * present.rate() ? better + 1 : 0;
    if (!present.flows(now) || better >= DECISIONS) {
      want(best.index());
    }
  }

  private void askForKeyFrame() {
    if (wanted == NONE) {
      return;
    }
    EncodingStream target = encoding(wanted);
    boolean wants =
        target.needsKeyFrame() || wanted != current || now - lastKeyFrame >= KEY_FRAMES_NANOS;
    if (wants && target.flows(now) && (!asked || now - lastAsked >= ASK_AGAIN_NANOS)) {
      asked = true;
      lastAsked = now;
      requestKeyFrame.accept(wanted);
    }
  }

  @Override
  public void frame(EncodingStream from, MediaFormat format, Picture picture, long loopNanos) {
    if (from.index() == wanted && wanted != current && picture.key()) {
      current = wanted;
    }
    if (from.index() != current) {
      return;
    }
    if (loopNanos < start) {
      track.log(true).omit(Omission.BEFORE_START, 1);
      from.interrupt();
      return;
    }
    if (!track.carries(format)) {
      track.beginFile();
    }
    if (picture.key()) {
      lastKeyFrame = now;
      asked = false;
    }
    Frame frame = new Frame(true, loopNanos - start, 0, picture.key(), picture.data());
    track.picture(format, frame, picture, from.timestamp(), now);
  }

  @Override
  public void omitted(EncodingStream from, Omission reason, long count) {
    if (from.index() == current && count > 0) {
      track.log(true).omit(reason, count);
      track.log(true).interrupted();
    }
  }

  @Override
  public void restarted(int encoding) {
    encoding(encoding).restarted();
    track.log(true).restarted();
  }

  @Override
  public void related(int encoding, SenderTime time) {
    senderClock.observe(time);
    encoding(encoding).clock().reported(time.timestamp(), time.senderNanos());
  }

  @Override
  public void overflowed() {
    encodings.forEach(EncodingStream::beginAnew);
  }
}
