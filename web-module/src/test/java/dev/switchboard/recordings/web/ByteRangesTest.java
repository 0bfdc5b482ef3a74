package dev.switchboard.recordings.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.recordings.web.ByteRanges.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14, with a file of 10,000 bytes as in its examples. */
class ByteRangesTest {
  private static final long TOTAL = 10_000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-499, 0, 499",
    "bytes=500-999, 500, 999",
    "bytes=-500, 9500, 9999",
    "bytes=9500-, 9500, 9999",
    "bytes=0-, 0, 9999",
    "bytes=9999-9999, 9999, 9999",
    "bytes=9000-20000, 9000, 9999",
    "bytes=-20000, 0, 9999",
    "BYTES=0-0, 0, 0",
    "'bytes= , 5-6 ,', 5, 6",
  })
  void readsOneRange(String field, long first, long last) {
    assertThat(ByteRanges.read(field, TOTAL)).contains(List.of(new Part(first, last)));
  }

  @Test
  void readsSeveralInTheirOrder() {
    assertThat(ByteRanges.read("bytes=500-600, -1,0-0", TOTAL))
        .contains(List.of(new Part(500, 600), new Part(9_999, 9_999), new Part(0, 0)));
  }

  @Test
  void leavesOutThoseThatDoNotExistWhileOneDoes() {
    assertThat(ByteRanges.read("bytes=20000-,0-9", TOTAL)).contains(List.of(new Part(0, 9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0"})
  void hasNoPartsWhereNoneExists(String field) {
    assertThat(ByteRanges.read(field, TOTAL)).contains(List.of());
  }

  @Test
  void hasNoPartsOfAnEmptyFile() {
    assertThat(ByteRanges.read("bytes=0-", 0)).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-4",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=1 - 2",
        "items=0-5",
        "bytes=0-99999999999999999999",
        "bytes=0-5,x"
      })
  void ignoresWhatItCannotRead(String field) {
    assertThat(ByteRanges.read(field, TOTAL)).isEmpty();
  }

  @Test
  void ignoresRangesThatWouldSendMoreThanThereIs() {
    assertThat(ByteRanges.read("bytes=0-99,50-150", TOTAL)).isEmpty();
    assertThat(ByteRanges.read("bytes=0-,0-,0-", TOTAL)).isEmpty();
  }

  @Test
  void ignoresMoreRangesThanAnybodyNeeds() {
    String many =
        IntStream.range(0, 17).mapToObj(i -> 2 * i + "-" + 2 * i).collect(Collectors.joining(","));

    assertThat(ByteRanges.read("bytes=" + many, TOTAL)).isEqualTo(Optional.empty());
  }

  @Test
  void tellsWhereAPartLies() {
    assertThat(new Part(500, 999).of(TOTAL)).isEqualTo("bytes 500-999/10000");
  }
}
