package dev.switchboard.media.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A manifest as it lies in the folder of its recording; docs/recording-manifest.md describes it.
 */
final class ManifestFile {
  private static final String FORMAT = "switchboard-recording-1";
  private static final String TEMPORARY = Manifest.FILE + ".new";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ManifestFile() {}

  /** Puts it in the place of the one before: at any moment there is one that is whole. */
  static void write(Path folder, Manifest manifest) throws IOException {
    Path written = folder.resolve(TEMPORARY);
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer text = ByteBuffer.wrap(JSON.writeValueAsBytes(toJson(manifest)));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    Files.move(
        written,
        folder.resolve(Manifest.FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty if there is none, or it can't be read. */
  static Optional<Manifest> read(Path folder) throws IOException {
    try {
      return parse(Files.readAllBytes(folder.resolve(Manifest.FILE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Empty if it is none of ours, or of another version: the files tell what matters. */
  static Optional<Manifest> parse(byte[] text) throws IOException {
    try {
      return Optional.of(fromJson(JSON.readTree(text)));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> toJson(Manifest manifest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("recording", manifest.recording());
    json.put("startedAt", manifest.startedAt().toString());
    json.put("complete", manifest.complete());
    json.put("fault", manifest.fault().name());
    json.put("lengthMillis", millis(manifest.lengthNanos()));
    json.put("segments", manifest.segments().stream().map(ManifestFile::toJson).toList());
    return json;
  }

  private static Map<String, Object> toJson(Manifest.Segment segment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("track", segment.track());
    json.put("number", segment.number());
    json.put("file", segment.file());
    json.put("mediaType", segment.mediaType());
    json.put("startMillis", millis(segment.startNanos()));
    json.put("lengthMillis", millis(segment.lengthNanos()));
    json.put("bytes", segment.bytes());
    segment.clock().ifPresent(clock -> json.put("senderClock", toJson(clock)));
    segment.sound().ifPresent(stream -> json.put("audio", toJson(stream)));
    segment.picture().ifPresent(stream -> json.put("video", toJson(stream)));
    return json;
  }

  private static Map<String, Object> toJson(Manifest.Clock clock) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("offsetMillis", clock.offsetMillis());
    json.put("driftPpm", clock.driftPpm());
    json.put("roundTripMillis", clock.roundTripMillis());
    return json;
  }

  private static Map<String, Object> toJson(Manifest.Stream stream) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("codec", stream.codec());
    json.put("clockRate", stream.clockRate());
    if (stream.width() > 0) {
      json.put("width", stream.width());
      json.put("height", stream.height());
      json.put("keyFrames", stream.keyFrames());
    }
    json.put("frames", stream.frames());
    json.put("bytes", stream.bytes());
    json.put("fillers", stream.fillers());
    json.put("omitted", new TreeMap<>(stream.omitted()));
    json.put(
        "times",
        stream.times().stream()
            .map(point -> pair("timestamp", point.timestamp(), "millis", millis(point.nanos())))
            .toList());
    json.put(
        "gaps",
        stream.gaps().stream()
            .map(gap -> pair("millis", millis(gap.nanos()), "length", millis(gap.lengthNanos())))
            .toList());
    json.put("gapsLeftOut", stream.gapsLeftOut());
    return json;
  }

  private static Map<String, Object> pair(String one, Object first, String two, Object second) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(one, first);
    json.put(two, second);
    return json;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static Manifest fromJson(JsonNode json) {
    String format = json.required("format").asText();
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("Another format: " + format);
    }
    return new Manifest(
        json.required("recording").asText(),
        Instant.parse(json.required("startedAt").asText()),
        json.required("complete").asBoolean(),
        Fault.valueOf(json.required("fault").asText()),
        nanos(json, "lengthMillis"),
        list(json, "segments", ManifestFile::segment));
  }

  private static Manifest.Segment segment(JsonNode json) {
    return new Manifest.Segment(
        json.required("track").asText(),
        json.required("number").asInt(),
        json.required("file").asText(),
        json.required("mediaType").asText(),
        nanos(json, "startMillis"),
        nanos(json, "lengthMillis"),
        json.required("bytes").asLong(),
        json.optional("senderClock").map(ManifestFile::clock),
        json.optional("audio").map(ManifestFile::stream),
        json.optional("video").map(ManifestFile::stream));
  }

  private static Manifest.Clock clock(JsonNode json) {
    return new Manifest.Clock(
        json.required("offsetMillis").asDouble(),
        json.required("driftPpm").asDouble(),
        json.required("roundTripMillis").asDouble());
  }

  private static Manifest.Stream stream(JsonNode json) {
    Map<String, Long> omitted = new TreeMap<>();
    json.required("omitted")
        .properties()
        .forEach(reason -> omitted.put(reason.getKey(), reason.getValue().asLong()));
    return new Manifest.Stream(
        json.required("codec").asText(),
        json.required("clockRate").asInt(),
        json.path("width").asInt(),
        json.path("height").asInt(),
        json.required("frames").asLong(),
        json.required("bytes").asLong(),
        json.path("keyFrames").asLong(),
        json.required("fillers").asLong(),
        omitted,
        list(
            json,
            "times",
            point ->
                new Manifest.TimePoint(
                    point.required("timestamp").asLong(), nanos(point, "millis"))),
        list(json, "gaps", gap -> new Manifest.Gap(nanos(gap, "millis"), nanos(gap, "length"))),
        json.required("gapsLeftOut").asLong());
  }

  private static <T> List<T> list(JsonNode json, String key, Function<JsonNode, T> each) {
    return StreamSupport.stream(json.required(key).spliterator(), false).map(each).toList();
  }

  private static long nanos(JsonNode json, String key) {
    return Math.round(json.required(key).asDouble() * 1e6);
  }
}
