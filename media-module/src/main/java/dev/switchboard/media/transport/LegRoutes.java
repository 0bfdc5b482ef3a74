package dev.switchboard.media.transport;

import dev.switchboard.media.transport.path.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What of a loop's datagrams comes to one leg: STUN for its ufrags, all else by the paths that its
 * peer has proven. Both are bounded, since the peer brings about each of them. On the loop.
 */
final class LegRoutes {
  /**
   * How many paths of one peer are listened to. Over UDP a phone has two or three at a time; over
   * TCP it opens one from each of its addresses to each of ours.
   */
  private static final int SOURCES = 16;

  /** Those in force and, until the peer has our answer to an ICE restart, those before. */
  private static final int UFRAGS = 2;

  private final Demultiplexer demultiplexer;
  private final LegTransport leg;
  private final Deque<String> ufrags = new ArrayDeque<>();
  private final Deque<Path> sources = new ArrayDeque<>();
  private @Nullable Path used;

  LegRoutes(Demultiplexer demultiplexer, LegTransport leg) {
    this.demultiplexer = demultiplexer;
    this.leg = leg;
  }

  /** STUN for this ufrag comes here too; that for the last but one does no longer. */
  void listen(String ufrag) {
    ufrags.remove(ufrag);
    ufrags.add(ufrag);
    demultiplexer.register(ufrag, leg);
    if (ufrags.size() > UFRAGS) {
      demultiplexer.unregister(ufrags.remove(), leg);
    }
  }

  /** All by this path comes here too, unless it is another living leg's: then false. */
  boolean claim(Path source) {
    if (!demultiplexer.claim(source, leg)) {
      return false;
    }
    sources.remove(source);
    sources.add(source);
    if (sources.size() > SOURCES) {
      forgetOldest();
    }
    return true;
  }

  /** The peer is at this path now: it stays, however many others are checked. */
  void use(Path path) {
    used = path;
  }

  private void forgetOldest() {
    Path oldest = sources.remove();
    if (oldest.equals(used)) {
      sources.add(oldest);
      oldest = sources.remove();
    }
    releaseUnlessShared(oldest);
  }

  /** The same address of the peer may have been proven to several addresses of ours. */
  private void releaseUnlessShared(Path path) {
    Object sender = path.socket().sender(path.remote());
    if (sources.stream().noneMatch(each -> each.socket().sender(each.remote()).equals(sender))) {
      demultiplexer.release(path, leg);
    }
  }

  /** A connection is gone, and with it what came by it. */
  void lost(Path path) {
    sources.remove(path);
  }

  /** Nothing comes here any more. */
  void forget() {
    ufrags.forEach(ufrag -> demultiplexer.unregister(ufrag, leg));
    sources.forEach(source -> demultiplexer.release(source, leg));
    ufrags.clear();
    sources.clear();
    demultiplexer.disown(leg);
  }
}
