package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.Unheard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three legs of a call with the pages' media modules, in one browser against the media engine: each
 * hears and sees both others, and goes on with one when the other leaves.
 */
class TwoOthersTest {
  private static final String THIRD =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const { LocalMedia } = await import('/resources/js/media/local-media.js');
        const local = new LocalMedia();
        window.third = leg('third', local);
        await local.open();
      })().then(() => done(''), (error) => done(String(error)));
      """;

  /** What the viewer has in each slot: what of sound and picture comes within half a second. */
  private static final String SEEN =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const { pc, slots } = viewer;
        const counts = async () => {
          const stats = [...(await pc.getStats()).values()].filter((s) => s.type === 'inbound-rtp');
          return Object.fromEntries(stats.map((s) => [s.trackIdentifier, s.framesDecoded ?? s.packetsReceived ?? 0]));
        };
        const before = await counts();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const now = await counts();
        const flows = (slot) => slot.getTracks()
          .filter(({ id }) => (now[id] ?? 0) > (before[id] ?? 0) + 5).map(({ kind }) => kind).sort().join('+');
        return slots.map(flows).join(', ');
      })().then(done, (error) => done(String(error)));
      """;

  /** What tells of an interruption in the second slot's picture. */
  private static final String INTERRUPTIONS =
      """
      const done = arguments[arguments.length - 1];
      (async () => {
        const [track] = viewer.slots[1].getVideoTracks();
        const s = [...(await viewer.pc.getStats()).values()].find((each) => each.trackIdentifier === track.id);
        return [s.packetsLost, s.ssrc, track.muted].join(' ');
      })().then(done, (error) => done(String(error)));
      """;

  private MediaPage page;

  @BeforeEach
  void start() throws IOException {
    page = new MediaPage(List.of("VP8"), new Unheard(), Path.of("target"));
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void showsBothAndGoesOnWithOneWhenTheOtherLeaves() {
    assertThat(page.begin()).isEqualTo("");
    awaitSeen("audio+video, ");
    assertThat(page.browser().eventually(THIRD)).isEqualTo("");
    awaitSeen("audio+video, audio+video");
    Object before = page.browser().eventually(INTERRUPTIONS);
    page.call().release("sender");
    awaitSeen(", audio+video");
    assertThat(page.browser().eventually(INTERRUPTIONS)).isEqualTo(before);
  }

  private void awaitSeen(String expected) {
    Wait.until(
        "seen: " + expected,
        Browser.PATIENCE.multipliedBy(2),
        () -> page.browser().eventually(SEEN).equals(expected));
  }
}
