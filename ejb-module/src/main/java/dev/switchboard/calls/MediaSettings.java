package dev.switchboard.calls;

import dev.switchboard.Environment;
import dev.switchboard.media.MediaConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The media engine's settings from the environment; docs/operations.md lists them. */
final class MediaSettings {
  private static final long MEBIBYTE = 1 << 20;

  private MediaSettings() {}

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value makes no sense
   */
  static MediaConfig from(Environment environment) {
    MediaConfig preset = MediaConfig.defaults();
    return withAddresses(preset, addresses(environment, preset.addresses()))
        .withPorts(
            environment.number("SWITCHBOARD_MEDIA_PORT", preset.firstPort(), 0, 65_000),
            environment.number("SWITCHBOARD_MEDIA_LOOPS", preset.loops(), 1, 64))
        .withTcp(environment.flag("SWITCHBOARD_MEDIA_TCP", preset.tcp()))
        .withAdvertised(advertised(environment), onlyAdvertised(environment))
        .withRecordingReserve(reserve(environment, preset.recordingReserve()))
        .withVideoCodecs(
            text(environment, "SWITCHBOARD_VIDEO_CODECS")
                .map(MediaSettings::list)
                .orElse(preset.videoCodecs()));
  }

  private static long reserve(Environment environment, long preset) {
    int mebibytes = Math.toIntExact(preset / MEBIBYTE);
    return MEBIBYTE
        * environment.number("SWITCHBOARD_RECORDING_RESERVE_MB", mebibytes, 0, 100_000_000);
  }

  private static MediaConfig withAddresses(MediaConfig preset, List<InetAddress> addresses) {
    try {
      return preset.withAddresses(addresses);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("SWITCHBOARD_MEDIA_ADDRESSES: " + e.getMessage(), e);
    }
  }

  /** All of the machine's, and loopback, so that two browsers beside the server can call. */
  private static List<InetAddress> addresses(
      Environment environment, List<InetAddress> ofTheMachine) {
    Optional<String> chosen = text(environment, "SWITCHBOARD_MEDIA_ADDRESSES");
    if (chosen.isEmpty()) {
      LinkedHashSet<InetAddress> all = new LinkedHashSet<>(ofTheMachine);
      all.add(InetAddress.getLoopbackAddress());
      return List.copyOf(all);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : list(chosen.get())) {
      try {
        addresses.add(ofThisMachine(address));
      } catch (UnknownHostException | SocketException e) {
        throw new IllegalArgumentException(
            "SWITCHBOARD_MEDIA_ADDRESSES has no address: " + address, e);
      }
    }
    return addresses;
  }

  /** All of 127.0.0.0/8 is, though no interface lists it. The wildcard is judged elsewhere. */
  private static InetAddress ofThisMachine(String text)
      throws UnknownHostException, SocketException {
    InetAddress address = InetAddress.getByName(text);
    if (!address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && NetworkInterface.getByInetAddress(address) == null) {
      throw new IllegalArgumentException(
          "SWITCHBOARD_MEDIA_ADDRESSES has an address that is not this machine's: " + text);
    }
    return address;
  }

  private static Optional<InetSocketAddress> advertised(Environment environment) {
    return text(environment, "SWITCHBOARD_MEDIA_ADVERTISE")
        .map(
            value -> {
              int colon = value.lastIndexOf(':');
              if (colon < 1 || !value.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                    "SWITCHBOARD_MEDIA_ADVERTISE is not host:port: " + value);
              }
              int port = Integer.parseInt(value.substring(colon + 1));
              String host = value.substring(0, colon).replaceAll("^\\[|]$", "");
              InetSocketAddress address = port > 65_535 ? null : new InetSocketAddress(host, port);
              if (address == null || address.isUnresolved()) {
                throw new IllegalArgumentException(
                    "SWITCHBOARD_MEDIA_ADVERTISE has no such address: " + value);
              }
              return address;
            });
  }

  private static boolean onlyAdvertised(Environment environment) {
    boolean only = environment.flag("SWITCHBOARD_MEDIA_ADVERTISE_ONLY", false);
    if (only && text(environment, "SWITCHBOARD_MEDIA_ADVERTISE").isEmpty()) {
      throw new IllegalArgumentException(
          "SWITCHBOARD_MEDIA_ADVERTISE_ONLY needs SWITCHBOARD_MEDIA_ADVERTISE.");
    }
    return only;
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static Optional<String> text(Environment environment, String name) {
    return Optional.of(environment.text(name, "")).filter(value -> !value.isEmpty());
  }
}
