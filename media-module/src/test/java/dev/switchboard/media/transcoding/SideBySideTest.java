package dev.switchboard.media.transcoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final Path OUT = Path.of("/spool/film.mp4");

  @Test
  void opensEachFileAsMatroskaAndNothingThatItNames() {
    Clip clip = clip("a.webm", 0, true, true);

    assertThat(String.join(" ", new SideBySide(List.of(List.of(clip)), length()).arguments(OUT)))
        .contains("-protocol_whitelist file -f matroska -i /spool/a.webm");
  }

  @Test
  void laysEachClipOnTheCanvasOfItsTrackAtItsOwnTime() {
    List<Clip> left = List.of(clip("a-1.webm", 0, true, true), clip("a-2.mkv", 4_500, true, true));
    List<Clip> right = List.of(clip("b-1.webm", 120, true, true));

    assertThat(filters(List.of(left, right)))
        .contains("[1:v]setpts=PTS+4.500/TB", "[2:v]setpts=PTS+0.120/TB")
        .contains("[1:a]asetpts=PTS+4.500/TB", "[v0][v1]hstack=2[v]", "[a0][a1][a2]amix=3");
  }

  @Test
  void leavesTheScreenOfATrackWithoutAPictureBlack() {
    List<Clip> left = List.of(clip("a.webm", 0, true, true));
    List<Clip> right = List.of(clip("b.webm", 0, true, false));

    assertThat(filters(List.of(left, right))).contains("[c1.0]null[v1]").doesNotContain("[1:v]");
  }

  @Test
  void makesSoundAloneOfTracksWithoutAnyPicture() {
    List<String> words =
        new SideBySide(List.of(List.of(clip("a.webm", 0, true, false))), length()).arguments(OUT);

    assertThat(words).contains("[a]", "aac").doesNotContain("[v]", "libx264");
  }

  @Test
  void hasNothingToMakeAFilmOfWithoutSoundAndPicture() {
    SideBySide nothing =
        new SideBySide(List.of(List.of(clip("a.webm", 0, false, false))), length());

    assertThatThrownBy(() -> nothing.arguments(OUT)).isInstanceOf(IllegalStateException.class);
  }

  private static String filters(List<List<Clip>> tracks) {
    List<String> words = new SideBySide(tracks, length()).arguments(OUT);
    return words.get(words.indexOf("-filter_complex") + 1);
  }

  private static Duration length() {
    return Duration.ofSeconds(10);
  }

  private static Clip clip(String name, long start, boolean audio, boolean video) {
    return new Clip(Path.of("/spool", name), Duration.ofMillis(start), audio, video);
  }
}
