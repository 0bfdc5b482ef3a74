package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.PacketBatch;
import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one leg publishes to the bridge of another loop, where a {@link Guest} stands for the
 * leg. The packets of one round of reading are copied and handed over at once, however many receive
 * them there. On the loop of the leg.
 */
public final class Relay {
  /** So many rounds may be on their way; a loop that is further behind gets no more. */
  private static final int ROUNDS_LIMIT = 16;

  private final Leg leg;
  private final Executor endOfRound;
  private final Executor there;
  private final Guest guest;
  private final Map<MediaKind, Tap> taps = new EnumMap<>(MediaKind.class);

  /** Rounds that have been read there and can be used again. */
  private final Queue<Round> free = new ConcurrentLinkedQueue<>();

  private int made;
  private @Nullable Round filling;

  /**
   * Begins to take what {@code leg} publishes to {@code target}.
   *
   * @param here runs tasks on the loop of the leg, later
   * @param endOfRound runs tasks on that loop when all that has come so far is read
   * @param there runs tasks on the loop of {@code target}, in their order
   */
  public Relay(Leg leg, Bridge target, Executor here, Executor endOfRound, Executor there) {
    this.leg = leg;
    this.endOfRound = endOfRound;
    this.there = there;
    this.guest =
        new Guest(
            leg.id(),
            target,
            encoding ->
                here.execute(
                    () -> leg.uplink(MediaKind.VIDEO).publication().requestKeyFrame(encoding)));
    negotiated();
    for (MediaKind kind : MediaKind.values()) {
      Tap tap = new Tap(kind);
      taps.put(kind, tap);
      leg.uplink(kind).publication().addSink(tap);
    }
  }

  /** The packets of one round, on their way to the other loop and back. */
  private final class Round implements Runnable {
    private final PacketBatch packets = new PacketBatch();

    @Override
    public void run() {
      try {
        guest.take(packets);
      } finally {
        packets.clear();
        free.add(this);
      }
    }
  }

  /** One kind of what the leg publishes. */
  private final class Tap implements PacketSink {
    private final MediaKind kind;
    private boolean behind;

    private Tap(MediaKind kind) {
      this.kind = kind;
    }

    @Override
    public void packet(ReceivedPacket packet) {
      Round round = round();
      behind = behind && !beginAnew(round);
      if (behind || round == null || !round.packets.add(isPicture(), packet)) {
        leg.counters().drop(DropReason.LOOP_BUSY);
        behind = true;
      }
    }

    @Override
    public void restarted(int encoding) {
      Round round = round();
      behind = behind || round == null || !round.packets.addRestart(isPicture(), encoding);
    }

    /** Something was dropped, perhaps a restart: those there begin with the next key frame. */
    private boolean beginAnew(@Nullable Round round) {
      int encodings = leg.uplink(kind).publication().encodings().size();
      for (int i = 0; i < encodings; i++) {
        if (round == null || !round.packets.addRestart(isPicture(), i)) {
          return false;
        }
      }
      return true;
    }

    private boolean isPicture() {
      return kind == MediaKind.VIDEO;
    }

    @Override
    public void related(int encoding, SenderTime time) {
      there.execute(() -> guest.related(kind, encoding, time));
    }
  }

  private @Nullable Round round() {
    Round round = filling;
    if (round == null) {
      round = free.poll();
      if (round == null && made < ROUNDS_LIMIT) {
        made++;
        round = new Round();
      }
      if (round != null) {
        filling = round;
        endOfRound.execute(this::handOver);
      }
    }
    return round;
  }

  private void handOver() {
    Round round = filling;
    filling = null;
    if (round != null) {
      there.execute(round);
    }
  }

  /** The leg has negotiated anew what it sends. */
  public void negotiated() {
    for (MediaKind kind : MediaKind.values()) {
      Publication publication = leg.uplink(kind).publication();
      @Nullable PayloadType[] types = leg.payloadTypes().clone();
      LegExtensions extensions = leg.extensions(kind);
      int encodings = publication.encodings().size();
      boolean sends = publication.sends();
      there.execute(() -> guest.negotiated(kind, types, extensions, encodings, sends));
    }
  }

  /** Ends it: nobody there sees the leg any more. */
  public void close() {
    taps.forEach((kind, tap) -> leg.uplink(kind).publication().removeSink(tap));
    there.execute(guest::leave);
  }
}
