package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.transcoding.Ffmpeg;
import dev.switchboard.media.transcoding.FfmpegLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the ffmpeg that the server would use. */
class TranscoderTest {
  private static final long MEMORY = 4L << 30;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Ffmpeg ffmpeg;
  private Transcoder transcoder;

  @BeforeEach
  void find() throws IOException {
    ffmpeg = new Ffmpeg(FfmpegLocator.find(Optional.empty(), MEMORY));
    transcoder = Transcoder.find(Optional.empty(), MEMORY);
  }

  @Test
  void putsTwoTracksSideBySideEachAtItsTime() throws IOException {
    Film film = transcoder.film(Duration.ofSeconds(3));
    film.track();
    film.clip(recorded("left.webm", "red", 2), Duration.ZERO, true, true);
    film.track();
    film.clip(recorded("right.webm", "blue", 2), Duration.ofSeconds(1), true, true);
    List<Double> progress = new ArrayList<>();

    film.write(folder.resolve("film.mp4"), progress::add);

    assertThat(colour("film.mp4", "0.5", 300)).isEqualTo("red");
    assertThat(colour("film.mp4", "0.5", 900)).isEqualTo("black");
    assertThat(colour("film.mp4", "1.5", 900)).isEqualTo("blue");
    assertThat(progress).isSorted().last().isEqualTo(1.0);
    assertThat(indexComesFirst(folder.resolve("film.mp4"))).isTrue();
  }

  @Test
  void takesAStillPicture() throws IOException {
    Path video = recorded("video.webm", "red", 1);

    transcoder.still(video, Duration.ofMillis(500), folder.resolve("still.jpg"));

    // A JPEG begins with these two octets.
    assertThat(Arrays.copyOf(Files.readAllBytes(folder.resolve("still.jpg")), 2))
        .containsExactly(0xff, 0xd8);
  }

  @Test
  void tellsWhatIsWrongWithAFileThatIsNone() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.webm"), "#EXTM3U\nfile:/etc/passwd\n");
    Film film = transcoder.film(Duration.ofSeconds(1));
    film.track();
    film.clip(broken, Duration.ZERO, true, true);

    assertThatThrownBy(() -> film.write(folder.resolve("film.mp4"), done -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.webm");
  }

  @Test
  void stopsAtOnceWhenItIsCancelled() throws Exception {
    Path clip = recorded("long.webm", "red", 1);
    Film film = transcoder.film(Duration.ofHours(10));
    film.track();
    film.clip(clip, Duration.ZERO, true, true);
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try {
                film.write(folder.resolve("film.mp4"), done -> begun.complete(null));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    begun.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    film.cancel();

    assertThatThrownBy(() -> written.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class)
        .rootCause()
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void doesNotBeginWhenItIsCancelledBefore() {
    Film film = transcoder.film(Duration.ofSeconds(1));
    film.track();
    film.clip(folder.resolve("none.webm"), Duration.ZERO, true, false);
    film.cancel();

    assertThatThrownBy(() -> film.write(folder.resolve("film.mp4"), done -> {}))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void endsAProcessThatTakesTooLong() {
    Ffmpeg.Run endless =
        ffmpeg.run(
            List.of("-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"),
            Duration.ofMillis(300));

    assertThatThrownBy(() -> endless.complete(done -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void saysWhatToDoWithoutFfmpegAtThePathThatIsSet() {
    assertThatThrownBy(() -> Transcoder.find(Optional.of(folder.resolve("ffmpeg")), MEMORY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("install it");
  }

  private Path recorded(String name, String colour, int seconds) throws IOException {
    Path file = folder.resolve(name);
    String picture = "color=%s:s=320x240:r=15:d=%d".formatted(colour, seconds);
    String sound = "sine=440:d=" + seconds;
    List<String> words = new ArrayList<>(List.of("-f", "lavfi", "-i", picture));
    words.addAll(List.of("-f", "lavfi", "-i", sound, "-c:v", "libvpx", "-c:a", "libopus"));
    words.addAll(List.of("-deadline", "realtime", "-f", "webm", file.toString()));
    ffmpeg.run(words, LIMIT).complete(done -> {});
    return file;
  }

  /** The colour of a film at a time, so many pixels from the left. */
  private String colour(String name, String seconds, int x) throws IOException {
    Path raw = folder.resolve("pixel.rgb");
    List<String> words = new ArrayList<>(List.of("-y", "-ss", seconds));
    words.addAll(List.of("-i", folder.resolve(name).toString(), "-frames:v", "1"));
    words.addAll(List.of("-vf", "crop=2:2:%d:240".formatted(x), "-f", "rawvideo"));
    words.addAll(List.of("-pix_fmt", "rgb24", raw.toString()));
    ffmpeg.run(words, LIMIT).complete(done -> {});
    byte[] pixel = Files.readAllBytes(raw);
    boolean red = (pixel[0] & 0xff) > 128;
    boolean blue = (pixel[2] & 0xff) > 128;
    return red ? "red" : blue ? "blue" : "black";
  }

  private static boolean indexComesFirst(Path mp4) throws IOException {
    String boxes = Files.readString(mp4, StandardCharsets.ISO_8859_1);
    return boxes.indexOf("moov") < boxes.indexOf("mdat");
  }
}
