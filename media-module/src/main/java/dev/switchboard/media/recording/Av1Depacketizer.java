package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.BitReader;
import java.util.Optional;

/**
 * AV1 (AV1 RTP specification section 4): a temporal unit of OBUs, some of which go over several
 * packets. In files each has its size in it, and there are no delimiters.
 *
 * <pre>
 *  |Z|Y| W, 2 |N|-|-|-|   Z: begins with the rest of an OBU, Y: the last goes on in the next packet,
 *                         W: so many elements, the last without length; 0: all have one
 *  | length, leb128 | OBU | length | OBU ...
 *
 *  |0| type, 4 |X|S|-|    header of an OBU: X: an octet with its layer follows, S: then its size
 * </pre>
 */
final class Av1Depacketizer implements Depacketizer {
  private static final int SEQUENCE_HEADER = 1;
  private static final int TEMPORAL_DELIMITER = 2;
  private static final int FRAME_HEADER = 3;
  private static final int FRAME = 6;
  private static final int TILE_LIST = 8;
  private static final int PADDING = 15;
  private static final int HAS_SIZE = 0x02;
  private static final int HAS_EXTENSION = 0x04;

  private final FrameBuffer frame = new FrameBuffer();

  /** The OBU that comes in parts. */
  private final FrameBuffer open = new FrameBuffer();

  private final BitReader bits = new BitReader();
  private boolean goesOn;
  private boolean first;
  private boolean key;
  private boolean broken;
  private Optional<Av1Sequence> sequence = Optional.empty();

  // Where a read length ends, and the length.
  private int at;
  private long length;

  @Override
  public void begin() {
    frame.clear();
    open.clear();
    goesOn = false;
    first = true;
    key = false;
    broken = false;
    sequence = Optional.empty();
  }

  @Override
  public void add(byte[] buffer, int offset, int payloadLength) {
    if (payloadLength < 2 || (buffer[offset] & 0x80) != 0 != goesOn) {
      broken = true;
      return;
    }
    int end = offset + payloadLength;
    int elements = buffer[offset] >> 4 & 3;
    boolean unfinished = (buffer[offset] & 0x40) != 0;
    at = offset + 1;
    for (int i = 1; at < end && !broken; i++) {
      boolean last = i == elements;
      if (last) {
        length = end - at;
      } else if (!readLength(buffer, end)) {
        broken = true;
        return;
      }
      open.add(buffer, at, (int) length);
      at += (int) length;
      broken |= last && at != end || open.isTooLarge();
      goesOn = at == end && unfinished;
      if (!goesOn) {
        take(open);
        open.clear();
      }
    }
  }

  /** {@code leb128()} (AV1 specification section 4.10.5), and whether so much is there. */
  private boolean readLength(byte[] buffer, int end) {
    length = 0;
    for (int i = 0; i < 5 && at < end; i++) {
      int octet = buffer[at++];
      length |= (long) (octet & 0x7f) << 7 * i;
      if ((octet & 0x80) == 0) {
        return length <= end - at;
      }
    }
    return false;
  }

  private void take(FrameBuffer obu) {
    if (obu.size() == 0) {
      return;
    }
    int next = at;
    byte[] bytes = obu.bytes();
    int header = (bytes[0] & HAS_EXTENSION) != 0 ? 2 : 1;
    at = header;
    length = obu.size() - at;
    boolean sized = (bytes[0] & HAS_SIZE) != 0;
    if (length < 0 || sized && !readLength(bytes, obu.size())) {
      broken = true;
    } else {
      put(bytes, header);
    }
    at = next;
  }

  private void put(byte[] obu, int header) {
    int type = obu[0] >> 3 & 0x0f;
    if (type != TEMPORAL_DELIMITER && type != TILE_LIST && type != PADDING) {
      note(type, obu, at, (int) length);
      frame.add(obu[0] | HAS_SIZE).add(obu, 1, header - 1);
      addLength((int) length).add(obu, at, (int) length);
    }
  }

  private FrameBuffer addLength(int value) {
    int left = value;
    while (left > 0x7f) {
      frame.add(left & 0x7f | 0x80);
      left >>= 7;
    }
    return frame.add(left);
  }

  private void note(int type, byte[] bytes, int from, int octets) {
    if (type == SEQUENCE_HEADER) {
      sequence = Av1Sequence.read(bytes, from, octets);
      broken |= sequence.isEmpty();
    } else if (first && (type == FRAME || type == FRAME_HEADER)) {
      first = false;
      bits.begin(bytes, from, octets);
      // show_existing_frame, and frame_type, of which KEY_FRAME is 0 (section 5.9.2).
      key = !bits.flag() && bits.read(2) == 0;
    }
  }

  @Override
  public Optional<Picture> take() {
    if (broken || goesOn || frame.isTooLarge() || frame.size() == 0) {
      return Optional.empty();
    }
    byte[] data = frame.copy();
    return Optional.of(
        sequence
            .filter(read -> key)
            .map(read -> new Picture(data, true, read.size(), read.av1C()))
            .orElseGet(() -> Picture.inter(data)));
  }
}
