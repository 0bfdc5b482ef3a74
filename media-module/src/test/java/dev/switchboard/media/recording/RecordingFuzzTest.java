package dev.switchboard.media.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.media.rtp.MediaFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

class RecordingFuzzTest {
  @FuzzTest
  @DisplayName("makes a frame of any VP8 payloads, or none")
  void readsAnyVp8(byte[] data) {
    depacketize(MediaFormat.VP8, data);
  }

  @FuzzTest
  @DisplayName("makes a frame of any VP9 payloads, or none")
  void readsAnyVp9(byte[] data) {
    depacketize(MediaFormat.VP9, data);
  }

  @FuzzTest
  @DisplayName("makes a frame of any H.264 payloads, or none")
  void readsAnyH264(byte[] data) {
    depacketize(MediaFormat.H264, data);
  }

  @FuzzTest
  @DisplayName("makes a frame of any AV1 payloads, or none")
  void readsAnyAv1(byte[] data) {
    depacketize(MediaFormat.AV1, data);
  }

  /** Each payload after its length; an empty one ends a frame. */
  private static void depacketize(MediaFormat format, byte[] data) {
    Depacketizer depacketizer = Depacketizer.of(format);
    depacketizer.begin();
    int at = 0;
    while (at < data.length) {
      int length = Math.min(data[at] & 0xff, data.length - at - 1);
      if (length == 0) {
        take(depacketizer, data.length);
        depacketizer.begin();
      } else {
        depacketizer.add(data, at + 1, length);
      }
      at += 1 + length;
    }
    take(depacketizer, data.length);
  }

  private static void take(Depacketizer depacketizer, int most) {
    Optional<Picture> taken = depacketizer.take();
    if (taken.isPresent()) {
      Picture picture = taken.get();
      assertThat(picture.data().length).isBetween(1, 6 * most + 64);
      assertThat(picture.codecPrivate().length)
          .isLessThanOrEqualTo(MatroskaFile.MOST_CODEC_PRIVATE);
      assertThat(picture.size().isKnown()).isEqualTo(picture.key());
    }
  }

  @FuzzTest
  @DisplayName("completes any file, or leaves it")
  void completesAnyFile(byte[] data) throws IOException {
    Path file = Files.createTempFile("fuzz", ".webm");
    try {
      Files.write(file, data);
      Optional<MatroskaContents> contents = read(file);
      if (contents.isPresent()) {
        assertThat(contents.get().clustersEnd()).isLessThanOrEqualTo(data.length);
        contents.get().format(TrackFormat.SOUND);
        contents.get().format(TrackFormat.PICTURE);
        int clusters = contents.get().clusters();
        try (MatroskaFile reopened = MatroskaFile.reopen(file, contents.get())) {
          reopened.finish(Duration.ofMillis(contents.get().lastMillis()));
        }
        assertThat(read(file).orElseThrow().clusters()).isEqualTo(clusters);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<MatroskaContents> read(Path file) throws IOException {
    return MatroskaContents.read(
        file, (track, millis, key, block) -> assertThat(block.remaining()).isNotNegative());
  }

  @FuzzTest
  @DisplayName("reads any text as a manifest, or as none")
  void readsAnyManifest(byte[] data) throws IOException {
    assertThat(ManifestFile.parse(data)).isNotNull();
  }

  @FuzzTest
  @DisplayName("tells a time near that of arrival, whatever timestamps and reports say")
  void staysNearArrival(byte[] data) {
    StreamClock clock = new StreamClock(90_000, nanos -> nanos);
    long arrival = 1_000_000_000_000L;
    long last = Long.MIN_VALUE;
    for (int at = 0; at + 9 <= data.length; at += 9) {
      long value = ByteBuffer.wrap(data, at + 1, Long.BYTES).getLong();
      long timestamp = value & 0xffff_ffffL;
      switch (data[at] & 3) {
        case 0 -> clock.restart();
        case 1 -> clock.reported(timestamp, arrival + (value >> 20));
        default -> {
          arrival += value >>> 36;
          long time = clock.timeOf(timestamp, arrival);
          assertThat(time).isGreaterThanOrEqualTo(last);
          assertThat(arrival - time).isBetween(-1_300_000_000L, 11_000_000_000L);
          last = time;
        }
      }
    }
  }
}
