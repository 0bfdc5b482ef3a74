package dev.switchboard.media.softphone;

import dev.switchboard.media.rtp.MediaFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Four seconds of test picture (320x240, 15 frames/s; the first frame is the only key frame) or one
 * second of a 440 Hz tone (20 ms each), as real encoders made them:
 *
 * <pre>
 * ffmpeg -f lavfi -i testsrc2=size=320x240:rate=15:duration=4 -c:v libvpx -b:v 90k -g 999 vp8.ivf
 *   and likewise libvpx-vp9 and libaom-av1 to .ivf, libx264 (baseline, aud=1) to .h264
 * ffmpeg -f lavfi -i sine=frequency=440:duration=1 -c:a libopus -b:a 24k -vbr off opus.ogg
 * </pre>
 */
final class Clip {
  private static final int IVF_HEADER = 32;
  private static final int IVF_FRAME_HEADER = 12;
  private static final int OGG_HEADER = 27;
  private static final int H264_DELIMITER = 9;

  /** OpusHead and OpusTags. */
  private static final int OPUS_HEADERS = 2;

  private final List<byte[]> frames;

  private Clip(List<byte[]> frames) {
    this.frames = List.copyOf(frames);
  }

  static Clip load(MediaFormat format) {
    String type =
        switch (format) {
          case OPUS -> ".ogg";
          case H264 -> ".h264";
          case VP8, VP9, AV1 -> ".ivf";
        };
    String name = format.name().toLowerCase(Locale.ROOT) + type;
    try (InputStream in = Clip.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + name);
      }
      byte[] file = in.readAllBytes();
      return new Clip(
          switch (format) {
            case OPUS -> ogg(file);
            case H264 -> annexB(file);
            case VP8, VP9, AV1 -> ivf(file);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return frames.size();
  }

  /** Frame {@code index} of the endless repetition; 0 is a key frame. Not to be changed. */
  byte[] frame(int index) {
    return frames.get(index % frames.size());
  }

  /** {@code DKIF} header, then each frame after its length (32 bits little-endian) and time. */
  private static List<byte[]> ivf(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> frames = new ArrayList<>();
    int at = IVF_HEADER;
    while (at < file.length) {
      int length = in.getInt(at);
      at += IVF_FRAME_HEADER;
      frames.add(Arrays.copyOfRange(file, at, at + length));
      at += length;
    }
    return frames;
  }

  /** Pages of segments of up to 255 bytes; a packet ends with a shorter one (RFC 3533). */
  private static List<byte[]> ogg(byte[] file) {
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int page = 0;
    while (page < file.length) {
      int segments = file[page + OGG_HEADER - 1] & 0xff;
      int at = page + OGG_HEADER + segments;
      for (int i = 0; i < segments; i++) {
        int length = file[page + OGG_HEADER + i] & 0xff;
        packet.write(file, at, length);
        at += length;
        if (length < 255) {
          packets.add(packet.toByteArray());
          packet.reset();
        }
      }
      page = at;
    }
    return packets.subList(OPUS_HEADERS, packets.size());
  }

  /** Access units, each of which begins with a delimiter; the start codes stay in. */
  private static List<byte[]> annexB(byte[] file) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i + 4 < file.length; i++) {
      boolean startCode = file[i] == 0 && file[i + 1] == 0 && file[i + 2] == 0 && file[i + 3] == 1;
      if (startCode && (file[i + 4] & 0x1f) == H264_DELIMITER) {
        starts.add(i);
      }
    }
    starts.add(file.length);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i + 1 < starts.size(); i++) {
      frames.add(Arrays.copyOfRange(file, starts.get(i), starts.get(i + 1)));
    }
    return frames;
  }
}
