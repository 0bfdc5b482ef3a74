package dev.switchboard.devices;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What to call a device at its first login, and what kind it is; its owner may rename it.
 *
 * <p>Browsers say little and not always the truth: the marks below are those that today's browsers
 * send, in an order in which the first that is found is right (Edge says Chrome, Chrome says
 * Safari, everybody says Mozilla).
 */
record BrowserDescription(DeviceKind kind, String name) {

  /** A mark in the User-Agent, and what it stands for. */
  private record Mark(Pattern pattern, String name) {
    static Mark of(String regex, String name) {
      return new Mark(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), name);
    }
  }

  private static final Pattern TELEVISION =
      Pattern.compile(
          "smart-?tv|tizen.*\\btv\\b|web0s|webos\\.tv|appletv|apple tv|google ?tv|android ?tv"
              + "|bravia|\\baft[a-z0-9]+\\b|hbbtv|netcast|viera|roku|crkey|\\btv safari\\b"
              + "|playstation|xbox|mitv|philipstv|\\btv\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TABLET =
      Pattern.compile(
          "ipad|tablet|kindle|silk/|\\bsm-[tx]\\d|nexus (?:7|9|10)\\b|pixel tablet|playbook",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PHONE =
      Pattern.compile(
          "iphone|ipod|windows phone|\\bmobile\\b|harmonyos.*phone", Pattern.CASE_INSENSITIVE);

  private static final List<Mark> BROWSERS =
      List.of(
          Mark.of("switchboard-softphone", "Softphone"),
          Mark.of("micromessenger", "WeChat"),
          Mark.of("edg(?:e|a|ios)?/", "Edge"),
          Mark.of("opr/|opera|opt/", "Opera"),
          Mark.of("samsungbrowser/", "Samsung Internet"),
          Mark.of("vivaldi/", "Vivaldi"),
          Mark.of("silk/", "Silk"),
          Mark.of("huaweibrowser/", "Huawei Browser"),
          Mark.of("miuibrowser/", "Mi Browser"),
          Mark.of("ucbrowser/", "UC Browser"),
          Mark.of("firefox/|fxios/", "Firefox"),
          Mark.of("headlesschrome/|chromium/", "Chromium"),
          Mark.of("chrome/|crios/", "Chrome"),
          Mark.of("safari/|applewebkit/", "Safari"));

  private static final List<Mark> PLATFORMS =
      List.of(
          Mark.of("ipad", "iPad"),
          Mark.of("iphone|ipod", "iPhone"),
          Mark.of("appletv|apple tv", "Apple TV"),
          Mark.of("tizen", "Samsung TV"),
          Mark.of("web0s|webos", "LG TV"),
          Mark.of("bravia", "Sony TV"),
          Mark.of("\\baft[a-z0-9]+\\b", "Fire TV"),
          Mark.of("crkey", "Chromecast"),
          Mark.of("harmonyos|openharmony", "HarmonyOS"),
          Mark.of("android ?tv|google ?tv", "Android TV"),
          Mark.of("android", "Android"),
          Mark.of("cros ", "ChromeOS"),
          Mark.of("windows", "Windows"),
          Mark.of("mac os x|macintosh", "Mac"),
          Mark.of("linux|x11", "Linux"));

  /** Longer texts are no User-Agent of a browser; what comes first tells enough. */
  private static final int LONGEST = 512;

  /** Describes a browser; one that says nothing is a computer's. */
  static BrowserDescription of(BrowserTraits traits) {
    String agent = traits.userAgent().substring(0, Math.min(traits.userAgent().length(), LONGEST));
    boolean iPad = traits.touch() && agent.contains("Macintosh");
    DeviceKind kind = iPad ? DeviceKind.TABLET : kind(agent, traits);
    String browser = first(BROWSERS, agent, "Browser");
    String platform = iPad ? "iPad" : platform(agent, traits);
    return new BrowserDescription(kind, platform.isEmpty() ? browser : browser + " on " + platform);
  }

  private static DeviceKind kind(String agent, BrowserTraits traits) {
    if (TELEVISION.matcher(agent).find()) {
      return DeviceKind.TV;
    }
    if (TABLET.matcher(agent).find()) {
      return DeviceKind.TABLET;
    }
    if (PHONE.matcher(agent).find() || traits.mobile().equals("?1")) {
      return DeviceKind.PHONE;
    }
    // Android without Mobile is how a tablet says what it is.
    return agent.toLowerCase(Locale.ROOT).contains("android")
        ? DeviceKind.TABLET
        : DeviceKind.DESKTOP;
  }

  private static String platform(String agent, BrowserTraits traits) {
    String hint = traits.platform().replace("\"", "").strip();
    String found = first(PLATFORMS, agent, "");
    return switch (hint.toLowerCase(Locale.ROOT)) {
      case "macos" -> "Mac";
      case "chrome os", "chromium os" -> "ChromeOS";
      case "windows", "linux" -> found.endsWith("TV") ? found : hint;
      default -> found;
    };
  }

  private static String first(List<Mark> marks, String agent, String otherwise) {
    return marks.stream()
        .filter(mark -> mark.pattern().matcher(agent).find())
        .map(Mark::name)
        .findFirst()
        .orElse(otherwise);
  }
}
