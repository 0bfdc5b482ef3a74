package dev.switchboard.media.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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

/**
 * A manifest as it lies in the folder of its recording; docs/recording-manifest.md describes it.
 */
final class ManifestFile {
  private static final String FORMAT = "switchboard-recording-1";
  private static final String TEMPORARY = Manifest.FILE + ".new";

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
      ByteBuffer text = StandardCharsets.UTF_8.encode(Json.write(toJson(manifest)));
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
      String text = Files.readString(folder.resolve(Manifest.FILE));
      return Optional.of(fromJson(new Part(Json.read(text))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      // None of ours, or of another version: the files tell what matters.
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

  /** A value that was read, which is asked for what should be in it. */
  private record Part(Object value) {
    Part get(String key) {
      return find(key).orElseThrow(() -> new IllegalArgumentException("No " + key));
    }

    Optional<Part> find(String key) {
      return Optional.ofNullable(map().get(key)).map(Part::new);
    }

    Map<?, ?> map() {
      if (value instanceof Map<?, ?> map) {
        return map;
      }
      throw new IllegalArgumentException("No object: " + value);
    }

    List<Part> list() {
      if (value instanceof List<?> list) {
        return list.stream().map(each -> new Part(each)).toList();
      }
      throw new IllegalArgumentException("No array: " + value);
    }

    String text() {
      return value.toString();
    }

    double number() {
      if (value instanceof Double number) {
        return number;
      }
      throw new IllegalArgumentException("No number: " + value);
    }

    long whole() {
      return (long) number();
    }

    long nanos() {
      return Math.round(number() * 1e6);
    }
  }

  private static Manifest fromJson(Part json) {
    if (!json.get("format").text().equals(FORMAT)) {
      throw new IllegalArgumentException("Another format: " + json.get("format").text());
    }
    return new Manifest(
        json.get("recording").text(),
        Instant.parse(json.get("startedAt").text()),
        json.get("complete").value().equals(true),
        Fault.valueOf(json.get("fault").text()),
        json.get("lengthMillis").nanos(),
        json.get("segments").list().stream().map(ManifestFile::segment).toList());
  }

  private static Manifest.Segment segment(Part json) {
    return new Manifest.Segment(
        json.get("track").text(),
        (int) json.get("number").whole(),
        json.get("file").text(),
        json.get("mediaType").text(),
        json.get("startMillis").nanos(),
        json.get("lengthMillis").nanos(),
        json.get("bytes").whole(),
        json.find("senderClock").map(ManifestFile::clock),
        json.find("audio").map(ManifestFile::stream),
        json.find("video").map(ManifestFile::stream));
  }

  private static Manifest.Clock clock(Part json) {
    return new Manifest.Clock(
        json.get("offsetMillis").number(),
        json.get("driftPpm").number(),
        json.get("roundTripMillis").number());
  }

  private static Manifest.Stream stream(Part json) {
    Map<String, Long> omitted = new TreeMap<>();
    Part reasons = json.get("omitted");
    reasons.map().keySet().stream()
        .map(Object::toString)
        .forEach(key -> omitted.put(key, reasons.get(key).whole()));
    return new Manifest.Stream(
        json.get("codec").text(),
        (int) json.get("clockRate").whole(),
        json.find("width").map(Part::whole).orElse(0L).intValue(),
        json.find("height").map(Part::whole).orElse(0L).intValue(),
        json.get("frames").whole(),
        json.get("bytes").whole(),
        json.find("keyFrames").map(Part::whole).orElse(0L),
        json.get("fillers").whole(),
        omitted,
        json.get("times").list().stream()
            .map(
                point ->
                    new Manifest.TimePoint(
                        point.get("timestamp").whole(), point.get("millis").nanos()))
            .toList(),
        json.get("gaps").list().stream()
            .map(gap -> new Manifest.Gap(gap.get("millis").nanos(), gap.get("length").nanos()))
            .toList(),
        json.get("gapsLeftOut").whole());
  }
}
