package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Map;

/** Looks at what a browser shows: a picture of it, and axe-core for what some could not use. */
final class Looks {
  /** The size and the theme in which a page is looked at. */
  enum View {
    PHONE_LIGHT(390, 844, "light"),
    PHONE_DARK(390, 844, "dark"),
    DESKTOP_LIGHT(1280, 800, "light"),
    DESKTOP_DARK(1280, 800, "dark"),
    /** The smallest that the TV page is made for; it looks the same in both themes. */
    TV(1280, 720, "light");

    private final int width;
    private final int height;
    private final String theme;

    View(int width, int height, String theme) {
      this.width = width;
      this.height = height;
      this.theme = theme;
    }

    /** As in a picture's name. */
    @Override
    public String toString() {
      return (width < 500 ? "phone-" : "desktop-") + theme;
    }
  }

  private Looks() {}

  /** Makes the browser a screen of this size, whose user prefers this theme and no motion. */
  static void as(Browser browser, View view) {
    size(browser, view, view.height);
    browser.driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", view.theme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Opens a page and looks at the whole of it, however long. */
  static void atPage(Browser browser, String name, String path, View view) {
    as(browser, view);
    browser.open(path);
    assertThat(browser.text("h1")).isNotBlank().doesNotContain("went wrong");
    atWhole(browser, name + "-" + view, view);
  }

  /** Looks at the whole of the page that is open. */
  static void atWhole(Browser browser, String name, View view) {
    picture(browser, name, view);
    check(browser, name);
  }

  /** A picture of the whole page that is open, which must fit the screen's width. */
  static void picture(Browser browser, String name, View view) {
    assertThat(scrollsSideways(browser)).as(name + " scrolls sideways").isFalse();
    Number length = (Number) browser.run("return document.documentElement.scrollHeight");
    size(browser, view, Math.max(view.height, length.intValue()));
    browser.screenshot(name);
    size(browser, view, view.height);
  }

  /** Looks at what the screen shows now. */
  static void at(Browser browser, String name) {
    browser.screenshot(name);
    check(browser, name);
  }

  private static void check(Browser browser, String name) {
    List<String> serious =
        new AxeBuilder()
            .analyze(browser.driver).getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(Looks::words)
                .toList();
    assertThat(serious).as(name).isEmpty();
  }

  /** Switches the language of the next pages, and of what the server says to who is signed in. */
  static void language(Browser browser, String tag) {
    browser.eventually(
        """
        const [tag, done] = arguments;
        const body = new URLSearchParams({language: tag, back: '/help.xhtml'});
        fetch('/language', {method: 'POST', body}).then(done);
        """,
        tag);
  }

  private static void size(Browser browser, View view, int height) {
    browser.driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            view.width,
            "height",
            height,
            "deviceScaleFactor",
            1,
            "mobile",
            view.width < 500));
  }

  private static String words(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
  }

  private static boolean scrollsSideways(Browser browser) {
    return (Boolean)
        browser.run(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }
}
