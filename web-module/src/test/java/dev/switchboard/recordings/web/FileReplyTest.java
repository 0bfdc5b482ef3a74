package dev.switchboard.recordings.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.recordings.RecordingLibrary.Download;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 13 and 14, for a file of ten digits. */
class FileReplyTest {
  private static final String DIGITS = "0123456789";
  private static final String TAG = "\"abc\"";
  private static final String MODIFIED = "Sat, 21 Nov 2026 10:00:00 GMT";
  private static final String EARLIER = "Sat, 21 Nov 2026 09:59:59 GMT";
  private static final String LATER = "Sat, 21 Nov 2026 10:00:01 GMT";

  private final AtomicInteger reads = new AtomicInteger();

  private Exchange answer(String method, String... fields) throws IOException {
    return answerOf(DIGITS, method, fields);
  }

  private Exchange answerOf(String content, String method, String... fields) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    Exchange exchange = Exchange.of(method, fields);
    new FileReply(
            new Download(
                "caller-1.webm",
                "video/webm",
                bytes.length,
                "abc",
                Instant.parse("2026-11-21T10:00:00.750Z"),
                (first, count) -> {
                  reads.incrementAndGet();
                  return new ByteArrayInputStream(bytes, (int) first, (int) count);
                }))
        .send(exchange.request(), exchange.response());
    return exchange;
  }

  @Test
  void sendsAllOfItToWhoAsksForNoPart() throws IOException {
    Exchange all = answer("GET");
    assertThat(all.status).isEqualTo(200);
    assertThat(all.body()).isEqualTo(DIGITS);
    assertThat(all.sent)
        .containsEntry("Content-Length", "10")
        .containsEntry("Content-Type", "video/webm")
        .containsEntry("Accept-Ranges", "bytes")
        .containsEntry("ETag", TAG)
        .containsEntry("Last-Modified", MODIFIED)
        .containsEntry("Cache-Control", "private, no-cache")
        .doesNotContainKey("Content-Range");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0123, bytes 0-3/10",
    "bytes=4-, 456789, bytes 4-9/10",
    "bytes=-2, 89, bytes 8-9/10",
    "bytes=9-9, 9, bytes 9-9/10",
    "bytes=5-100, 56789, bytes 5-9/10",
    "bytes=-100, 0123456789, bytes 0-9/10",
    "'bytes=20-30,1-2', 12, bytes 1-2/10"
  })
  void sendsThePartThatIsAskedFor(String range, String body, String contentRange)
      throws IOException {
    Exchange part = answer("GET", "Range", range);
    assertThat(part.status).isEqualTo(206);
    assertThat(part.body()).isEqualTo(body);
    assertThat(part.sent)
        .containsEntry("Content-Range", contentRange)
        .containsEntry("Content-Length", Integer.toString(body.length()))
        .containsEntry("ETag", TAG);
  }

  @Test
  void sendsSeveralPartsEachWithItsPlace() throws IOException {
    Exchange parts = answer("GET", "Range", "bytes=0-1,-3");
    assertThat(parts.status).isEqualTo(206);
    String boundary = parts.sent.get("Content-Type").replaceFirst(".*boundary=", "");
    assertThat(parts.sent.get("Content-Type")).startsWith("multipart/byteranges; boundary=");
    assertThat(parts.sent).doesNotContainKey("Content-Range");
    assertThat(parts.body())
        .isEqualTo(
            "\r\n--%1$s\r\nContent-Type: video/webm\r\nContent-Range: bytes 0-1/10\r\n\r\n01"
                    .formatted(boundary)
                + "\r\n--%1$s\r\nContent-Type: video/webm\r\nContent-Range: bytes 7-9/10\r\n\r\n789\r\n--%1$s--\r\n"
                    .formatted(boundary));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void saysHowLongItIsToWhoAsksForWhatIsNotThere(String range) throws IOException {
    Exchange none = answer("GET", "Range", range);
    assertThat(none.status).isEqualTo(416);
    assertThat(none.sent).containsEntry("Content-Range", "bytes */10");
    assertThat(none.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-4", "bytes=a-b", "lines=1-2", "bytes", "bytes=0-5,3-7"})
  void sendsAllOfItToWhoAsksForNonsense(String range) throws IOException {
    Exchange all = answer("GET", "Range", range);
    assertThat(all.status).isEqualTo(200);
    assertThat(all.body()).isEqualTo(DIGITS);
  }

  @Test
  void sendsNothingOfAnEmptyFile() throws IOException {
    Exchange all = answerOf("", "GET");
    assertThat(all.status).isEqualTo(200);
    assertThat(all.sent).containsEntry("Content-Length", "0");
    assertThat(answerOf("", "GET", "Range", "bytes=0-").status).isEqualTo(416);
  }

  @Test
  void tellsWhatItWouldSendWithoutReadingIt() throws IOException {
    Exchange head = answer("HEAD", "Range", "bytes=0-3");
    assertThat(head.status).as("ranges are for GET only (14.2)").isEqualTo(200);
    assertThat(head.sent).containsEntry("Content-Length", "10").containsEntry("ETag", TAG);
    assertThat(head.body()).isEmpty();
    assertThat(reads).hasValue(0);
  }

  @Test
  void saysNothingOfAFileThatCanNotBeRead() {
    Exchange exchange = Exchange.of("GET", "Range", "bytes=0-3");
    FileReply reply =
        new FileReply(
            new Download(
                "a",
                "video/webm",
                10,
                "abc",
                Instant.EPOCH,
                (first, count) -> {
                  throw new IOException("away");
                }));
    assertThatThrownBy(() -> reply.send(exchange.request(), exchange.response()))
        .isInstanceOf(FileReply.StorageAway.class);
    assertThat(exchange.status).as("not yet said").isEqualTo(200);
    assertThat(exchange.sent).doesNotContainKeys("Content-Length", "Content-Range");
  }

  @ParameterizedTest
  @ValueSource(strings = {TAG, MODIFIED})
  void goesOnWhereTheSameFileStopped(String condition) throws IOException {
    Exchange rest = answer("GET", "Range", "bytes=7-", "If-Range", condition);
    assertThat(rest.status).isEqualTo(206);
    assertThat(rest.body()).isEqualTo("789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "W/" + TAG, EARLIER, LATER, "nonsense"})
  void beginsAnewIfItWasAnotherFile(String condition) throws IOException {
    Exchange all = answer("GET", "Range", "bytes=7-", "If-Range", condition);
    assertThat(all.status).isEqualTo(200);
    assertThat(all.body()).isEqualTo(DIGITS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match | \"abc\" | 304",
        "If-None-Match | W/\"abc\" | 304",
        "If-None-Match | \"x\", \"abc\" | 304",
        "If-None-Match | * | 304",
        "If-None-Match | \"x\" | 200",
        "If-Match | \"abc\" | 200",
        "If-Match | * | 200",
        "If-Match | \"x\" | 412",
        "If-Match | W/\"abc\" | 412",
        "If-Modified-Since | " + MODIFIED + " | 304",
        "If-Modified-Since | " + LATER + " | 304",
        "If-Modified-Since | " + EARLIER + " | 200",
        "If-Modified-Since | yesterday | 200",
        "If-Unmodified-Since | " + MODIFIED + " | 200",
        "If-Unmodified-Since | " + EARLIER + " | 412",
        "If-Unmodified-Since | yesterday | 200"
      })
  void keepsToConditions(String field, String value, int status) throws IOException {
    for (String method : new String[] {"GET", "HEAD"}) {
      Exchange answer = answer(method, field, value);
      assertThat(answer.status).isEqualTo(status);
      assertThat(answer.sent).containsEntry("ETag", TAG);
      assertThat(answer.body()).isEqualTo(status == 200 && method.equals("GET") ? DIGITS : "");
    }
  }

  @Test
  void tagsGoBeforeDatesAndBothBeforeRanges() throws IOException {
    assertThat(answer("GET", "If-None-Match", "\"x\"", "If-Modified-Since", LATER).status)
        .isEqualTo(200);
    assertThat(answer("GET", "If-Match", TAG, "If-Unmodified-Since", EARLIER).status)
        .isEqualTo(200);
    assertThat(answer("GET", "If-None-Match", TAG, "Range", "bytes=0-1").status).isEqualTo(304);
  }
}
