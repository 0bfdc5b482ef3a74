package dev.switchboard.devices.push;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The push services that endpoints may be of. A browser tells us its endpoint, and so anybody could
 * have us send requests to any address, if not for this list.
 *
 * @param entries a host ({@code web.push.apple.com}), all hosts under a domain ({@code
 *     *.notify.windows.com}), both by HTTPS on its usual port only; or a whole origin by plain HTTP
 *     on loopback ({@code http://localhost:8090}), for tests; none: there is no Web Push
 */
public record PushHosts(List<String> entries) {
  /** Those of the browsers that have Web Push: Chrome, Firefox, Edge, Safari. */
  public static final String KNOWN =
      "fcm.googleapis.com,updates.push.services.mozilla.com,*.notify.windows.com,web.push.apple.com";

  /** Longest endpoint that is taken, in characters. */
  static final int LONGEST_ENDPOINT = 2_000;

  private static final String NONE = "none";
  private static final String ANY = "*.";
  private static final int HTTPS_PORT = 443;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public PushHosts {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the list.
   *
   * @param text entries with commas between them, or {@code none}
   * @throws IllegalArgumentException if an entry is none of the three kinds
   */
  public static PushHosts of(String text) {
    if (text.equals(NONE)) {
      return new PushHosts(List.of());
    }
    List<String> entries =
        Arrays.stream(text.split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
    for (String entry : entries) {
      if (!entry.matches("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+") && !isLoopbackOrigin(entry)) {
        throw new IllegalArgumentException(
            "SWITCHBOARD_PUSH_HOSTS must be hosts, *.domains, or http:// with a port of this"
                + " machine's loopback, separated by commas, or none: "
                + entry);
      }
    }
    return new PushHosts(entries);
  }

  /** Whether there is any push service. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The endpoint's address; empty if it is none, or of another host. */
  public Optional<URI> find(String endpoint) {
    if (endpoint.length() > LONGEST_ENDPOINT) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(endpoint);
      boolean plain =
          uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      return plain && isListed(uri) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isListed(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if ("https".equalsIgnoreCase(uri.getScheme())) {
      return (uri.getPort() == -1 || uri.getPort() == HTTPS_PORT)
          && entries.stream().anyMatch(entry -> covers(entry, host));
    }
    return "http".equalsIgnoreCase(uri.getScheme())
        && entries.contains("http://" + host + ":" + uri.getPort());
  }

  private static boolean covers(String entry, String host) {
    return entry.startsWith(ANY) ? host.endsWith(entry.substring(1)) : host.equals(entry);
  }

  private static boolean isLoopbackOrigin(String entry) {
    return entry.matches("http://.+:[0-9]{1,5}")
        && LOOPBACK.contains(entry.substring("http://".length(), entry.lastIndexOf(':')));
  }
}
