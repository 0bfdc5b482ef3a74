package dev.switchboard.media.recording;

import dev.switchboard.media.rtp.PacketSink;
import dev.switchboard.media.rtp.PacketSource;
import dev.switchboard.media.rtp.ReceivedPacket;
import dev.switchboard.media.rtp.SenderTime;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Where a recording takes what one leg publishes: on the loop of the leg it does no more than copy
 * packets into queues, and makes nothing for each.
 */
public final class LegTap {
  /** Ten seconds of sound. */
  private static final int SOUND_PACKETS = 512;

  private static final int SOUND_ROOM = 1 << 17;

  /** Four seconds at 2 Mbit/s. */
  private static final int PICTURE_PACKETS = 2_048;

  private static final int PICTURE_ROOM = 1 << 20;

  private final PacketSource sound;
  private final Optional<PacketSource> picture;
  private final Executor loop;
  private final PacketQueue soundQueue = new PacketQueue(SOUND_PACKETS, SOUND_ROOM);
  private final PacketQueue pictureQueue = new PacketQueue(PICTURE_PACKETS, PICTURE_ROOM);
  private final PacketSink soundSink = new QueueSink(soundQueue);
  private final PacketSink pictureSink = new QueueSink(pictureQueue);

  /** On the loop. */
  private boolean over;

  /**
   * Any thread.
   *
   * @param loop runs tasks on the loop of the leg, in their order
   */
  LegTap(PacketSource sound, Optional<PacketSource> picture, Executor loop) {
    this.sound = sound;
    this.picture = picture;
    this.loop = loop;
  }

  private static final class QueueSink implements PacketSink {
    private final PacketQueue queue;

    private QueueSink(PacketQueue queue) {
      this.queue = queue;
    }

    @Override
    public void packet(ReceivedPacket packet) {
      queue.put(packet);
    }

    @Override
    public void restarted(int encoding) {
      queue.putRestart(encoding);
    }

    @Override
    public void related(int encoding, SenderTime time) {
      queue.putTime(encoding, time);
    }
  }

  /** Begins to take packets, unless it has been closed. Any thread. */
  void open() {
    loop.execute(
        () -> {
          if (!over) {
            sound.addSink(soundSink);
            picture.ifPresent(source -> source.addSink(pictureSink));
          }
        });
  }

  /** Takes no more: the leg has gone, or the recording ends. On the loop; again does nothing. */
  public void close() {
    over = true;
    sound.removeSink(soundSink);
    picture.ifPresent(source -> source.removeSink(pictureSink));
    soundQueue.close();
    pictureQueue.close();
  }

  /** Whether it takes nothing any more. On the loop. */
  public boolean isClosed() {
    return over;
  }

  /** Any thread. */
  void closeLater() {
    loop.execute(this::close);
  }

  /** Asks the sender. Any thread. */
  void requestKeyFrame(int encoding) {
    picture.ifPresent(
        source ->
            loop.execute(
                () -> {
                  if (!over) {
                    source.requestKeyFrame(encoding);
                  }
                }));
  }

  PacketQueue soundQueue() {
    return soundQueue;
  }

  PacketQueue pictureQueue() {
    return pictureQueue;
  }

  /** Whether all that was taken has been read, and no more will be. On the recorder's thread. */
  boolean isOver() {
    return soundQueue.isOver() && pictureQueue.isOver();
  }
}
