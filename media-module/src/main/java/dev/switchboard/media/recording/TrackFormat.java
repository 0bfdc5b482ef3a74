package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.MediaFormat;
import java.util.Arrays;
import java.util.Optional;

/**
 * One of the tracks of a file: what its entry in the header says (RFC 9559 section 5.1.4).
 *
 * @param size of a picture
 * @param codecPrivate what a decoder must know beforehand; empty if there is nothing
 */
record TrackFormat(MediaFormat codec, PictureSize size, byte[] codecPrivate) {
  static final int SOUND = 1;
  static final int PICTURE = 2;

  private static final int TYPE_VIDEO = 1;
  private static final int TYPE_AUDIO = 2;
  private static final int SAMPLE_RATE = 48_000;

  /** How much of Opus a decoder must hear before what it gives is right (RFC 7845 section 4.6). */
  private static final long OPUS_PRE_ROLL_NANOS = 80_000_000;

  /**
   * {@code OpusHead} (RFC 7845 section 5.1): version 1, two channels as RTP always has, nothing to
   * skip, 48 kHz, no gain, mapping 0. Numbers are little-endian.
   */
  private static final byte[] OPUS_HEAD = {
    'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 0, 0, (byte) 0x80, (byte) 0xbb, 0, 0, 0, 0, 0
  };

  /** All sound is Opus. */
  static TrackFormat sound() {
    return new TrackFormat(MediaFormat.OPUS, PictureSize.UNKNOWN, OPUS_HEAD);
  }

  void writeTo(EbmlWriter out) {
    out.master(Matroska.TRACK_ENTRY, codec.isVideo() ? this::picture : TrackFormat::soundEntry);
  }

  private static void soundEntry(EbmlWriter entry) {
    begin(entry, SOUND, TYPE_AUDIO);
    entry
        .text(Matroska.CODEC_ID, id(MediaFormat.OPUS))
        .binary(Matroska.CODEC_PRIVATE, OPUS_HEAD)
        .unsigned(Matroska.CODEC_DELAY, 0)
        .unsigned(Matroska.SEEK_PRE_ROLL, OPUS_PRE_ROLL_NANOS)
        .master(
            Matroska.AUDIO,
            audio ->
                audio
                    .decimal(Matroska.SAMPLING_FREQUENCY, SAMPLE_RATE)
                    .unsigned(Matroska.CHANNELS, 2));
  }

  private void picture(EbmlWriter entry) {
    begin(entry, PICTURE, TYPE_VIDEO);
    entry.text(Matroska.CODEC_ID, id(codec));
    if (codecPrivate.length > 0) {
      entry.binary(Matroska.CODEC_PRIVATE, codecPrivate);
    }
    entry.master(
        Matroska.VIDEO,
        video ->
            video
                .unsigned(Matroska.PIXEL_WIDTH, size.width())
                .unsigned(Matroska.PIXEL_HEIGHT, size.height()));
  }

  private static void begin(EbmlWriter entry, int number, int type) {
    entry
        .unsigned(Matroska.TRACK_NUMBER, number)
        .unsigned(Matroska.TRACK_UID, number)
        .unsigned(Matroska.TRACK_TYPE, type)
        .unsigned(Matroska.FLAG_LACING, 0);
  }

  /** The codec with this id (RFC 9559 section 27.1 and the codec mappings); empty if not ours. */
  static Optional<MediaFormat> codecOf(String id) {
    return Arrays.stream(MediaFormat.values()).filter(each -> id(each).equals(id)).findFirst();
  }

  private static String id(MediaFormat codec) {
    return switch (codec) {
      case OPUS -> "A_OPUS";
      case VP8 -> "V_VP8";
      case VP9 -> "V_VP9";
      case AV1 -> "V_AV1";
      case H264 -> "V_MPEG4/ISO/AVC";
    };
  }
}
