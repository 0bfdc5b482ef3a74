package dev.switchboard.devices;

/**
 * What a browser says about itself. Each is empty if it does not say.
 *
 * @param userAgent header {@code User-Agent}
 * @param platform header {@code Sec-CH-UA-Platform}, with or without its quotes
 * @param mobile header {@code Sec-CH-UA-Mobile}: {@code ?1} or {@code ?0}
 * @param touch whether a script has found a touch screen: an iPad calls itself a Mac
 */
public record BrowserTraits(String userAgent, String platform, String mobile, boolean touch) {
  /** Of a client that sends a User-Agent only. */
  public static BrowserTraits of(String userAgent) {
    return new BrowserTraits(userAgent, "", "", false);
  }
}
