package dev.switchboard.media.forwarding;

import dev.switchboard.media.rtp.DropReason;
import dev.switchboard.media.rtp.FrameLayers;
import dev.switchboard.media.rtp.PacketBatch;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a leg of another loop publishes, as the legs of this one see it: the same packets a moment
 * later, with a cache of their own. On the loop of this bridge.
 */
final class Guest {
  private final Bridge bridge;
  private final Consumer<Integer> askKeyFrame;
  private final Map<MediaKind, Replica> replicas = new EnumMap<>(MediaKind.class);
  private final Publisher publisher;
  private final ReceivedPacket received = new ReceivedPacket();
  private boolean here = true;

  /**
   * @param legId of the leg
   * @param askKeyFrame asks the leg for a key frame of this encoding, on its own loop
   */
  Guest(String legId, Bridge bridge, Consumer<Integer> askKeyFrame) {
    this.bridge = bridge;
    this.askKeyFrame = askKeyFrame;
    for (MediaKind kind : MediaKind.values()) {
      replicas.put(kind, new Replica(kind));
    }
    this.publisher =
        new Publisher(
            legId, replica(MediaKind.AUDIO).publication, replica(MediaKind.VIDEO).publication);
  }

  /** One kind of what is published. */
  private final class Replica implements Upstream {
    private final Publication publication;
    private final List<FrameLayers> layers = new ArrayList<>();
    private final List<Integer> asked = new ArrayList<>();

    private Replica(MediaKind kind) {
      this.publication = new Publication(kind, bridge.cacheNanos(), this);
    }

    /** Many receivers may ask before anything can come of it. */
    @Override
    public void requestKeyFrame(int encoding) {
      if (!asked.contains(encoding)) {
        asked.add(encoding);
        askKeyFrame.accept(encoding);
      }
    }

    /** An audience takes what is sent: no sender changes its codec for one of many. */
    @Override
    public void codecNotShared(long nowNanos) {}

    private FrameLayers layers(int encoding) {
      while (layers.size() <= encoding) {
        layers.add(new FrameLayers());
      }
      return layers.get(encoding);
    }
  }

  private Replica replica(MediaKind kind) {
    Replica replica = replicas.get(kind);
    if (replica == null) {
      throw new IllegalStateException("No replica of " + kind);
    }
    return replica;
  }

  /** The leg has negotiated what it sends. */
  void negotiated(
      MediaKind kind,
      @Nullable PayloadType[] types,
      LegExtensions extensions,
      int encodings,
      boolean sends) {
    Publication publication = replica(kind).publication;
    publication.negotiated(types, extensions, encodings, here && sends);
    bridge.negotiated(publisher);
  }

  /** The leg has told how an encoding's timestamps relate to time. */
  void related(MediaKind kind, int encoding, SenderTime time) {
    Publication publication = replica(kind).publication;
    if (encoding < publication.encodings().size()) {
      publication.related(encoding, time);
    }
  }

  /** Gives the packets of one round to those who are shown them. */
  void take(PacketBatch batch) {
    for (Replica replica : replicas.values()) {
      replica.asked.clear();
    }
    for (int i = 0; here && i < batch.size(); i++) {
      Replica replica = replica(batch.isPicture(i) ? MediaKind.VIDEO : MediaKind.AUDIO);
      if (batch.encoding(i) >= replica.publication.encodings().size()) {
        continue;
      }
      if (batch.isRestart(i)) {
        replica.layers(batch.encoding(i)).clear();
        replica.publication.restarted(batch.encoding(i));
      } else {
        give(replica, batch, i);
      }
    }
  }

  private void give(Replica replica, PacketBatch batch, int index) {
    int encoding = batch.encoding(index);
    FrameLayers layers = replica.layers(encoding);
    Publication publication = replica.publication;
    DropReason reason = batch.show(index, received.rtp());
    PayloadType type =
        reason == DropReason.NONE ? publication.payloadType(received.rtp().payloadType()) : null;
    if (type != null) {
      int descriptor = publication.extensions().dependencyDescriptor();
      reason = type.format().layers(received.rtp(), descriptor, layers);
    }
    if (reason != DropReason.NONE) {
      bridge.counters().drop(reason);
    } else if (type != null) {
      received.place(
          type.format(), encoding, batch.number(index), batch.arrivalNanos(index), layers);
      publication.give(received);
    }
  }

  /** The leg has left, or nobody here may see it any more. */
  void leave() {
    here = false;
    bridge.end(publisher);
  }
}
