package dev.switchboard.media.recording;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * H.264 (RFC 6184): NAL units, alone in a packet, several in one (STAP-A) or one in several (FU-A),
 * each of which gets its length in front in 32 bits, as files have them (ISO 14496-15).
 *
 * <pre>
 *  |F|NRI| type, 5 |                     types 1 to 23: the unit itself
 *  |F|NRI|   24    | length, 16 | unit | length, 16 | unit ...
 *  |F|NRI|   28    |S|E|R| type, 5 | a part of the unit ...     S: the first part, E: the last
 * </pre>
 */
final class H264Depacketizer implements Depacketizer {
  private static final int IDR = 5;
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int DELIMITER = 9;
  private static final int FILLER = 12;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final int LENGTH = 4;

  private final FrameBuffer frame = new FrameBuffer();
  private byte @Nullable [] sps;
  private byte @Nullable [] pps;

  /** Where the length of the unit stands that comes in parts; -1 if there is none. */
  private int open = -1;

  private boolean key;
  private boolean broken;

  /** Whether a packet begins with a sequence parameter set, as a key frame does. */
  static boolean startsWithParameters(PacketView packet) {
    byte[] buffer = packet.buffer;
    int at = packet.offset;
    int type = packet.length > 0 ? buffer[at] & 0x1f : 0;
    boolean first = type == STAP_A && packet.length > 3;
    return (first ? buffer[at + 3] & 0x1f : type) == SPS;
  }

  @Override
  public void begin() {
    frame.clear();
    open = -1;
    key = false;
    broken = false;
  }

  @Override
  public void add(byte[] buffer, int offset, int length) {
    int type = length > 0 ? buffer[offset] & 0x1f : 0;
    switch (type) {
      case STAP_A -> several(buffer, offset + 1, offset + length);
      case FU_A -> part(buffer, offset, length);
      default -> unit(buffer, offset, length);
    }
  }

  private void unit(byte[] buffer, int offset, int length) {
    int type = length > 0 ? buffer[offset] & 0x1f : 0;
    if (type == 0 || type >= STAP_A || open >= 0) {
      broken = true;
      return;
    }
    if (type == DELIMITER || type == FILLER) {
      return;
    }
    int at = frame.size();
    frame.add32(length).add(buffer, offset, length);
    note(type, at + LENGTH);
  }

  private void several(byte[] buffer, int from, int end) {
    int at = from;
    while (at + 2 < end) {
      int length = (buffer[at] & 0xff) << 8 | buffer[at + 1] & 0xff;
      at += 2;
      if (length > end - at) {
        broken = true;
        return;
      }
      unit(buffer, at, length);
      at += length;
    }
    broken |= at != end;
  }

  private void part(byte[] buffer, int offset, int length) {
    if (length < 3) {
      broken = true;
      return;
    }
    int head = buffer[offset + 1];
    boolean first = (head & 0x80) != 0;
    if (first == open >= 0) {
      broken = true;
      return;
    }
    if (first) {
      open = frame.size();
      frame.add32(0).add(buffer[offset] & 0xe0 | head & 0x1f);
    }
    frame.add(buffer, offset + 2, length - 2);
    if ((head & 0x40) != 0 && !frame.isTooLarge()) {
      frame.set32(open, frame.size() - open - LENGTH);
      note(head & 0x1f, open + LENGTH);
      open = -1;
    }
  }

  /** Remembers parameter sets, which stay in the frame too: later ones are only there. */
  private void note(int type, int at) {
    if (frame.isTooLarge()) {
      return;
    }
    key |= type == IDR;
    if (type == SPS) {
      sps = Arrays.copyOfRange(frame.bytes(), at, frame.size());
    } else if (type == PPS) {
      pps = Arrays.copyOfRange(frame.bytes(), at, frame.size());
    }
  }

  @Override
  public Optional<Picture> take() {
    if (broken || open >= 0 || frame.isTooLarge() || frame.size() == 0) {
      return Optional.empty();
    }
    if (!key) {
      return Optional.of(Picture.inter(frame.copy()));
    }
    byte[] sequence = sps;
    byte[] picture = pps;
    if (sequence == null || picture == null) {
      return Optional.empty();
    }
    return H264Parameters.read(sequence, picture)
        .map(read -> new Picture(frame.copy(), true, read.size(), read.avcC()));
  }
}
