package dev.switchboard.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The media engine's settings, made once.
 *
 * @param addresses local addresses that sockets are bound to and that terminals are told, the
 *     preferred first, at least one; neither link-local IPv6, nor multicast, nor the wildcard
 * @param firstPort port of the first loop, the others follow; 0 takes free ports
 * @param loops event loops, and so ports; a good number is that of the cores
 * @param tcp whether terminals whose network lets no UDP through may connect by TCP, to the ports
 *     of the same numbers (ICE-TCP, RFC 6544)
 * @param nativeTransport use epoll where it loads; otherwise, or where it doesn't, NIO
 * @param advertised public address of a server behind a 1:1 NAT, told beside {@code addresses}; its
 *     port is that of the first loop, the other loops' follow
 * @param onlyAdvertised tell {@code advertised} alone, because no terminal reaches {@code
 *     addresses}
 * @param videoCodecs names of the video codecs that calls may use, the preferred first
 * @param maxCalls calls at a time
 * @param maxLegs legs of a call at a time
 * @param cacheMillis how long a video packet is kept for retransmission
 * @param recordingReserve bytes that recordings leave free on their file system
 */
public record MediaConfig(
    List<InetAddress> addresses,
    int firstPort,
    int loops,
    boolean tcp,
    boolean nativeTransport,
    Optional<InetSocketAddress> advertised,
    boolean onlyAdvertised,
    List<String> videoCodecs,
    int maxCalls,
    int maxLegs,
    int cacheMillis,
    long recordingReserve) {

  public MediaConfig {
    addresses = List.copyOf(addresses);
    videoCodecs = List.copyOf(videoCodecs);
    require(!addresses.isEmpty(), "no address");
    addresses.forEach(
        each -> require(LocalAddresses.canBeTold(each), "can't be told to terminals: " + each));
    require(loops >= 1 && loops <= 64, "loops must be 1 to 64: " + loops);
    require(firstPort >= 0 && firstPort + loops <= 65_536, "no port: " + firstPort);
    require(!onlyAdvertised || advertised.isPresent(), "nothing to advertise");
    require(!videoCodecs.isEmpty(), "no video codec");
    require(maxCalls >= 1, "maxCalls must be at least 1: " + maxCalls);
    require(maxLegs >= 2 && maxLegs <= 10_000, "maxLegs must be 2 to 10000: " + maxLegs);
    require(cacheMillis >= 100 && cacheMillis <= 5_000, "cacheMillis must be 100 to 5000");
    require(recordingReserve >= 0, "recordingReserve must be at least 0: " + recordingReserve);
  }

  /** All addresses of this machine (loopback only if it has no other), ports from 10000. */
  public static MediaConfig defaults() {
    return new MediaConfig(
        LocalAddresses.reachable(),
        10_000,
        Math.min(64, Runtime.getRuntime().availableProcessors()),
        true,
        true,
        Optional.empty(),
        false,
        List.of("VP8", "H264", "VP9", "AV1"),
        1_000,
        16,
        1_000,
        1L << 30);
  }

  public MediaConfig withAddresses(List<InetAddress> changed) {
    return new MediaConfig(
        changed,
        firstPort,
        loops,
        tcp,
        nativeTransport,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withPorts(int changedFirstPort, int changedLoops) {
    return new MediaConfig(
        addresses,
        changedFirstPort,
        changedLoops,
        tcp,
        nativeTransport,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withTcp(boolean changed) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        changed,
        nativeTransport,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withNativeTransport(boolean changed) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        tcp,
        changed,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withAdvertised(Optional<InetSocketAddress> changed, boolean only) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        tcp,
        nativeTransport,
        changed,
        only,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withMaxLegs(int changed) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        tcp,
        nativeTransport,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        changed,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withVideoCodecs(List<String> changed) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        tcp,
        nativeTransport,
        advertised,
        onlyAdvertised,
        changed,
        maxCalls,
        maxLegs,
        cacheMillis,
        recordingReserve);
  }

  public MediaConfig withRecordingReserve(long changed) {
    return new MediaConfig(
        addresses,
        firstPort,
        loops,
        tcp,
        nativeTransport,
        advertised,
        onlyAdvertised,
        videoCodecs,
        maxCalls,
        maxLegs,
        cacheMillis,
        changed);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
