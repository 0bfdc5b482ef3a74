package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.Arrays;

/**
 * What the recorder keeps of a packet: its payload, and what was found out about it. The one of a
 * {@link PacketQueue} is used again for the next packet, a copy is not.
 */
final class PacketView {
  byte[] buffer = {};
  int offset;
  int length;
  MediaFormat format = MediaFormat.OPUS;
  int encoding;

  /** Extended, in the order of the encoding. */
  long number;

  long timestamp;
  long arrivalNanos;
  boolean marker;

  /** Whether a picture may begin here: the first packet of the lowest layer's frame. */
  boolean starts;

  /** Whether a decoder can begin here. */
  boolean key;

  PacketView copy() {
    PacketView copy = new PacketView();
    copy.buffer = Arrays.copyOfRange(buffer, offset, offset + length);
    copy.length = length;
    copy.format = format;
    copy.encoding = encoding;
    copy.number = number;
    copy.timestamp = timestamp;
    copy.arrivalNanos = arrivalNanos;
    copy.marker = marker;
    copy.starts = starts;
    copy.key = key;
    return copy;
  }
}
