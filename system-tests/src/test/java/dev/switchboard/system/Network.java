package dev.switchboard.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * A network of its own for a browser, as a phone has it: two ways to the server, Wi-Fi and mobile,
 * each with its addresses, IPv4 and IPv6, of which each can go and come. Needs root, and {@code ip}
 * and {@code nft}.
 */
final class Network implements AutoCloseable {
  /** The server's addresses as seen from the network. */
  static final String SERVER_IPV4 = "10.88.0.1";

  static final String SERVER_IPV6 = "fd88::1";

  /** A way to the server. */
  enum Way {
    WIFI(1),
    MOBILE(2);

    private final int number;

    Way(int number) {
      this.number = number;
    }

    private String near() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String far() {
      return "sb-" + near();
    }
  }

  private static final String NAME = "switchboard-test";

  /** The firewall between the network and the server. */
  private static final String TABLE = "switchboard_test";

  Network() {
    destroy();
    run("ip addr add %s/32 dev lo; ip addr add %s/128 dev lo nodad", SERVER_IPV4, SERVER_IPV6);
    run("nft add table inet %s; ip netns add %s; ip -n %<s link set lo up", TABLE, NAME);
    for (Way way : Way.values()) {
      run("ip link add %s type veth peer name %s netns %s", way.far(), way.near(), NAME);
      run(
          "ip addr add 10.88.%1$d.1/24 dev %2$s; ip addr add fd88:0:0:%1$d::1/64 dev %2$s nodad;"
              + " ip link set %2$s up",
          way.number, way.far());
      // Its own link-local address would come a second after it, as a second change of the network.
      run("ip -n %s link set %s addrgenmode none", NAME, way.near());
    }
  }

  /** The way is there, and what leaves goes by it. */
  void up(Way way) {
    run(
        "ip -n %1$s link set %2$s up; ip -n %1$s addr replace 10.88.%3$d.2/24 dev %2$s;"
            + " ip -n %1$s addr replace fd88:0:0:%3$d::2/64 dev %2$s nodad;"
            + " ip -n %1$s route replace default via 10.88.%3$d.1;"
            + " ip -n %1$s -6 route replace default via fd88:0:0:%3$d::1",
        NAME, way.near(), way.number);
  }

  /** The way is gone, with its addresses. */
  void down(Way way) {
    run("ip -n %1$s addr flush dev %2$s; ip -n %1$s link set %2$s down", NAME, way.near());
  }

  /**
   * What of the network's packets is lost on the way to the server, without a word, each a rule of
   * nftables; none: nothing.
   */
  void lose(String... rules) {
    run("nft flush table inet %s", TABLE);
    run("nft add chain inet %s way '{ type filter hook prerouting priority -300; }'", TABLE);
    for (String rule : rules) {
      run("nft add rule inet %s way 'iifname \"sb-*\" %s drop'", TABLE, rule);
    }
  }

  /** Whether this machine lets us make networks: that takes root. */
  static boolean possible() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** A Chromium whose network this is. */
  Path chromium() {
    try {
      Path script = Path.of("target/chromium-in-" + NAME).toAbsolutePath();
      Files.writeString(
          script, "#!/bin/sh\nexec ip netns exec " + NAME + " /usr/bin/chromium \"$@\"\n");
      return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    destroy();
  }

  /** A run that was killed may have left it. The cables go with their end in the network. */
  private static void destroy() {
    run(
        "nft delete table inet %s 2>&1 || true; ip netns del %s 2>&1 || true; ip link del sb-wifi 2>&1 || true;"
            + " ip link del sb-mobile 2>&1 || true;"
            + " ip addr del %s/32 dev lo 2>&1 || true; ip addr del %s/128 dev lo 2>&1 || true",
        TABLE, NAME, SERVER_IPV4, SERVER_IPV6);
  }

  private static void run(String script, Object... arguments) {
    try {
      Process process =
          new ProcessBuilder("sh", "-ec", script.formatted(arguments))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script.formatted(arguments) + ": " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
