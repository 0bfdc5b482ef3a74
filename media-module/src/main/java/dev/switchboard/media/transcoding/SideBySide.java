package dev.switchboard.media.transcoding;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One MP4 of several tracks: the pictures side by side, the sound of all mixed, H.264 and AAC,
 * ready to be played while it is still coming (the index first). Says how ffmpeg is called; pure.
 *
 * <p>Each track has a canvas that is as long as the movie. Each of its clips is laid on it at its
 * own time, and what is missing stays black, or silent: so the tracks can't drift apart, whatever
 * the clips leave out.
 */
public final class SideBySide {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int FRAME_RATE = 30;

  /**
   * Gaps are filled with silence as soon as they can be heard, and a clock that is a little off is
   * followed by at most so many samples in a second, which can't. The resampler is there from the
   * beginning: made on the way, it would begin to count again, and put as much silence as there has
   * been of the film.
   */
  private static final String KEEP_STEP =
      "aresample=48000:async=1000:min_hard_comp=0.02:first_pts=0:flags=res";

  private final List<List<Clip>> tracks;
  private final Duration length;

  /**
   * @param tracks from left to right
   */
  public SideBySide(List<List<Clip>> tracks, Duration length) {
    this.tracks = tracks.stream().map(List::copyOf).toList();
    this.length = length;
  }

  private Stream<Clip> clips() {
    return tracks.stream().flatMap(List::stream);
  }

  private boolean hasVideo() {
    return clips().anyMatch(Clip::video);
  }

  private boolean hasAudio() {
    return clips().anyMatch(Clip::audio);
  }

  /**
   * The arguments for ffmpeg.
   *
   * @throws IllegalStateException if there is neither a picture nor sound
   */
  public List<String> arguments(Path mp4) {
    List<String> words = new ArrayList<>(List.of("-y", "-copyts"));
    clips().map(Clip::file).map(Ffmpeg::input).forEach(words::addAll);
    words.addAll(List.of("-filter_complex", filters()));
    if (hasVideo()) {
      words.addAll(List.of("-map", "[v]", "-c:v", "libx264", "-preset", "veryfast"));
      words.addAll(List.of("-crf", "23", "-pix_fmt", "yuv420p"));
    }
    if (hasAudio()) {
      words.addAll(List.of("-map", "[a]", "-c:a", "aac", "-b:a", "128k"));
    }
    words.addAll(List.of("-t", seconds(length), "-movflags", "+faststart", "-f", "mp4"));
    words.add(mp4.toString());
    return words;
  }

  private String filters() {
    if (!hasVideo() && !hasAudio()) {
      throw new IllegalStateException("A movie needs sound or a picture");
    }
    List<String> chains = new ArrayList<>();
    int input = 0;
    List<Integer> pictures = new ArrayList<>();
    List<Integer> sounds = new ArrayList<>();
    for (int track = 0; track < tracks.size(); track++) {
      if (hasVideo()) {
        chains.add(picture(track, input));
        pictures.add(track);
      }
      for (Clip clip : tracks.get(track)) {
        if (clip.audio()) {
          chains.add(
              "[%d:a]asetpts=PTS+%s/TB,%s[a%d]"
                  .formatted(input, seconds(clip.start()), KEEP_STEP, input));
          sounds.add(input);
        }
        input++;
      }
    }
    if (!pictures.isEmpty()) {
      chains.add(
          joined(pictures, "v", pictures.size() == 1 ? "null" : "hstack=" + pictures.size()));
    }
    if (!sounds.isEmpty()) {
      chains.add(joined(sounds, "a", "amix=%d:normalize=0,alimiter".formatted(sounds.size())));
    }
    return String.join(";", chains);
  }

  private static String joined(List<Integer> numbers, String kind, String filter) {
    return numbers.stream().map(number -> "[" + kind + number + "]").collect(Collectors.joining())
        + filter
        + "["
        + kind
        + "]";
  }

  /** The clips of a track over its canvas, one after the other. */
  private String picture(int track, int firstInput) {
    List<Clip> clips = tracks.get(track);
    List<Integer> shown =
        IntStream.range(0, clips.size()).filter(i -> clips.get(i).video()).boxed().toList();
    StringBuilder chain = new StringBuilder();
    chain.append(
        "color=black:s=%dx%d:r=%d:d=%s[c%d.0]"
            .formatted(WIDTH, HEIGHT, FRAME_RATE, seconds(length), track));
    for (int i = 0; i < shown.size(); i++) {
      int clip = shown.get(i);
      chain.append(
          ";[%d:v]setpts=PTS+%s/TB,scale=%d:%d:force_original_aspect_ratio=decrease,setsar=1[p%d.%d]"
              .formatted(
                  firstInput + clip, seconds(clips.get(clip).start()), WIDTH, HEIGHT, track, i));
      chain.append(
          ";[c%d.%d][p%d.%d]overlay=(W-w)/2:(H-h)/2:eof_action=pass:eval=frame[c%d.%d]"
              .formatted(track, i, track, i, track, i + 1));
    }
    return chain.append(";[c%d.%d]null[v%d]".formatted(track, shown.size(), track)).toString();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1e3);
  }
}
