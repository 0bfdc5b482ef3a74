package dev.switchboard.media.transport;

import dev.switchboard.media.transport.ice.StunStatus;
import dev.switchboard.media.transport.srtp.SrtpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** What one loop has counted since it began. Written on the loop, read by anybody. */
@SuppressWarnings("EnumOrdinal") // counting must not cost more than adding to an array
final class Counters {
  /** What is counted beside drops. */
  enum Traffic {
    DATAGRAMS_IN,
    BYTES_IN,
    DATAGRAMS_OUT,
    BYTES_OUT,
    SENDS
  }

  private final AtomicLongArray traffic = new AtomicLongArray(Traffic.values().length);
  private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);
  private final AtomicLongArray stun = new AtomicLongArray(StunStatus.values().length);
  private final AtomicLongArray srtpIn = new AtomicLongArray(SrtpStatus.values().length);
  private final AtomicLongArray srtpOut = new AtomicLongArray(SrtpStatus.values().length);

  void add(Traffic what, long amount) {
    add(traffic, what, amount);
  }

  void drop(DropReason reason) {
    add(drops, reason, 1);
  }

  void stun(StunStatus status) {
    add(stun, status, 1);
  }

  void opened(SrtpStatus status) {
    add(srtpIn, status, 1);
  }

  void sealed(SrtpStatus status) {
    add(srtpOut, status, 1);
  }

  /** The loop alone writes, so a plain read and an opaque write suffice. */
  private static void add(AtomicLongArray counters, Enum<?> which, long amount) {
    counters.setOpaque(which.ordinal(), counters.getPlain(which.ordinal()) + amount);
  }

  /**
   * All counters by name: {@code datagrams-in}, {@code drop.unknown-source}, {@code stun.ok}, ...
   */
  Map<String, Long> toMap() {
    Map<String, Long> map = new TreeMap<>();
    put(map, "", traffic, Traffic.values());
    put(map, "drop.", drops, DropReason.values());
    put(map, "stun.", stun, StunStatus.values());
    put(map, "srtp-in.", srtpIn, SrtpStatus.values());
    put(map, "srtp-out.", srtpOut, SrtpStatus.values());
    return map;
  }

  private static void put(
      Map<String, Long> map, String prefix, AtomicLongArray counters, Enum<?>[] names) {
    for (Enum<?> name : names) {
      String key = prefix + name.name().toLowerCase(Locale.ROOT).replace('_', '-');
      map.put(key, counters.getOpaque(name.ordinal()));
    }
  }
}
