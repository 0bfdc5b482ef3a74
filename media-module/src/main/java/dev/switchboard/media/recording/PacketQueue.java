package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.RtpPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way of one stream's packets from the loop to the recorder: a ring of payloads and a ring of
 * what is known about them, both taken when the first packet comes and never larger. The loop
 * writes, the recorder reads, and neither ever waits for the other.
 */
final class PacketQueue {
  private static final MediaFormat[] FORMATS = MediaFormat.values();

  /** Entries that packets leave free for what must not be lost. */
  private static final int RESERVED = 16;

  private static final int PACKET = 0;
  private static final int RESTART = 1;
  private static final int TIME = 2;
  private static final int OVERFLOW = 3;

  private static final int MARKER = 1;
  private static final int STARTS = 2;
  private static final int KEY = 4;

  /** Takes what comes out, in the order in which it went in. */
  interface Reader {
    /** A packet, valid until the call returns. */
    void packet(PacketView packet);

    /** An encoding began a new stream. */
    void restarted(int encoding);

    void related(int encoding, SenderTime time);

    /** Packets were dropped here, and perhaps restarts among them. */
    void overflowed();
  }

  private final int mask;
  private final int room;

  private byte[] payloads = {};
  private int[] kinds = {};
  private int[] encodings = {};
  private int[] flags = {};
  private int[] starts = {};
  private int[] lengths = {};
  private long[] ends = {};
  private long[] numbers = {};
  private long[] timestamps = {};
  private long[] arrivals = {};
  private @Nullable SenderTime[] times = {};

  /** Entries that were written, by the loop only; what stands before is seen by the recorder. */
  private final AtomicLong written = new AtomicLong();

  /** Entries that were read, by the recorder only; they may be written again. */
  private final AtomicLong read = new AtomicLong();

  /** Octets of the ring of payloads that were given back, likewise. */
  private final AtomicLong freed = new AtomicLong();

  private final AtomicLong dropped = new AtomicLong();

  /** On the loop: where the next payload goes, counted on over the end of the ring. */
  private long nextOctet;

  private boolean overflowed;
  private volatile boolean closed;

  private final PacketView view = new PacketView();

  /**
   * @param entries packets, a power of two
   * @param room octets of payload, a power of two
   */
  PacketQueue(int entries, int room) {
    this.mask = entries - 1;
    this.room = room;
  }

  private void begin() {
    int entries = mask + 1;
    payloads = new byte[room];
    kinds = new int[entries];
    encodings = new int[entries];
    flags = new int[entries];
    starts = new int[entries];
    lengths = new int[entries];
    ends = new long[entries];
    numbers = new long[entries];
    timestamps = new long[entries];
    arrivals = new long[entries];
    times = new SenderTime[entries];
  }

  // On the loop.

  /** Copies a packet; false, and it is counted, if there is no room. */
  boolean put(ReceivedPacket packet) {
    RtpPacket rtp = packet.rtp();
    int length = rtp.payloadLength();
    long from = placeFor(length);
    if (!hasEntry(RESERVED) || from + length - freed.get() > room || !tellOverflow()) {
      dropped.incrementAndGet();
      overflowed = true;
      return false;
    }
    int slot = (int) written.get() & mask;
    System.arraycopy(rtp.buffer(), rtp.payloadOffset(), payloads, (int) from & room - 1, length);
    kinds[slot] = PACKET;
    encodings[slot] = packet.encoding() << 8 | packet.format().ordinal();
    FrameLayers layers = packet.layers();
    flags[slot] =
        (rtp.marker() ? MARKER : 0)
            | (layers.startOfFrame() && layers.spatialId() == 0 ? STARTS : 0)
            | (layers.keyFrame() ? KEY : 0);
    starts[slot] = (int) from & room - 1;
    lengths[slot] = length;
    numbers[slot] = packet.number();
    timestamps[slot] = rtp.timestamp();
    arrivals[slot] = packet.arrivalNanos();
    nextOctet = from + length;
    publish(slot);
    return true;
  }

  /** A payload is never cut in two. */
  private long placeFor(int length) {
    long toEnd = room - (nextOctet & room - 1);
    return length <= toEnd ? nextOctet : nextOctet + toEnd;
  }

  void putRestart(int encoding) {
    if (hasEntry(0)) {
      note(RESTART, encoding);
    } else {
      overflowed = true;
    }
  }

  void putTime(int encoding, SenderTime time) {
    if (hasEntry(RESERVED)) {
      times[(int) written.get() & mask] = time;
      note(TIME, encoding);
    }
  }

  private boolean tellOverflow() {
    if (overflowed) {
      if (!hasEntry(RESERVED + 1)) {
        return false;
      }
      overflowed = false;
      note(OVERFLOW, 0);
    }
    return true;
  }

  private void note(int kind, int encoding) {
    int slot = (int) written.get() & mask;
    kinds[slot] = kind;
    encodings[slot] = encoding;
    publish(slot);
  }

  private void publish(int slot) {
    ends[slot] = nextOctet;
    written.setRelease(written.getPlain() + 1);
  }

  private boolean hasEntry(int free) {
    if (kinds.length == 0) {
      begin();
    }
    return written.getPlain() - read.getAcquire() + free <= mask;
  }

  /** Nothing more will be put. */
  void close() {
    closed = true;
  }

  // On the recorder's thread.

  /** Gives all that is there. */
  void drain(Reader reader) {
    long end = written.getAcquire();
    for (long entry = read.getPlain(); entry < end; entry++) {
      give((int) entry & mask, reader);
      freed.setRelease(ends[(int) entry & mask]);
      read.setRelease(entry + 1);
    }
  }

  private void give(int slot, Reader reader) {
    switch (kinds[slot]) {
      case PACKET -> {
        view.buffer = payloads;
        view.offset = starts[slot];
        view.length = lengths[slot];
        view.format = FORMATS[encodings[slot] & 0xff];
        view.encoding = encodings[slot] >> 8;
        view.number = numbers[slot];
        view.timestamp = timestamps[slot];
        view.arrivalNanos = arrivals[slot];
        view.marker = (flags[slot] & MARKER) != 0;
        view.starts = (flags[slot] & STARTS) != 0;
        view.key = (flags[slot] & KEY) != 0;
        reader.packet(view);
      }
      case RESTART -> reader.restarted(encodings[slot]);
      case TIME -> {
        SenderTime time = times[slot];
        times[slot] = null;
        if (time != null) {
          reader.related(encodings[slot], time);
        }
      }
      default -> reader.overflowed();
    }
  }

  /** Whether nothing is left and nothing more will come. */
  boolean isOver() {
    return closed && written.getAcquire() == read.getPlain();
  }

  /** Packets for which there was no room. Any thread. */
  long dropped() {
    return dropped.get();
  }
}
