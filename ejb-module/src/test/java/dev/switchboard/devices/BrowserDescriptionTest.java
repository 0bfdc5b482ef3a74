package dev.switchboard.devices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserDescriptionTest {
  private static final String MAC_SAFARI =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
          + " Version/18.1 Safari/605.1.15";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 | PHONE | Chrome on Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1 | PHONE | Safari on iPhone",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0 Mobile/15E148 Safari/604.1 | PHONE | Chrome on iPhone",
        "Mozilla/5.0 (Android 14; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0 | PHONE | Firefox on Android",
        "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36 | PHONE | Samsung Internet on Android",
        "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 Chrome/99.0 HuaweiBrowser/14.0 Mobile Safari/537.36 | PHONE | Huawei Browser on HarmonyOS",
        "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 MicroMessenger/8.0.50 | PHONE | WeChat on Android",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile/15E148 Safari/604.1 | TABLET | Safari on iPad",
        "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 | TABLET | Chrome on Android",
        "Mozilla/5.0 (Android 14; Tablet; rv:144.0) Gecko/144.0 Firefox/144.0 | TABLET | Firefox on Android",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 | DESKTOP | Chrome on Linux",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/142.0.0.0 Safari/537.36 | DESKTOP | Chromium on Linux",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0 | DESKTOP | Edge on Windows",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0 | DESKTOP | Firefox on Windows",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 | DESKTOP | Chrome on ChromeOS",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 Version/7.0 TV Safari/537.36 | TV | Safari on Samsung TV",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/108.0 Safari/537.36 WebAppManager | TV | Chrome on LG TV",
        "Mozilla/5.0 (Linux; Android 12; BRAVIA 4K VH2) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 | TV | Chrome on Sony TV",
        "Mozilla/5.0 (Linux; Android 9; AFTMM) AppleWebKit/537.36 Silk/120 Safari/537.36 | TV | Silk on Fire TV",
        "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 CrKey/1.56 | TV | Chrome on Chromecast",
        "switchboard-softphone/1.0 | DESKTOP | Softphone",
        "curl/8.5.0 | DESKTOP | Browser",
        "'' | DESKTOP | Browser",
      })
  void tellsKindAndName(String agent, DeviceKind kind, String name) {
    assertThat(BrowserDescription.of(BrowserTraits.of(agent)))
        .isEqualTo(new BrowserDescription(kind, name));
  }

  @Test
  void tellsAnIPadFromAMacByTouch() {
    assertThat(BrowserDescription.of(BrowserTraits.of(MAC_SAFARI)))
        .isEqualTo(new BrowserDescription(DeviceKind.DESKTOP, "Safari on Mac"));
    assertThat(BrowserDescription.of(new BrowserTraits(MAC_SAFARI, "", "", true)))
        .isEqualTo(new BrowserDescription(DeviceKind.TABLET, "Safari on iPad"));
  }

  @Test
  void believesTheHints() {
    String agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36";
    assertThat(BrowserDescription.of(new BrowserTraits(agent, "\"Windows\"", "?0", false)).name())
        .isEqualTo("Chrome on Windows");
    assertThat(BrowserDescription.of(new BrowserTraits(agent, "\"Android\"", "?1", true)).kind())
        .isEqualTo(DeviceKind.PHONE);
  }

  @Test
  void reads64KibibytesOfNonsense() {
    String nonsense = "tv ".repeat(20_000);
    assertThat(BrowserDescription.of(new BrowserTraits(nonsense, nonsense, nonsense, true)).kind())
        .isEqualTo(DeviceKind.TV);
  }
}
