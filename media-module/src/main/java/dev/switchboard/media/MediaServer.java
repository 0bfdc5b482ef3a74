package dev.switchboard.media;

import dev.switchboard.media.forwarding.NtpTime;
import dev.switchboard.media.recording.Completion;
import dev.switchboard.media.recording.Recorder;
import dev.switchboard.media.transport.MediaLoop;
import dev.switchboard.media.transport.TransportConfig;
import dev.switchboard.media.transport.dtls.DtlsAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The media engine of one node: its loops, their sockets and the calls on them. A call is placed on
 * the loop with the fewest legs, and stays there. Thread-safe.
 */
public final class MediaServer implements AutoCloseable {
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  /** They hardly do anything but wait for peers, and a peer that stalls must not block others. */
  private static final int HANDSHAKE_THREADS = 128;

  private final MediaConfig config;
  private final MediaEvents events;
  private final DtlsAgent dtls;
  private final List<CallLoop> loops;
  private final Recorder recorder;
  private final Map<String, CallMedia> calls = new ConcurrentHashMap<>();
  private boolean closed;

  private MediaServer(
      MediaConfig config, MediaEvents events, DtlsAgent dtls, List<CallLoop> loops) {
    this.config = config;
    this.events = events;
    this.dtls = dtls;
    this.loops = loops;
    this.recorder =
        new Recorder(System::nanoTime, InstantSource.system(), config.recordingReserve());
  }

  /**
   * Binds the sockets and starts the loops.
   *
   * @throws IOException if a port is taken or an address is not this machine's
   */
  public static MediaServer start(MediaConfig config, MediaEvents events) throws IOException {
    NtpTime ntp = new NtpTime(System.currentTimeMillis(), System.nanoTime());
    DtlsAgent dtls = DtlsAgent.create(HANDSHAKE_THREADS, HANDSHAKE_LIMIT);
    dtls.warmUp();
    List<CallLoop> loops = new ArrayList<>();
    try {
      for (int i = 0; i < config.loops(); i++) {
        loops.add(new CallLoop(MediaLoop.open("media-" + i, transport(config, i), dtls), ntp));
      }
    } catch (IOException e) {
      loops.forEach(CallLoop::close);
      dtls.close();
      throw e;
    }
    return new MediaServer(config, events, dtls, loops);
  }

  private static TransportConfig transport(MediaConfig config, int index) {
    int port = config.firstPort() == 0 ? 0 : config.firstPort() + index;
    List<InetSocketAddress> told = new ArrayList<>();
    config
        .advertised()
        .map(address -> new InetSocketAddress(address.getHostString(), address.getPort() + index))
        .ifPresent(told::add);
    if (!config.onlyAdvertised()) {
      for (InetAddress address : config.addresses()) {
        told.add(new InetSocketAddress(address, 0));
      }
    }
    return new TransportConfig(
        config.addresses(), port, told, config.tcp(), config.nativeTransport());
  }

  /**
   * Opens the media of a call.
   *
   * @throws IllegalStateException if it is open already, or there are {@link MediaConfig#maxCalls},
   *     or the server is closed
   */
  public synchronized CallMedia open(String callId) {
    if (closed) {
      throw new IllegalStateException("The media server is closed");
    }
    if (calls.containsKey(callId)) {
      throw new IllegalStateException("Call " + callId + " is open already");
    }
    if (calls.size() >= config.maxCalls()) {
      throw new IllegalStateException("No more than " + config.maxCalls() + " calls at a time");
    }
    CallMedia call =
        new CallMedia(callId, config, events, quietestFirst(), recorder, calls::remove);
    calls.put(callId, call);
    return call;
  }

  private List<CallLoop> quietestFirst() {
    return loops.stream()
        .sorted(Comparator.comparingInt(CallLoop::legs).thenComparingInt(CallLoop::size))
        .toList();
  }

  public Optional<CallMedia> find(String callId) {
    return Optional.ofNullable(calls.get(callId));
  }

  /**
   * Packets and octets in and out, every drop by its reason ({@code drop.no-consent}), and {@code
   * calls}, {@code legs} and {@code recordings} now. All but the last three only grow.
   */
  public Map<String, Long> counters() {
    Map<String, Long> sums = new TreeMap<>();
    long legs = 0;
    for (CallLoop loop : loops) {
      loop.addTo(sums);
      legs += loop.legs();
    }
    sums.put("calls", (long) calls.size());
    sums.put("legs", legs);
    recorder.addTo(sums);
    return sums;
  }

  /** The ports that are bound, for UDP and TCP, one for each loop. */
  public List<Integer> ports() {
    return loops.stream().map(CallLoop::port).toList();
  }

  /**
   * Completes what a process that died left of a recording in its folder. Blocks until all is on
   * the disk; done again it changes nothing.
   *
   * @throws java.nio.file.NoSuchFileException if nothing of a recording is in the folder
   * @throws IOException if it can't be read or written
   */
  public static RecordingReport completeRecording(Path folder) throws IOException {
    return RecordingReport.of(Completion.of(folder));
  }

  /**
   * Ends all calls, of which {@link MediaEvents} hears no more than the ends of their recordings,
   * and closes the sockets. Not on a loop.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    calls.values().forEach(CallMedia::close);
    loops.forEach(CallLoop::close);
    recorder.close();
    dtls.close();
  }
}
