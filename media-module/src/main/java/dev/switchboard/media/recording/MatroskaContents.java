package dev.switchboard.media.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * What is in a file that {@link MatroskaFile} wrote, up to its last whole cluster, however it ends.
 * A file that another program has changed may not be understood.
 */
final class MatroskaContents {
  /** Larger than a second of any picture: what claims to be longer is none of ours. */
  private static final long MOST_CLUSTER = 64 << 20;

  /** What is in the file's blocks. */
  interface Visitor {
    /**
     * A block, valid until the next.
     *
     * @param millis the file's time
     */
    void block(int track, long millis, boolean key, ByteBuffer data);
  }

  private final FileChannel channel;
  private final Visitor visitor;
  private final long fileLength;
  private final Cues cues = new Cues();
  private long dataStart;
  private long clustersEnd;
  private Instant start = MatroskaFile.EPOCH;
  private byte[] tracks = {};
  private double durationMillis;
  private long lastMillis;
  private int clusters;

  // Of the element that was read last.
  private int id;
  private long length;
  private long data;

  private MatroskaContents(FileChannel channel, Visitor visitor) throws IOException {
    this.channel = channel;
    this.visitor = visitor;
    this.fileLength = channel.size();
  }

  /** Reads a file; empty if not even its head is there. */
  static Optional<MatroskaContents> read(Path path, Visitor visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MatroskaContents contents = new MatroskaContents(channel, visitor);
      return contents.readHead() ? Optional.of(contents.readClusters()) : Optional.empty();
    }
  }

  private boolean readHead() throws IOException {
    if (!readElement(0, fileLength) || id != Matroska.EBML) {
      return false;
    }
    if (!readElement(data + length, fileLength) || id != Matroska.SEGMENT) {
      return false;
    }
    dataStart = data;
    long end = dataStart + MatroskaFile.HEAD;
    for (long at = dataStart; at < end; at = data + length) {
      if (!readElement(at, end)) {
        return false;
      }
      if (id == Matroska.INFO) {
        readInfo(read(data, length));
      } else if (id == Matroska.TRACKS) {
        ByteBuffer whole = read(at, data + length - at);
        tracks = new byte[whole.remaining()];
        whole.get(tracks);
      }
    }
    clustersEnd = end;
    return tracks.length > 0;
  }

  private void readInfo(ByteBuffer info) {
    EbmlCursor element = new EbmlCursor(info, 0, info.limit());
    while (element.next()) {
      if (element.id() == Matroska.DATE_UTC && element.length() == Long.BYTES) {
        start = MatroskaFile.EPOCH.plusNanos(info.getLong(element.data()));
      } else if (element.id() == Matroska.DURATION && element.length() == Double.BYTES) {
        durationMillis = info.getDouble(element.data());
      }
    }
  }

  private MatroskaContents readClusters() throws IOException {
    while (readElement(clustersEnd, fileLength)
        && id == Matroska.CLUSTER
        && length <= MOST_CLUSTER
        && readCluster(read(data, length))) {
      clustersEnd = data + length;
    }
    return this;
  }

  /** False, and nothing is noted, if it isn't whole. */
  private boolean readCluster(ByteBuffer cluster) {
    long timestamp = -1;
    EbmlCursor element = new EbmlCursor(cluster, 0, cluster.limit());
    while (element.next()) {
      if (element.id() == Matroska.TIMESTAMP) {
        timestamp = element.unsigned();
      } else if (element.id() != Matroska.SIMPLE_BLOCK || element.length() < 4 || timestamp < 0) {
        return false;
      }
    }
    if (!element.isAtEnd() || timestamp < 0) {
      return false;
    }
    clusters++;
    visitBlocks(cluster, timestamp);
    return true;
  }

  private void visitBlocks(ByteBuffer cluster, long timestamp) {
    long keyFrame = -1;
    boolean pictures = false;
    long first = -1;
    EbmlCursor element = new EbmlCursor(cluster, 0, cluster.limit());
    while (element.next()) {
      if (element.id() != Matroska.SIMPLE_BLOCK) {
        continue;
      }
      int at = element.data();
      int track = cluster.get(at) & 0x7f;
      long millis = timestamp + cluster.getShort(at + 1);
      boolean key = (cluster.get(at + 3) & 0x80) != 0;
      pictures |= track == TrackFormat.PICTURE;
      keyFrame = keyFrame < 0 && key && track == TrackFormat.PICTURE ? millis : keyFrame;
      first = first < 0 ? millis : first;
      lastMillis = Math.max(lastMillis, millis);
      visitor.block(track, millis, key, cluster.slice(at + 4, element.length() - 4));
    }
    long position = clustersEnd - dataStart;
    if (keyFrame >= 0) {
      cues.picture(keyFrame, position);
    } else if (!pictures && first >= 0) {
      cues.sound(first, position);
    }
  }

  /** Reads id and length of the element at a position; false if it isn't whole before the end. */
  private boolean readElement(long at, long end) throws IOException {
    ByteBuffer header = read(at, Math.min(12, end - at));
    EbmlCursor element = new EbmlCursor(header, 0, header.limit());
    if (!element.readHeader()) {
      return false;
    }
    id = element.id();
    data = at + element.data();
    length = id == Matroska.SEGMENT ? 0 : element.dataLength();
    return id == Matroska.SEGMENT || length <= end - data;
  }

  private ByteBuffer read(long position, long octets) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, octets));
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {
      // Reads on.
    }
    return bytes.flip();
  }

  /** Where the data of the Segment begins. */
  long dataStart() {
    return dataStart;
  }

  /** Where the last whole cluster ends. */
  long clustersEnd() {
    return clustersEnd;
  }

  /** The wall clock's time at the file's time 0. */
  Instant start() {
    return start;
  }

  /** The whole Tracks element. */
  byte[] tracks() {
    return tracks;
  }

  /** What the Tracks say of the track of this number; empty if there is no such. */
  Optional<TrackFormat> format(int number) {
    ByteBuffer all = ByteBuffer.wrap(tracks);
    EbmlCursor element = new EbmlCursor(all, 0, tracks.length);
    element.readHeader();
    EbmlCursor entry = new EbmlCursor(all, element.data(), tracks.length);
    while (entry.next()) {
      TrackReader read = new TrackReader(all, entry);
      if (read.number == number) {
        return read.format();
      }
    }
    return Optional.empty();
  }

  /** What one track entry says. */
  private static final class TrackReader {
    private long number;
    private String codec = "";
    private long width;
    private long height;

    private TrackReader(ByteBuffer all, EbmlCursor entry) {
      read(all, new EbmlCursor(all, entry.data(), entry.data() + entry.length()));
    }

    private void read(ByteBuffer all, EbmlCursor element) {
      while (element.next()) {
        switch (element.id()) {
          case Matroska.TRACK_NUMBER -> number = element.unsigned();
          case Matroska.PIXEL_WIDTH -> width = element.unsigned();
          case Matroska.PIXEL_HEIGHT -> height = element.unsigned();
          case Matroska.CODEC_ID -> {
            byte[] name = new byte[element.length()];
            all.get(element.data(), name);
            codec = new String(name, StandardCharsets.US_ASCII);
          }
          case Matroska.VIDEO ->
              read(all, new EbmlCursor(all, element.data(), element.data() + element.length()));
          default -> {
            // The rest is said by the files themselves.
          }
        }
      }
    }

    private Optional<TrackFormat> format() {
      PictureSize size = new PictureSize((int) width, (int) height);
      return TrackFormat.codecOf(codec).map(each -> new TrackFormat(each, size, new byte[0]));
    }
  }

  Cues cues() {
    return cues;
  }

  int clusters() {
    return clusters;
  }

  /** The file's time of its last block. */
  long lastMillis() {
    return lastMillis;
  }

  /** As the head tells; 0 if the file was not finished. */
  double durationMillis() {
    return durationMillis;
  }
}
