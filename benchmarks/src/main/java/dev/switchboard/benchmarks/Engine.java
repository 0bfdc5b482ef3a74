package dev.switchboard.benchmarks;

import java.io.IOException;

/** A media engine that runs as a process of its own, with one publication and its viewers. */
interface Engine extends AutoCloseable {
  /** As the report calls it. */
  String name();

  /** Process id, for the CPU time and the memory that it uses. */
  long pid();

  /** Memory in use, bytes, as exactly as this engine can tell. */
  long memory() throws IOException;

  /** Begins a new transmission; viewers added from now on are shown {@code publisher}. */
  void publish(Peer publisher) throws IOException;

  /** Negotiates for one more viewer, whose connection comes up afterwards. */
  void view(Peer viewer) throws IOException;

  /** Ends the transmission for its publisher and all viewers. */
  void end() throws IOException;

  /** Ends the process. */
  @Override
  void close();
}
