package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.media.MediaEvents;
import dev.switchboard.media.RecordedFile;
import dev.switchboard.media.RecordingPlan;
import dev.switchboard.media.RecordingReport;
import dev.switchboard.media.Unheard;
import dev.switchboard.media.recording.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real browser sends, in each codec and as many encodings and layers as it likes. */
class RecordedBrowserTest {
  /** Of the picture, in all encodings or layers. */
  private static final int FRAMES = 300;

  private static final String SENT =
      """
      const done = arguments[arguments.length - 1];
      sender.pc.getStats().then((all) => [...all.values()]
        .filter((s) => s.type === 'outbound-rtp' && s.kind === 'video')
        .reduce((sum, s) => sum + (s.framesSent ?? 0), 0)).then(done, () => done(0));
      """;

  /** Plays a file, seeks in it, and plays it to its end. */
  private static final String PLAY =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const blob = await (await fetch('/files/' + arguments[0])).blob();
        const video = document.createElement('video');
        document.body.append(video);
        const event = (name) => new Promise((resolve, reject) => {
          video.addEventListener(name, resolve, { once: true });
          video.addEventListener('error', () => reject(video.error.message), { once: true });
        });
        const loaded = event('loadedmetadata');
        video.src = URL.createObjectURL(blob);
        await loaded;
        for (const share of [0.7, 0.1, 0.4]) {
          const seeked = event('seeked');
          video.currentTime = share * video.duration;
          await seeked;
        }
        const ended = event('ended');
        video.playbackRate = 2;
        await video.play();
        await ended;
        const { totalVideoFrames } = video.getVideoPlaybackQuality();
        return [video.videoWidth > 0, totalVideoFrames > 20, video.webkitAudioDecodedByteCount > 0].join();
      })().then(done, (error) => done(String(error)));
      """;

  @TempDir private Path folder;
  private final CompletableFuture<RecordingReport> ended = new CompletableFuture<>();

  private final MediaEvents events =
      new Unheard() {
        @Override
        public void recorded(String callId, String recordingId, RecordingReport report) {
          ended.complete(report);
        }
      };

  @ParameterizedTest(name = "{0}")
  @CsvSource({"VP8, webm", "H264, mkv", "VP9, webm", "AV1, webm"})
  void isCopiedIntoAFileThatPlayersLike(String codec, String ending) throws Exception {
    try (MediaPage page = new MediaPage(List.of(codec), events, folder)) {
      assertThat(page.begin()).isEqualTo("");
      Wait.until("a picture", Browser.PATIENCE, () -> sent(page) > 20);
      page.call()
          .record(new RecordingPlan("one", folder, Map.of("sender", "caller"), true))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      long before = sent(page);
      Wait.until("frames", Browser.PATIENCE, () -> sent(page) >= before + FRAMES);
      page.call().stopRecording("one");
      RecordingReport report = ended.get(10, TimeUnit.SECONDS);

      assertThat(report.files())
          .extracting(RecordedFile::name)
          .containsExactly("caller-1." + ending);
      Probe probe = Probe.of(folder.resolve("caller-1." + ending));
      String manifest = Files.readString(folder.resolve("manifest.json"));
      assertThat(probe.warnings()).as(manifest).isEmpty();
      assertThat(probe.frames("video")).as(manifest).isGreaterThan(60);
      // One picture for each frame, however many layers it has.
      assertThat(new ObjectMapper().readTree(manifest).at("/segments/0/video/frames").asLong())
          .isEqualTo(probe.frames("video"));
      assertThat(probe.frames("audio")).as(manifest).isGreaterThan(100);
      assertThat(page.browser().eventually(PLAY, "caller-1." + ending)).isEqualTo("true,true,true");
    }
  }

  private static long sent(MediaPage page) {
    return ((Number) page.browser().eventually(SENT)).longValue();
  }
}
