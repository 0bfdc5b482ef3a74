package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * One encoding of a picture: its packets become whole frames, and after a loss none until the next
 * key frame, since those before it refer to what is lost. On the recorder's thread.
 */
final class EncodingStream implements PacketOrder.Reader {
  private static final int CLOCK_RATE = 90_000;
  private static final long FLOWS_NANOS = 600_000_000L;

  /** Takes what becomes of the packets. */
  interface Listener {
    /**
     * A whole frame, which can be decoded if those before it were.
     *
     * @param loopNanos when it was captured, on the clock of the loop
     */
    void frame(EncodingStream from, MediaFormat format, Picture picture, long loopNanos);

    void omitted(EncodingStream from, Omission reason, long count);
  }

  private final int index;
  private final Listener listener;
  private final StreamClock clock;
  private final PacketOrder order = new PacketOrder(Track.REORDER_NANOS, this);
  private MediaFormat format = MediaFormat.OPUS;
  private Depacketizer depacketizer = Depacketizer.of(MediaFormat.VP8);

  private boolean open;
  private long timestamp;
  private long arrival;

  /** Whether the next packet follows the last one of a frame. */
  private boolean betweenFrames;

  private boolean needsKeyFrame = true;
  private long late;

  private long lastArrival;
  private boolean heard;
  private long octets;
  private double rate;

  /**
   * @param index of the encoding, in the order of the offer
   * @param toLoop tells the loop's time from the sender's, as well as it is known by now
   */
  EncodingStream(int index, LongUnaryOperator toLoop, Listener listener) {
    this.index = index;
    this.clock = new StreamClock(CLOCK_RATE, toLoop);
    this.listener = listener;
  }

  int index() {
    return index;
  }

  StreamClock clock() {
    return clock;
  }

  /** Of the frame that the listener is given. */
  long timestamp() {
    return timestamp;
  }

  /** Takes note of a packet, whether it is used or not. */
  void measure(PacketView packet) {
    heard = true;
    lastArrival = packet.arrivalNanos;
    octets += packet.length;
  }

  /** A while is over, over which the rate is measured. */
  void endOfWhile() {
    rate = (rate + octets) / 2;
    octets = 0;
  }

  /** Octets of late, to be compared with those of the other encodings. */
  double rate() {
    return rate;
  }

  boolean flows(long nowNanos) {
    return heard && nowNanos - lastArrival < FLOWS_NANOS;
  }

  boolean needsKeyFrame() {
    return needsKeyFrame;
  }

  /** What has come so far is of no use: it begins with the next key frame. */
  void beginAnew() {
    order.restart();
    interrupt();
  }

  /** Another stream takes its place. */
  void restarted() {
    beginAnew();
    clock.restart();
  }

  /** The next frame must be a key frame. */
  void interrupt() {
    open = false;
    betweenFrames = false;
    needsKeyFrame = true;
  }

  void add(PacketView packet) {
    order.add(packet);
  }

  /** Goes on without what has not come for too long. */
  void expire(long nowNanos) {
    order.expire(nowNanos);
    listener.omitted(this, Omission.LATE, order.late() - late);
    late = order.late();
  }

  /** Nothing more will come: a frame whose last packet is not there is not whole. */
  void end() {
    order.giveUp();
    if (open) {
      interrupt();
      listener.omitted(this, Omission.INCOMPLETE, 1);
    }
  }

  @Override
  public void missed(long packets) {
    listener.omitted(this, Omission.MISSING, packets);
    if (open) {
      listener.omitted(this, Omission.INCOMPLETE, 1);
    }
    interrupt();
  }

  @Override
  public void inOrder(PacketView packet) {
    if (packet.format != format) {
      interrupt();
      format = packet.format;
      depacketizer = Depacketizer.of(format);
    }
    if (open && packet.timestamp != timestamp) {
      finish();
    }
    if (!open && !begin(packet)) {
      betweenFrames = packet.marker;
      return;
    }
    depacketizer.add(packet.buffer, packet.offset, packet.length);
    if (packet.marker) {
      finish();
    }
  }

  /** False in the middle of a frame. */
  private boolean begin(PacketView packet) {
    boolean starts =
        format == MediaFormat.H264
            ? betweenFrames || H264Depacketizer.startsWithParameters(packet)
            : packet.starts;
    if (starts) {
      open = true;
      timestamp = packet.timestamp;
      arrival = packet.arrivalNanos;
      depacketizer.begin();
    }
    return starts;
  }

  private void finish() {
    open = false;
    betweenFrames = true;
    Optional<Picture> taken = depacketizer.take();
    if (taken.isEmpty()) {
      clock.leftOut(timestamp, arrival);
      listener.omitted(this, Omission.MALFORMED, 1);
      needsKeyFrame = true;
    } else if (needsKeyFrame && !taken.get().key()) {
      clock.leftOut(timestamp, arrival);
      listener.omitted(this, Omission.WAITS_FOR_KEY_FRAME, 1);
    } else {
      needsKeyFrame = false;
      listener.frame(this, format, taken.get(), clock.timeOf(timestamp, arrival));
    }
  }
}
