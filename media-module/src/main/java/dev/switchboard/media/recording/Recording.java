package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.PacketSource;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One recording: its tracks, and its manifest. It copies until it is stopped, or there is no room,
 * or its files can't be written; then it finishes its files and says so, once.
 */
public final class Recording {
  private static final Logger log = LoggerFactory.getLogger(Recording.class);

  private static final long MANIFEST_NANOS = 5_000_000_000L;
  private static final long ROOM_NANOS = 1_000_000_000L;

  /** A loop that has not let go of its leg by then is closed itself. */
  private static final long CLOSE_NANOS = 2_000_000_000L;

  private enum State {
    /** Packets are copied. */
    COPYING,
    /** No more packets are taken; those that were are written. */
    ENDING,
    /** All is written, and said. */
    ENDED
  }

  private final String id;
  private final Path folder;
  private final long reserve;
  private final Instant wallStart;
  private final long start;
  private final Consumer<Manifest> ended;
  private final LongConsumer dropped;
  private final Executor thread;
  private final AtomicBoolean stopped = new AtomicBoolean();

  // On the recorder's thread.
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private final List<LegTap> taps = new ArrayList<>();
  private @Nullable FileStore store;
  private State state = State.COPYING;
  private Fault fault = Fault.NONE;
  private long endingSince;
  private long lastManifest;
  private long lastRoom;
  private int files;

  /**
   * @param reserve octets that must stay free on the file system of the folder
   * @param wallStart now, on the wall clock
   * @param start now, on the clock of the loops
   * @param ended hears how it ended, on the recorder's thread
   * @param dropped hears how many more packets were dropped, because the recorder is behind
   * @param thread runs tasks on the recorder's thread
   */
  Recording(
      String id,
      Path folder,
      long reserve,
      Instant wallStart,
      long start,
      Consumer<Manifest> ended,
      LongConsumer dropped,
      Executor thread) {
    this.id = id;
    this.folder = folder;
    this.reserve = reserve;
    this.wallStart = wallStart;
    this.start = start;
    this.ended = ended;
    this.dropped = dropped;
    this.thread = thread;
    this.lastManifest = start;
    this.lastRoom = start;
  }

  /**
   * Makes the folder and the first manifest. On the recorder's thread.
   *
   * @throws IOException if it can't be written, or there is no room
   */
  void begin() throws IOException {
    Files.createDirectories(folder);
    if (!hasRoom()) {
      throw new IOException("Less than " + reserve + " octets are free at " + folder);
    }
    ManifestFile.write(folder, toManifest(false));
  }

  public String id() {
    return id;
  }

  /**
   * Copies what a leg publishes into a track from now on, instead of the leg before. Any thread.
   *
   * @param picture empty if only the sound is wanted
   * @param loop runs tasks on the loop of the leg, in their order
   * @return to be closed when the leg goes
   */
  public LegTap tap(
      String track, PacketSource sound, Optional<PacketSource> picture, Executor loop) {
    LegTap tap = new LegTap(sound, picture, loop);
    thread.execute(() -> add(track, tap));
    return tap;
  }

  private void add(String name, LegTap tap) {
    if (state != State.COPYING) {
      tap.closeLater();
      return;
    }
    taps.add(tap);
    Track track = tracks.computeIfAbsent(name, each -> new Track(each, folder, wallStart));
    track.add(new LegStream(tap, track, wallStart, start, dropped));
    tap.open();
  }

  /** Ends it. Any thread; again does nothing. */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      thread.execute(() -> end(Fault.NONE));
    }
  }

  private void end(Fault why) {
    if (state == State.COPYING) {
      state = State.ENDING;
      fault = why;
      log.info("recording {} ends: {}", id, why);
      taps.forEach(LegTap::closeLater);
      endingSince = 0;
    }
  }

  /** Does what is to be done now; false when it has ended. On the recorder's thread. */
  boolean work(long nowNanos) {
    try {
      if (state != State.ENDED) {
        copy(nowNanos);
      }
    } catch (IOException | RuntimeException e) {
      log.error("recording {} can't be written", id, e);
      end(Fault.WRITE_FAILED);
      fault = fault == Fault.NONE ? Fault.WRITE_FAILED : fault;
      finish();
    }
    return state != State.ENDED;
  }

  private void copy(long nowNanos) throws IOException {
    for (Track track : tracks.values()) {
      track.work(nowNanos);
    }
    taps.removeIf(LegTap::isOver);
    if (state == State.ENDING) {
      endingSince = endingSince == 0 ? nowNanos : endingSince;
      if (taps.isEmpty() || nowNanos - endingSince >= CLOSE_NANOS) {
        finish();
      }
      return;
    }
    if (nowNanos - lastRoom >= ROOM_NANOS) {
      lastRoom = nowNanos;
      if (!hasRoom()) {
        end(Fault.NO_ROOM);
      }
    }
    int filesNow = countFiles();
    if (filesNow != files || nowNanos - lastManifest >= MANIFEST_NANOS) {
      files = filesNow;
      lastManifest = nowNanos;
      ManifestFile.write(folder, toManifest(false));
    }
  }

  private int countFiles() {
    int sum = 0;
    for (Track track : tracks.values()) {
      sum += track.files();
    }
    return sum;
  }

  /** The file system is looked up once: the system lists all that are mounted for that. */
  private boolean hasRoom() throws IOException {
    FileStore known = store == null ? Files.getFileStore(folder) : store;
    store = known;
    return known.getUsableSpace() >= reserve;
  }

  /** Writes all that is left, and says so. On the recorder's thread; again does nothing. */
  void finish() {
    if (state == State.ENDED) {
      return;
    }
    end(Fault.NONE);
    state = State.ENDED;
    for (Track track : tracks.values()) {
      finish(track);
    }
    Manifest manifest = toManifest(true);
    try {
      ManifestFile.write(folder, manifest);
    } catch (IOException e) {
      log.error("recording {} is left without its last manifest", id, e);
      manifest = failed(manifest);
    }
    try {
      ended.accept(manifest);
    } catch (RuntimeException e) {
      log.error("recording {}: the owner failed at its end", id, e);
    }
  }

  private void finish(Track track) {
    try {
      track.end();
    } catch (IOException | RuntimeException e) {
      log.error("recording {}: a file can't be finished", id, e);
      fault = fault == Fault.NONE ? Fault.WRITE_FAILED : fault;
    }
  }

  private static Manifest failed(Manifest manifest) {
    return new Manifest(
        manifest.recording(),
        manifest.startedAt(),
        manifest.complete(),
        manifest.fault() == Fault.NONE ? Fault.WRITE_FAILED : manifest.fault(),
        manifest.lengthNanos(),
        manifest.segments());
  }

  private Manifest toManifest(boolean complete) {
    List<Manifest.Segment> segments = new ArrayList<>();
    tracks.values().forEach(track -> segments.addAll(track.toManifest()));
    long length =
        segments.stream().mapToLong(each -> each.startNanos() + each.lengthNanos()).max().orElse(0);
    return new Manifest(id, wallStart, complete, fault, length, segments);
  }
}
