package dev.switchboard.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address that somebody comes from, as far as it says who they are. */
public final class RemoteAddress {
  /** Never resolved: a name would ask the network. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final int NETWORK_BYTES = 8;

  private RemoteAddress() {}

  /**
   * What attempts are counted under: an IPv4 address, or the /64 of an IPv6 address, since whoever
   * has one address of it has them all.
   */
  public static String subject(String address) {
    String bare = address.strip().replaceAll("[\\[\\]]|%.*", "");
    if (!LITERAL.matcher(bare).matches()) {
      return bare.toLowerCase(Locale.ROOT).substring(0, Math.min(bare.length(), 60));
    }
    try {
      InetAddress parsed = InetAddress.getByName(bare);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return bare;
    }
  }
}
