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
   * One OBU element in a packet, without its size field: {@code |Z|Y|W=1|N|-|-|-|} (AV1 RTP
   * specification section 4.4).
   */
  private static List<byte[]> av1(byte[] temporalUnit) {
    List<byte[]> payloads = new ArrayList<>();
    int at = 0;
    while (at < temporalUnit.length) {
      int head = temporalUnit[at];
      int type = (head >> 3) & 0x0f;
      int headLength = (head & 0x04) != 0 ? 2 : 1;
      int position = at + headLength;
      int size = 0;
      for (int shift = 0; ; shift += 7) {
        int octet = temporalUnit[position++];
        size |= (octet & 0x7f) << shift;
        if ((octet & 0x80) == 0) {
          break;
        }
      }
      if (type != AV1_TEMPORAL_DELIMITER) {
        byte[] element = new byte[headLength + size];
        System.arraycopy(temporalUnit, at, element, 0, headLength);
        element[0] &= ~0x02;
        System.arraycopy(temporalUnit, position, element, headLength, size);
        av1Element(element, type == AV1_SEQUENCE_HEADER, payloads);
      }
      at = position + size;
    }
    return payloads;
  }

  private static void av1Element(byte[] element, boolean newSequence, List<byte[]> payloads) {
    for (int at = 0; at < element.length; at += LIMIT) {
      int part = Math.min(LIMIT, element.length - at);
      int flags = 0x10 | (at > 0 ? 0x80 : 0) | (at + part < element.length ? 0x40 : 0);
      flags |= newSequence && at == 0 ? 0x08 : 0;
      payloads.add(ByteBuffer.allocate(1 + part).put((byte) flags).put(element, at, part).array());
    }
  }
}
