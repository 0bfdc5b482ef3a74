package dev.switchboard.media.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A WebM or Matroska file that grows by whole clusters (RFC 9559). Until it is finished it can be
 * read as a stream; what {@link #finish} adds makes it seekable. On one thread.
 *
 * <pre>
 *  EBML header | Segment, its length unknown until the end
 *    room of HEAD octets, written anew as a whole when something in it changes:
 *      SeekHead once finished | Info, with the duration once finished | Tracks | Void
 *    Cluster, Cluster, ...
 *    Cues, once finished
 * </pre>
 */
final class MatroskaFile implements Closeable {
  /** With what comes before it less than a page of 4,096, which is written at once. */
  static final int HEAD = 2_048;

  /** What a codec may want to have said in the head. */
  static final int MOST_CODEC_PRIVATE = 1_200;

  static final Instant EPOCH = Instant.parse("2001-01-01T00:00:00Z");

  private static final int SEEK_ROOM = 96;
  private static final String APPLICATION = "Switchboard";
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int KEY_FRAME = 0x80;

  private final FileChannel channel;
  private final EbmlWriter out = new EbmlWriter();
  private final Cues cues;

  /** Where the Segment's data begins, to which positions in the file are relative. */
  private final long dataStart;

  private final Instant start;
  private byte[] tracks;
  private long end;
  private long lastCluster;

  private MatroskaFile(
      FileChannel channel, long dataStart, Instant start, byte[] tracks, long end, Cues cues) {
    this.channel = channel;
    this.dataStart = dataStart;
    this.start = start;
    this.tracks = tracks;
    this.end = end;
    this.cues = cues;
  }

  /**
   * Makes a file.
   *
   * @param webm whether it will have nothing but what WebM allows
   * @param start the wall clock's time at its time 0
   */
  static MatroskaFile create(Path path, boolean webm, Instant start) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      EbmlWriter out = new EbmlWriter();
      ebmlHeader(out, webm ? "webm" : "matroska");
      out.id(Matroska.SEGMENT).number(Matroska.UNKNOWN_LENGTH, Long.BYTES);
      write(channel, out.view(), 0);
      long dataStart = out.size();
      return new MatroskaFile(channel, dataStart, start, new byte[0], dataStart + HEAD, new Cues());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a file to finish it: what follows its last whole cluster goes. */
  static MatroskaFile reopen(Path path, MatroskaContents contents) throws IOException {
    return new MatroskaFile(
        FileChannel.open(path, StandardOpenOption.WRITE),
        contents.dataStart(),
        contents.start(),
        contents.tracks(),
        contents.clustersEnd(),
        contents.cues());
  }

  private static void ebmlHeader(EbmlWriter out, String docType) {
    out.master(
        Matroska.EBML,
        header ->
            header
                .unsigned(Matroska.EBML_VERSION, 1)
                .unsigned(Matroska.EBML_READ_VERSION, 1)
                .unsigned(Matroska.EBML_MAX_ID_LENGTH, 4)
                .unsigned(Matroska.EBML_MAX_SIZE_LENGTH, 8)
                .text(Matroska.DOC_TYPE, docType)
                .unsigned(Matroska.DOC_TYPE_VERSION, 4)
                .unsigned(Matroska.DOC_TYPE_READ_VERSION, 2));
  }

  /** Octets of the file. */
  long length() {
    return end;
  }

  /** Says what is in the clusters from the next one on. */
  void describe(List<TrackFormat> formats) throws IOException {
    EbmlWriter described = new EbmlWriter();
    described.master(Matroska.TRACKS, content -> formats.forEach(each -> each.writeTo(content)));
    tracks = described.copy();
    writeHead(new EbmlWriter(), info(Duration.ZERO));
  }

  /**
   * Adds a cluster; if that fails, the file is as long as before.
   *
   * @param frames in the order of time, at least one, over less than 32 s
   * @param fileStart the time in the recording, ns, of the file's time 0
   */
  void cluster(List<Frame> frames, long fileStart) throws IOException {
    long timestamp = Math.max(lastCluster, millis(frames.get(0), fileStart));
    out.clear();
    out.master(
        Matroska.CLUSTER,
        cluster -> {
          cluster.unsigned(Matroska.TIMESTAMP, timestamp);
          frames.forEach(each -> simpleBlock(cluster, each, millis(each, fileStart) - timestamp));
        });
    append();
    noteCue(frames, fileStart);
    lastCluster = timestamp;
    end += out.size();
  }

  private void append() throws IOException {
    try {
      write(channel, out.view(), end);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  /** {@code | track | time in the cluster, 16 bits | K 0 0 0 0 0 0 0 | frame |} (section 10.2). */
  private static void simpleBlock(EbmlWriter out, Frame frame, long time) {
    out.id(Matroska.SIMPLE_BLOCK)
        .length(4L + frame.data().length)
        .length(frame.picture() ? TrackFormat.PICTURE : TrackFormat.SOUND)
        .number(time, Short.BYTES)
        .number(frame.key() ? KEY_FRAME : 0, 1)
        .raw(frame.data(), 0, frame.data().length);
  }

  private void noteCue(List<Frame> frames, long fileStart) {
    long position = end - dataStart;
    boolean pictures = false;
    for (Frame frame : frames) {
      if (frame.picture() && frame.key()) {
        cues.picture(millis(frame, fileStart), position);
        return;
      }
      pictures |= frame.picture();
    }
    if (!pictures) {
      cues.sound(millis(frames.get(0), fileStart), position);
    }
  }

  private static long millis(Frame frame, long fileStart) {
    return Math.max(0, Math.round((double) (frame.nanos() - fileStart) / NANOS_PER_MILLI));
  }

  /** Has all that was written survive a loss of power. */
  void force() throws IOException {
    channel.force(false);
  }

  /**
   * Writes what players need to seek. Nothing is done twice that was done before, so it can be done
   * again. If there is no room for the cues, the file goes without them.
   */
  void finish(Duration length) throws IOException {
    out.clear();
    cues.writeTo(out);
    channel.truncate(end);
    EbmlWriter seekHead = new EbmlWriter();
    long fileEnd = end;
    if (!cues.isEmpty() && hasRoomForCues()) {
      fileEnd = end + out.size();
      seekHead(seekHead);
    }
    channel.force(false);
    writeHead(seekHead, info(length));
    EbmlWriter size = new EbmlWriter();
    size.number(fileEnd - dataStart | 1L << 56, Long.BYTES);
    write(channel, size.view(), dataStart - Long.BYTES);
    channel.force(false);
    end = fileEnd;
  }

  private boolean hasRoomForCues() throws IOException {
    try {
      append();
      return true;
    } catch (IOException e) {
      channel.truncate(end);
      return false;
    }
  }

  private void seekHead(EbmlWriter seekHead) {
    seekHead.master(
        Matroska.SEEK_HEAD,
        content -> {
          seek(content, Matroska.INFO, SEEK_ROOM);
          seek(content, Matroska.TRACKS, SEEK_ROOM + info(Duration.ofMillis(1)).size());
          seek(content, Matroska.CUES, end - dataStart);
        });
  }

  private static void seek(EbmlWriter out, int id, long position) {
    out.master(
        Matroska.SEEK,
        seek ->
            seek.id(Matroska.SEEK_ID)
                .length(Integer.BYTES)
                .number(id, Integer.BYTES)
                .unsigned(Matroska.SEEK_POSITION, position));
  }

  /** As long with a duration as without one. */
  private EbmlWriter info(Duration length) {
    EbmlWriter info = new EbmlWriter();
    Duration since = Duration.between(EPOCH, start);
    info.master(
        Matroska.INFO,
        content -> {
          content
              .unsigned(Matroska.TIMESTAMP_SCALE, NANOS_PER_MILLI)
              .date(Matroska.DATE_UTC, since.toNanos())
              .text(Matroska.MUXING_APP, APPLICATION)
              .text(Matroska.WRITING_APP, APPLICATION);
          if (length.isZero()) {
            content.voidOf(11);
          } else {
            content.decimal(Matroska.DURATION, length.toNanos() / 1e6);
          }
        });
    return info;
  }

  private void writeHead(EbmlWriter seekHead, EbmlWriter info) throws IOException {
    EbmlWriter head = new EbmlWriter();
    append(head, seekHead);
    head.voidOf(SEEK_ROOM - head.size());
    append(head, info);
    head.raw(tracks, 0, tracks.length);
    head.voidOf(HEAD - head.size());
    write(channel, head.view(), dataStart);
  }

  private static void append(EbmlWriter to, EbmlWriter from) {
    ByteBuffer bytes = from.view();
    to.raw(bytes.array(), bytes.arrayOffset(), bytes.remaining());
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
