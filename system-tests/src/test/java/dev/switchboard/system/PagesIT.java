package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page, on a phone and on a desktop, light and dark, in English and Chinese: a picture of
 * each goes to {@code target/screenshots/}, and axe-core looks for what some could not use.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
  private static final Map<String, int[]> SIZES =
      Map.of("phone", new int[] {390, 844}, "desktop", new int[] {1280, 800});
  private static final List<String> THEMES = List.of("light", "dark");

  private final String name = SharedServer.newName("nora");
  private final String friend = SharedServer.newName("otto");
  private Person visitor;
  private Person nora;
  private Person otto;

  @BeforeAll
  void open() {
    Server server = SharedServer.get();
    visitor = new Person(server.home(), Browser.Kind.LAPTOP);
    nora = new Person(server.home(), Browser.Kind.LAPTOP);
    nora.register(name, SharedServer.newNumber()).logIn(name);
    otto = new Person(server.home(), Browser.Kind.PHONE);
    otto.register(friend, SharedServer.newNumber()).logIn(friend);
  }

  @AfterAll
  void close() {
    visitor.close();
    nora.close();
    otto.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "register", "help", "no-such-page"})
  void canBeUsedByAVisitor(String page) {
    lookAtAll(visitor, page, page + ".xhtml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "devices", "contacts", "history", "settings"})
  void canBeUsedBySomebodySignedIn(String page) {
    lookAtAll(nora, page, page + ".xhtml");
  }

  @Test
  void theCallCanBeUsedInEachOfItsPhases() {
    for (String theme : THEMES) {
      for (String size : SIZES.keySet()) {
        resize(nora, size);
        theme(nora, theme);
        String view = size + "-" + theme;
        nora.lookUp(friend).chooseAny();
        nora.screenshot("choice-" + view);
        nora.call();
        otto.awaitPhase("incoming");
        nora.awaitPhase("ringing");
        look(nora, "ringing-" + view);
        theme(otto, theme);
        look(otto, "incoming-" + view);
        otto.answer();
        nora.awaitPhase("connected").awaitMedia();
        otto.awaitPhase("connected");
        look(nora, "call-" + view);
        nora.click("#quality-button");
        look(nora, "quality-" + view);
        nora.click("#quality-button");
        nora.hangUp();
        nora.awaitPhase("ended");
        otto.awaitPhase("ended");
        look(nora, "ended-" + view);
        nora.closeCall();
        otto.closeCall();
      }
    }
  }

  @Test
  void speaksChineseWhenAsked() {
    visitor.open("login.xhtml");
    visitor.run("document.cookie = 'switchboard-language=zh; path=/'");
    visitor.open("login.xhtml");
    assertThat(visitor.find("html").getAttribute("lang")).startsWith("zh");
    look(visitor, "login-chinese");
    visitor.run("document.cookie = 'switchboard-language=en; path=/'");
  }

  private static void lookAtAll(Person person, String name, String path) {
    for (String theme : THEMES) {
      for (String size : SIZES.keySet()) {
        resize(person, size);
        person.open(path);
        theme(person, theme);
        assertThat(person.text("h1")).isNotBlank().doesNotContain("went wrong");
        look(person, name + "-" + size + "-" + theme);
        assertThat(scrollsSideways(person)).as(name + " scrolls sideways on a " + size).isFalse();
      }
    }
  }

  private static void look(Person person, String picture) {
    person.screenshot(picture);
    List<String> serious =
        new AxeBuilder()
            .analyze(person.driver).getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(PagesIT::words)
                .toList();
    assertThat(serious).as(picture).isEmpty();
  }

  private static String words(Rule rule) {
    return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
  }

  private static boolean scrollsSideways(Person person) {
    return (Boolean)
        person.run(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  private static void resize(Person person, String size) {
    person.resize(SIZES.get(size)[0], SIZES.get(size)[1]);
  }

  private static void theme(Person person, String theme) {
    person.driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", theme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }
}
