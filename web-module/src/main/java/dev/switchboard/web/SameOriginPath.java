package dev.switchboard.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where to go back to after a log-in or a switch of language, as a browser names it. */
public final class SameOriginPath {

  private SameOriginPath() {}

  /**
   * The path if it is one of ours, else {@code /}: never an address that leads to another site (no
   * scheme, no authority, no backslash, which browsers read as a slash), never longer than 1,000
   * characters.
   */
  public static String of(@Nullable String path) {
    if (path == null
        || path.length() > 1000
        || !path.startsWith("/")
        || path.startsWith("//")
        || path.indexOf('\\') >= 0
        || path.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      return "/";
    }
    try {
      URI uri = new URI(path);
      return uri.isAbsolute() || uri.getRawAuthority() != null ? "/" : path;
    } catch (URISyntaxException e) {
      return "/";
    }
  }
}
