package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.MediaFormat;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.PacketSource;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A recording in virtual time, whose senders are played by the test. Each frame has in it when it
 * was captured, so that a file can be asked how far its times are off.
 */
final class VirtualRecording {
  static final long MILLI = 1_000_000;
  static final long START = 7_000_000_000_000L;
  static final Instant WALL = Instant.parse("2026-11-21T12:00:00Z");

  private static final long NTP_1970 = 2_208_988_800_000_000_000L;

  private final Path folder;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Random random = new Random(4);
  private final Recording recording;
  private long now = START;
  private long order;
  private Optional<Manifest> ended = Optional.empty();

  private record Event(long at, long order, Runnable what) {}

  VirtualRecording(Path folder) throws IOException {
    this(folder, 0);
  }

  /**
   * One that begins though there may be no room.
   *
   * @param reserve octets that must stay free
   */
  VirtualRecording(Path folder, long reserve) throws IOException {
    this.folder = folder;
    this.recording =
        new Recording(
            "test", folder, reserve, WALL, START, this::ended, count -> {}, Runnable::run);
    if (reserve == 0) {
      recording.begin();
    }
  }

  private void ended(Manifest manifest) {
    if (ended.isPresent()) {
      throw new IllegalStateException("ended twice");
    }
    ended = Optional.of(manifest);
  }

  Path folder() {
    return folder;
  }

  Random random() {
    return random;
  }

  /** Since the recording began, ns. */
  long now() {
    return now - START;
  }

  private void at(long time, Runnable what) {
    events.add(new Event(time, order++, what));
  }

  /** Lets time pass, in which packets arrive and the recorder works. */
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now = Math.min(end, now + 20 * MILLI);
      while (!events.isEmpty() && events.peek().at() <= now) {
        events.remove().what().run();
      }
      recording.work(now);
    }
  }

  /** Ends it, and tells what it has become. */
  Manifest stop() {
    recording.stop();
    pass(Duration.ofMillis(100));
    return manifest();
  }

  boolean hasEnded() {
    return ended.isPresent();
  }

  Manifest manifest() {
    return ended.orElseThrow();
  }

  /** A sender whose leg is copied into a track from now on. */
  Sender sender(String track) {
    Sender sender = new Sender();
    sender.tap = recording.tap(track, sender.sound, Optional.of(sender.picture), Runnable::run);
    return sender;
  }

  /** One stream of a sender. */
  static final class Source implements PacketSource {
    final List<PacketSink> sinks = new ArrayList<>();
    final List<Integer> keyFrameRequests = new ArrayList<>();

    @Override
    public void addSink(PacketSink sink) {
      sinks.add(sink);
    }

    @Override
    public void removeSink(PacketSink sink) {
      sinks.remove(sink);
    }

    @Override
    public void requestKeyFrame(int encoding) {
      keyFrameRequests.add(encoding);
    }
  }

  /** Plays a terminal, with a clock of its own. */
  final class Sender {
    final Source sound = new Source();
    final Source picture = new Source();
    LegTap tap;

    /** How much faster its clock runs, in millionths. */
    double driftPpm;

    /** What its wall clock shows more than the server's. */
    Duration wallOffset = Duration.ZERO;

    long wayNanos = 30 * MILLI;
    long jitterNanos = 10 * MILLI;
    double loss;
    boolean retransmits = true;
    boolean reports = true;
    boolean muted;
    boolean silent;
    boolean cameraOff;
    int width = 640;
    int height = 360;
    MediaFormat codec = MediaFormat.VP8;
    int framesPerSecond = 15;
    long soundBase = 1_000_000;
    long pictureBase = 2_000_000;
    long soundNumber = 10_000;
    long pictureNumber = 20_000;
    private long soundSince = START;
    private long pictureSince = START;
    private long lastKey = Long.MIN_VALUE;
    private int answered;
    private int generation;
    long framesSent;

    /** Plays for a time from now on. */
    void play(Duration time) {
      long begin = now;
      for (long t = 0; t < time.toNanos(); t += 20 * MILLI) {
        long capture = begin + t;
        at(capture, () -> sound(capture));
      }
      long interval = 1_000 * MILLI / framesPerSecond;
      for (long t = 3 * MILLI; t < time.toNanos(); t += interval) {
        long capture = begin + t;
        at(capture, () -> picture(capture));
      }
      for (long t = 500 * MILLI; t < time.toNanos(); t += 1_000 * MILLI) {
        long sent = begin + t;
        at(sent, () -> report(sent));
      }
    }

    /** What its own clock shows, since it is as the server's was at the beginning. */
    private long ownTime(long at) {
      return (long) ((at - START) * (1 + driftPpm / 1e6));
    }

    private long timestamp(long base, long since, int rate, long at) {
      long ticks = Math.round((ownTime(at) - ownTime(since)) / 1e9 * rate);
      return base + ticks & 0xffff_ffffL;
    }

    void sound(long capture) {
      if (silent) {
        return;
      }
      byte[] payload = ByteBuffer.allocate(9).put((byte) 0xf8).putLong(capture - START).array();
      long timestamp = timestamp(soundBase, soundSince, 48_000, capture);
      send(sound, MediaFormat.OPUS, 0, soundNumber++, timestamp, false, payload, capture);
    }

    void picture(long capture) {
      if (cameraOff) {
        return;
      }
      boolean asked = picture.keyFrameRequests.size() > answered;
      boolean key = asked || lastKey == Long.MIN_VALUE;
      answered = picture.keyFrameRequests.size();
      if (key) {
        lastKey = capture;
      }
      frame(0, key, capture);
      framesSent++;
    }

    /** A frame of VP8 in two packets. */
    void frame(int encoding, boolean key, long capture) {
      long timestamp = timestamp(pictureBase, pictureSince, 90_000, capture);
      byte[] first = vp8(key, width, height, capture - START);
      byte[] second = {0, 1, 2, 3, 4};
      send(picture, codec, encoding, pictureNumber++, timestamp, false, first, capture);
      send(picture, codec, encoding, pictureNumber++, timestamp, true, second, capture);
    }

    private void send(
        Source to,
        MediaFormat format,
        int encoding,
        long number,
        long timestamp,
        boolean marker,
        byte[] payload,
        long capture) {
      long way = wayNanos + (long) (random.nextDouble() * jitterNanos);
      long encode = (to == sound ? 20 : 8) * MILLI;
      boolean lost = random.nextDouble() < loss;
      if (lost && !(retransmits && to == picture)) {
        return;
      }
      long arrival = capture + encode + way + (lost ? 2 * wayNanos + 30 * MILLI : 0);
      int of = generation;
      at(
          arrival,
          () -> {
            // What is still on its way when a stream begins anew is nobody's.
            if (of == generation) {
              give(to, format, encoding, number, timestamp, marker, payload, arrival);
            }
          });
    }

    void report(long sent) {
      if (!reports) {
        return;
      }
      long way = wayNanos + (long) (random.nextDouble() * jitterNanos);
      if (random.nextDouble() >= loss) {
        long senderNanos =
            NTP_1970 + WALL.toEpochMilli() * MILLI + wallOffset.toNanos() + ownTime(sent);
        long soundStamp = timestamp(soundBase, soundSince, 48_000, sent);
        long pictureStamp = timestamp(pictureBase, pictureSince, 90_000, sent);
        long trip = way + wayNanos + (long) (random.nextDouble() * jitterNanos);
        at(sent + way, () -> tell(sound, soundStamp, senderNanos, sent + way, trip));
        at(sent + way, () -> tell(picture, pictureStamp, senderNanos, sent + way, trip));
      }
    }

    private void tell(Source to, long timestamp, long sender, long arrival, long trip) {
      SenderTime time = new SenderTime(timestamp, sender, arrival, arrival, trip);
      List.copyOf(to.sinks).forEach(sink -> sink.related(0, time));
    }

    /** Begins new streams, whose numbers and timestamps have nothing to do with the last. */
    void restart() {
      generation++;
      soundBase = 0xffff_0000L;
      pictureBase = 77;
      soundNumber = 5;
      pictureNumber = 60_000;
      soundSince = now;
      pictureSince = now;
      lastKey = Long.MIN_VALUE;
      List.copyOf(sound.sinks).forEach(sink -> sink.restarted(0));
      List.copyOf(picture.sinks).forEach(sink -> sink.restarted(0));
    }
  }

  static void give(
      Source to,
      MediaFormat format,
      int encoding,
      long number,
      long timestamp,
      boolean marker,
      byte[] payload,
      long arrival) {
    ByteBuffer rtp = ByteBuffer.allocate(12 + payload.length);
    rtp.put((byte) 0x80).put((byte) ((marker ? 0x80 : 0) | 96)).putShort((short) number);
    rtp.putInt((int) timestamp).putInt(1).put(payload);
    ReceivedPacket packet = new ReceivedPacket();
    FrameLayers layers = new FrameLayers();
    if (packet.rtp().wrap(rtp.array(), 0, rtp.capacity()) != DropReason.NONE
        || format.layers(packet.rtp(), 0, layers) != DropReason.NONE) {
      throw new IllegalStateException("a bad packet");
    }
    packet.place(format, encoding, number, arrival, layers);
    List.copyOf(to.sinks).forEach(sink -> sink.packet(packet));
  }

  /** The first packet's payload of a frame of VP8. */
  static byte[] vp8(boolean key, int width, int height, long captured) {
    ByteBuffer payload = ByteBuffer.allocate(1 + 10 + Long.BYTES);
    payload.put((byte) 0x10).put((byte) (key ? 0x10 : 0x11)).put((byte) 0).put((byte) 0);
    payload.put((byte) 0x9d).put((byte) 1).put((byte) 0x2a);
    payload.put((byte) width).put((byte) (width >> 8));
    payload.put((byte) height).put((byte) (height >> 8));
    return payload.putLong(captured).array();
  }

  /** A block of a file, with when it says it was captured. */
  record Block(boolean picture, boolean key, double millis, double capturedMillis) {
    double off() {
      return millis - capturedMillis;
    }
  }

  /** All blocks of a segment that were sent, with their times in the recording. */
  List<Block> blocks(Manifest.Segment segment) throws IOException {
    return blocks(folder.resolve(segment.file()), segment.startNanos() / 1e6);
  }

  static List<Block> blocks(Path file, double startMillis) throws IOException {
    List<Block> blocks = new ArrayList<>();
    MatroskaContents.read(
        file,
        (track, millis, key, data) -> {
          boolean picture = track == TrackFormat.PICTURE;
          int at = picture ? 10 : 1;
          if (data.remaining() >= at + Long.BYTES) {
            double captured = data.getLong(data.position() + at) / 1e6;
            blocks.add(new Block(picture, key, startMillis + millis, captured));
          }
        });
    return blocks;
  }
}
