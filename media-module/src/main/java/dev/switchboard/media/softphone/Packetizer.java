package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.MediaFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts frames into RTP payloads; the last payload of a frame gets the marker. */
final class Packetizer {
  /** With all headers below the 1,200 bytes that fit everywhere. */
  private static final int LIMIT = 1_100;

  private static final int START_CODE = 3;
  private static final int H264_DELIMITER = 9;
  private static final int H264_FU_A = 28;

  private static final int AV1_SEQUENCE_HEADER = 1;
  private static final int AV1_TEMPORAL_DELIMITER = 2;

  private Packetizer() {}

  /**
   * The payloads of one frame.
   *
   * @param pictureId 15 bits, one more for each frame
   */
  static List<byte[]> payloads(MediaFormat format, byte[] frame, boolean key, int pictureId) {
    return switch (format) {
      case OPUS -> List.of(frame);
      case VP8 -> vp8(frame, pictureId);
      case VP9 -> vp9(frame, key, pictureId);
      case H264 -> h264(frame);
      case AV1 -> av1(frame);
    };
  }

  /** {@code |X|R|N|S|R|PID| |I|...| |M|PictureID|} (RFC 7741 section 4.2). */
  private static List<byte[]> vp8(byte[] frame, int pictureId) {
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < frame.length; at += LIMIT) {
      int length = Math.min(LIMIT, frame.length - at);
      payloads.add(
          ByteBuffer.allocate(4 + length)
              .put((byte) (at == 0 ? 0x90 : 0x80))
              .put((byte) 0x80)
              .putShort((short) (0x8000 | pictureId))
              .put(frame, at, length)
              .array());
    }
    return payloads;
  }

  /** {@code |I|P|L|F|B|E|V|Z| |M|PictureID|} (RFC 9628 section 4.2), without layers. */
  private static List<byte[]> vp9(byte[] frame, boolean key, int pictureId) {
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < frame.length; at += LIMIT) {
      int length = Math.min(LIMIT, frame.length - at);
      int flags = 0x80 | (key ? 0 : 0x40);
      flags |= at == 0 ? 0x08 : 0;
      flags |= at + length == frame.length ? 0x04 : 0;
      payloads.add(
          ByteBuffer.allocate(3 + length)
              .put((byte) flags)
              .putShort((short) (0x8000 | pictureId))
              .put(frame, at, length)
              .array());
    }
    return payloads;
  }

  /** Each NAL unit alone, or in fragments (RFC 6184 sections 5.6 and 5.8). */
  private static List<byte[]> h264(byte[] accessUnit) {
    List<byte[]> payloads = new ArrayList<>();
    int start = nalAfterStartCode(accessUnit, 0);
    while (start < accessUnit.length) {
      int next = nalAfterStartCode(accessUnit, start);
      int end = next == accessUnit.length ? next : next - START_CODE;
      while (next < accessUnit.length && accessUnit[end - 1] == 0) {
        end--; // Zeros before a start code belong to nobody.
      }
      if ((accessUnit[start] & 0x1f) != H264_DELIMITER) {
        nal(accessUnit, start, end - start, payloads);
      }
      start = next;
    }
    return payloads;
  }

  /** Where the NAL unit after the next start code (0 0 1) begins, or the end. */
  private static int nalAfterStartCode(byte[] unit, int from) {
    for (int i = from; i + START_CODE <= unit.length; i++) {
      if (unit[i] == 0 && unit[i + 1] == 0 && unit[i + 2] == 1) {
        return i + START_CODE;
      }
    }
    return unit.length;
  }

  private static void nal(byte[] unit, int offset, int length, List<byte[]> payloads) {
    if (length <= LIMIT) {
      payloads.add(ByteBuffer.allocate(length).put(unit, offset, length).array());
      return;
    }
    int head = unit[offset];
    for (int at = 1; at < length; at += LIMIT) {
      int part = Math.min(LIMIT, length - at);
      int flags = (at == 1 ? 0x80 : 0) | (at + part == length ? 0x40 : 0);
      payloads.add(
          ByteBuffer.allocate(2 + part)
              .put((byte) ((head & 0xe0) | H264_FU_A))
              .put((byte) (flags | (head & 0x1f)))
              .put(unit, offset + at, part)
              .array());
    }
  }

  /**
   * OBUs without their size fields, two in a packet at most: {@code |Z|Y|W W|N|-|-|-|}, the length
   * of the first if there are two, the elements (AV1 RTP specification section 4.4). A packet
   * begins with a new OBU only at the beginning of the frame, since Chromium takes that for the
   * beginning.
   */
  private static List<byte[]> av1(byte[] temporalUnit) {
    List<byte[]> obus = av1Obus(temporalUnit);
    boolean newSequence = ((obus.get(0)[0] >> 3) & 0x0f) == AV1_SEQUENCE_HEADER;
    byte[] head = obus.size() == 1 ? new byte[0] : obus.get(0);
    byte[] frame = obus.get(obus.size() - 1);
    if (obus.size() > 2 || head.length > 127) {
      throw new IllegalArgumentException("not a sequence header and a frame");
    }
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < frame.length; at += LIMIT) {
      int part = Math.min(LIMIT, frame.length - at);
      boolean first = at == 0;
      boolean two = first && head.length > 0;
      int flags = (first ? 0 : 0x80) | (at + part < frame.length ? 0x40 : 0);
      flags |= (two ? 0x20 : 0x10) | (first && newSequence ? 0x08 : 0);
      ByteBuffer payload = ByteBuffer.allocate(1 + (two ? 1 + head.length : 0) + part);
      payload.put((byte) flags);
      if (two) {
        payload.put((byte) head.length).put(head);
      }
      payloads.add(payload.put(frame, at, part).array());
    }
    return payloads;
  }

  /** The OBUs of a temporal unit, but for its delimiter, with has_size_field cleared. */
  private static List<byte[]> av1Obus(byte[] temporalUnit) {
    List<byte[]> obus = new ArrayList<>();
    int at = 0;
    while (at < temporalUnit.length) {
      int type = (temporalUnit[at] >> 3) & 0x0f;
      int headLength = (temporalUnit[at] & 0x04) != 0 ? 2 : 1;
      int position = at + headLength;
      int size = 0;
      int octet;
      int shift = 0;
      do {
        octet = temporalUnit[position++];
        size |= (octet & 0x7f) << shift;
        shift += 7;
      } while ((octet & 0x80) != 0);
      if (type != AV1_TEMPORAL_DELIMITER) {
        byte[] obu = new byte[headLength + size];
        System.arraycopy(temporalUnit, at, obu, 0, headLength);
        obu[0] &= ~0x02;
        System.arraycopy(temporalUnit, position, obu, headLength, size);
        obus.add(obu);
      }
      at = position + size;
    }
    return obus;
  }
}
