package dev.switchboard.media.forwarding;

import dev.switchboard.media.quality.EModel;
import dev.switchboard.media.quality.Frames;
import dev.switchboard.media.sdp.Codec;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of each direction of a leg. On the loop of the call. */
final class FlowFigures {
  /** Opus' encoder gathers 20 ms and looks 6.5 ms ahead, as everybody has it set. */
  private static final double ENCODING_MILLIS = 26.5;

  /** A receiver keeps a frame, and twice the jitter, to play without gaps. */
  private static final double LEAST_BUFFER_MILLIS = 20;

  private static final int JITTERS_BUFFERED = 2;

  private FlowFigures() {}

  /** What is known of one stream, since this was asked last. */
  private record Stream(
      long bytes, Loss loss, double jitter, int loudest, Frames frames, @Nullable Codec codec) {
    static Stream of(Uplink from) {
      return new Stream(
          from.takeBytes(),
          from.takeLoss(),
          from.jitterMillis(),
          from.takeLoudest(),
          from.takeFrames(),
          from.codec());
    }

    static Stream of(Subscription to) {
      ReceiverFigures figures = to.figures();
      return new Stream(
          figures.takeOctets(),
          figures.takeLoss(),
          figures.jitterMillis(),
          figures.takeLoudest(),
          figures.takeFrames(),
          to.codec());
    }

    private Stream with(Stream other) {
      return new Stream(
          bytes + other.bytes,
          loss.or(other.loss),
          Math.max(jitter, other.jitter),
          Math.max(loudest, other.loudest),
          frames.or(other.frames),
          codec == null ? other.codec : codec);
    }
  }

  /** The streams of one kind in all slots: what is worst of each, and the livelier picture. */
  private static Stream down(Leg leg, MediaKind kind) {
    return leg.slots().stream()
        .map(slot -> Stream.of(slot.subscription(kind)))
        .reduce(Stream::with)
        .orElseThrow();
  }

  /** What the leg sends, as it arrives here. */
  static FlowQuality up(Leg leg, double seconds) {
    return quality(
        Stream.of(leg.uplink(MediaKind.AUDIO)),
        Stream.of(leg.uplink(MediaKind.VIDEO)),
        leg,
        0,
        false,
        seconds);
  }

  /** What the leg is sent, as it reports it: with what was lost and delayed before it came here. */
  static FlowQuality down(Leg leg, double seconds) {
    return quality(
        down(leg, MediaKind.AUDIO),
        down(leg, MediaKind.VIDEO),
        leg,
        leg.slots().stream().mapToDouble(FlowFigures::wayFromSpeaker).max().orElse(0),
        leg.slots().stream().anyMatch(slot -> slot.subscription(MediaKind.VIDEO).rests()),
        seconds);
  }

  private static FlowQuality quality(
      Stream sound, Stream picture, Leg leg, double wayBefore, boolean resting, double seconds) {
    Loss loss = sound.loss().or(picture.loss());
    Frames frames = picture.frames();
    return new FlowQuality(
        rate(sound.bytes() + picture.bytes(), seconds),
        loss.share(),
        loss.unrecovered(),
        Math.max(sound.jitter(), picture.jitter()),
        leg.line().roundTripMillis(),
        sound.loudest(),
        perSecond(frames.count(), seconds),
        frames.freezes(),
        frames.frozenMillis(),
        score(sound, wayBefore + way(leg)),
        name(picture.codec(), sound.codec()),
        resting);
  }

  private static double wayFromSpeaker(Slot slot) {
    Publication heard = slot.subscription(MediaKind.AUDIO).source();
    return slot.leg().bridge().legs().stream()
        .filter(leg -> leg.uplink(MediaKind.AUDIO).publication() == heard)
        .mapToDouble(FlowFigures::way)
        .findFirst()
        .orElse(0);
  }

  /** One way between the leg and here, ms. */
  private static double way(Leg leg) {
    return leg.line().roundTripMillis() / 2;
  }

  /** What listeners would say of the sound after ways of so many ms in all; 0 if there is none. */
  private static double score(Stream sound, double ways) {
    Codec codec = sound.codec();
    if (sound.bytes() == 0 || codec == null) {
      return 0;
    }
    double buffer = LEAST_BUFFER_MILLIS + JITTERS_BUFFERED * sound.jitter();
    boolean corrects = codec.parameter("useinbandfec", "0").equals("1");
    return EModel.meanOpinionScore(
        EModel.rating(
            ENCODING_MILLIS + ways + buffer,
            sound.loss().unrecovered(),
            corrects ? EModel.Equipment.OPUS_FEC : EModel.Equipment.OPUS));
  }

  private static String name(@Nullable Codec picture, @Nullable Codec sound) {
    Codec shown = picture == null ? sound : picture;
    return shown == null ? "" : shown.name();
  }

  private static long rate(long bytes, double seconds) {
    return seconds <= 0 ? 0 : (long) (bytes * 8 / seconds);
  }

  private static double perSecond(int count, double seconds) {
    return seconds <= 0 ? 0 : count / seconds;
  }
}
