package dev.switchboard.media.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Completes what a process that died left of a recording: each file ends with its last whole
 * cluster, and gets what players need to seek; the manifest tells of the files as they are. Done
 * again it changes nothing.
 */
public final class Completion {
  private static final Pattern NAME = Pattern.compile("(.+)-([0-9]{1,9})\\.(webm|mkv)");

  private final Path folder;
  private final Optional<Manifest> known;
  private final Map<String, Manifest.Segment> knownSegments;

  private Completion(Path folder, Optional<Manifest> known) {
    this.folder = folder;
    this.known = known;
    this.knownSegments =
        known.map(Manifest::segments).orElse(List.of()).stream()
            .collect(
                Collectors.toMap(Manifest.Segment::file, Function.identity(), (one, two) -> two));
  }

  /**
   * Completes the recording in a folder. Blocks until all is on the disk.
   *
   * @return what it now is; without the files that have no whole cluster, which stay as they are
   * @throws NoSuchFileException if there is neither a manifest nor a file with a whole cluster
   * @throws IOException if the folder can't be read or written
   */
  public static Manifest of(Path folder) throws IOException {
    Optional<Manifest> known = ManifestFile.read(folder);
    if (known.isPresent() && known.get().complete() && areThere(folder, known.get())) {
      return known.get();
    }
    return new Completion(folder, known).complete();
  }

  private static boolean areThere(Path folder, Manifest manifest) throws IOException {
    for (Manifest.Segment segment : manifest.segments()) {
      Path file = folder.resolve(segment.file());
      if (!Files.exists(file) || Files.size(file) != segment.bytes()) {
        return false;
      }
    }
    return true;
  }

  /** A file, and what is in it. */
  private record Found(
      Path path, String track, int number, MatroskaContents contents, Count count) {}

  /** Of the blocks of a file. */
  private static final class Count {
    private long soundFrames;
    private long soundBytes;
    private long pictureFrames;
    private long pictureBytes;
    private long lastSound;
    private long lastSoundNanos;

    private void block(int track, long millis, ByteBuffer data) {
      if (track == TrackFormat.SOUND) {
        soundFrames++;
        soundBytes += data.remaining();
        lastSound = millis;
        byte[] bytes = new byte[Math.min(2, data.remaining())];
        data.get(bytes);
        lastSoundNanos = OpusFrame.duration(bytes, 0, bytes.length);
      } else {
        pictureFrames++;
        pictureBytes += data.remaining();
      }
    }
  }

  private Manifest complete() throws IOException {
    List<Found> files = find();
    Instant startedAt =
        known
            .map(Manifest::startedAt)
            .or(() -> files.stream().map(each -> each.contents().start()).min(Instant::compareTo))
            .orElseThrow(
                () -> new NoSuchFileException(folder.toString(), null, "no recording in it"));
    List<Manifest.Segment> segments = new ArrayList<>();
    for (Found file : files) {
      segments.add(complete(file, startedAt));
    }
    long length =
        segments.stream().mapToLong(each -> each.startNanos() + each.lengthNanos()).max().orElse(0);
    Manifest manifest =
        new Manifest(
            known.map(Manifest::recording).orElse(folder.getFileName().toString()),
            startedAt,
            true,
            known.map(Manifest::fault).orElse(Fault.NONE),
            length,
            segments);
    ManifestFile.write(folder, manifest);
    return manifest;
  }

  private List<Found> find() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path path : files) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
          continue;
        }
        Count count = new Count();
        MatroskaContents.read(path, (track, millis, key, data) -> count.block(track, millis, data))
            .filter(contents -> contents.clusters() > 0)
            .ifPresent(
                contents ->
                    found.add(
                        new Found(
                            path,
                            name.group(1),
                            Integer.parseInt(name.group(2)),
                            contents,
                            count)));
      }
    }
    found.sort(Comparator.comparing(Found::track).thenComparingInt(Found::number));
    return found;
  }

  private Manifest.Segment complete(Found file, Instant startedAt) throws IOException {
    Count count = file.count();
    Duration sound = Duration.ofMillis(count.lastSound).plusNanos(count.lastSoundNanos);
    Duration all = Duration.ofMillis(file.contents().lastMillis());
    Duration length = sound.compareTo(all) > 0 ? sound : all;
    long bytes;
    try (MatroskaFile written = MatroskaFile.reopen(file.path(), file.contents())) {
      written.finish(length);
      bytes = written.length();
    }
    String name = file.path().getFileName().toString();
    Optional<Manifest.Segment> before = Optional.ofNullable(knownSegments.get(name));
    boolean webm = name.endsWith(".webm");
    String mediaType =
        (count.pictureFrames > 0 ? "video/" : "audio/") + (webm ? "webm" : "x-matroska");
    return new Manifest.Segment(
        file.track(),
        file.number(),
        name,
        mediaType,
        Duration.between(startedAt, file.contents().start()).toNanos(),
        length.toNanos(),
        bytes,
        before.flatMap(Manifest.Segment::clock),
        stream(
            before.flatMap(Manifest.Segment::sound),
            file.contents().format(TrackFormat.SOUND),
            count.soundFrames,
            count.soundBytes),
        stream(
            before.flatMap(Manifest.Segment::picture),
            file.contents().format(TrackFormat.PICTURE),
            count.pictureFrames,
            count.pictureBytes));
  }

  /** As the last manifest told of it; that of a file that was too new for it is short. */
  private static Optional<Manifest.Stream> stream(
      Optional<Manifest.Stream> known, Optional<TrackFormat> format, long frames, long bytes) {
    if (frames == 0) {
      return Optional.empty();
    }
    return known.or(() -> format.map(Manifest.Stream::of)).map(each -> each.with(frames, bytes));
  }
}
