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
 * Where the server prefers a codec with layers, the pages' media modules change from several
 * streams to one: in the browser that runs them, against the media engine that answers them.
 */
class LayersTest {
  private static final String SEEN =
      """
      const done = arguments[arguments.length - 1];
      const find = async ({ pc }, type) => [...(await pc.getStats()).values()]
        .filter((s) => s.type === type && s.kind === 'video' && s.frameWidth);
      (async () => {
        const [sent, seen] = [await find(sender, 'outbound-rtp'), await find(viewer, 'inbound-rtp')];
        return [...sent.map((s) => s.scalabilityMode + (s.rid ?? '')),
          ...seen.map((s) => s.frameWidth + (s.framesDecoded > 20 ? ' flows' : ' begins'))].join(', ');
      })().then(done, (error) => done(String(error)));
      """;

  private MediaPage page;

  @BeforeEach
  void start() throws IOException {
    page = new MediaPage(List.of("AV1", "VP8"), new Unheard(), Path.of("target"));
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void sendsOneStreamOfThreeLayersInAv1WhichTheViewerSeesInFullSize() {
    assertThat(page.begin()).isEqualTo("");
    Wait.until(
        "a picture in layers",
        Browser.PATIENCE.multipliedBy(2),
        () -> page.browser().eventually(SEEN).equals("L3T3_KEY, 1280 flows"));
  }
}
