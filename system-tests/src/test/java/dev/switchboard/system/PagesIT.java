package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.system.Looks.View;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
  private final Server server = SharedServer.get();
  private final String name = SharedServer.newName("nora");
  private final String friend = SharedServer.newName("otto");
  private Person visitor;
  private Person nora;
  private Person otto;

  @BeforeAll
  void open() {
    visitor = new Person(server.home(), Browser.Kind.LAPTOP);
    visitor.open("login.xhtml");
    nora = new Person(server.home(), Browser.Kind.LAPTOP);
    nora.register(name, SharedServer.newNumber()).logIn(name);
    otto = new Person(server.home(), Browser.Kind.PHONE);
    otto.register(friend, SharedServer.newNumber()).logIn(friend);
    haveAPast();
  }

  /** Pages with something on them: a contact, calls of several kinds, a second device. */
  private void haveAPast() {
    try (Terminal other = Terminal.of(server, friend);
        Terminal second = Terminal.of(server, name, "Mozilla/5.0 (Linux; Android 10) Mobile")) {
      nora.addContact(friend);
      nora.open("index.xhtml");
      nora.awaitOnline();
      other.lookUp("somebody-unknown");
      String missed = other.call(other.lookUp(name), "any").path("call").asText();
      second.awaitType("invitation");
      other.callRequest("cancel", missed);
      nora.awaitPhase("ended").closeCall();
      String taken = other.call(other.lookUp(name), "any").path("call").asText();
      second.await("the call", message -> message.path("call").asText().equals(taken));
      nora.answer();
      second.awaitState(taken, "ended");
      other.offerMedia(taken);
      nora.awaitPhase("connected").hangUp();
      nora.awaitPhase("ended").closeCall();
    }
  }

  @AfterAll
  void close() {
    visitor.close();
    nora.close();
    otto.close();
  }

  @AfterEach
  void speakEnglish() {
    List.of(visitor, nora, otto).forEach(person -> Looks.language(person, "en"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "register", "help"})
  void canBeUsedByAVisitor(String page) {
    lookAtAll(visitor, page, page + ".xhtml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "devices", "contacts", "history", "settings", "no-such-page"})
  void canBeUsedBySomebodySignedIn(String page) {
    lookAtAll(nora, page, page + ".xhtml");
  }

  @Test
  void theTrustedCallersOfADeviceCanBeSeenAndChanged() {
    nora.open("devices.xhtml");
    String address = nora.find("a[href^='/trusted']").getAttribute("href");
    String path = address.substring(address.indexOf("/trusted") + 1);
    lookAtAll(nora, "trusted", path);
    Looks.language(nora, "zh");
    lookInChinese(nora, path, "trusted");
  }

  @Test
  void theSetUpOfAServerCanBeUsed() {
    for (View view : View.values()) {
      Looks.as(visitor, view);
      visitor.open("register.xhtml");
      visitor.click("details.more > summary");
      Looks.atWhole(visitor, "set-up-" + view, view);
    }
  }

  @Test
  void theAdministrationCanBeUsed() {
    try (Person administrator = new Person(server.home(), Browser.Kind.LAPTOP)) {
      administrator.logIn(SharedServer.administrator());
      lookAtAll(administrator, "admin", "admin/index.xhtml?search=o");
    }
  }

  @Test
  void whatIsForbiddenOrHasExpiredSaysSo() {
    lookAtAll(nora, "forbidden", "admin/index.xhtml");
    for (View view : View.values()) {
      Looks.as(nora, view);
      nora.open("contacts.xhtml");
      // A page of a session that the server has forgotten.
      nora.run(
          "document.querySelectorAll('[name=\"jakarta.faces.ViewState\"]').forEach(state => state.value = '1:1')");
      nora.type("[id='add:callee']", friend);
      nora.click("[id='add:submit']");
      nora.visible(".empty h1");
      Looks.atWhole(nora, "expired-" + view, view);
    }
  }

  @Test
  void theCallCanBeUsedInEachOfItsPhases() {
    for (View view : View.values()) {
      callInEachPhase(view, view.toString());
    }
    Looks.as(nora, View.DESKTOP_LIGHT);
    nora.open("history.xhtml");
    String address = nora.find("tr[data-ri='0'] a[href^='/quality']").getAttribute("href");
    String path = address.substring(address.indexOf("/quality") + 1);
    lookAtAll(nora, "past-quality", path);
    Looks.language(nora, "zh");
    lookInChinese(nora, path, "past-quality");
  }

  @Test
  void theCallCanBeUsedWhileAnotherOneWaits() {
    String third = SharedServer.newName("pia");
    new WebForms(server.home(), "x").register(third, SharedServer.newNumber());
    otto.allowCallWaiting().awaitOnline();
    nora.open("index.xhtml");
    nora.awaitOnline();
    nora.lookUp(friend).chooseAny().call();
    otto.answer();
    otto.awaitPhase("connected").awaitMedia();
    try (Terminal pia = Terminal.of(server, third)) {
      for (View view : View.values()) {
        Looks.as(otto, view);
        pia.call(pia.lookUp(friend), "any");
        otto.visible("#call-waiting");
        Looks.at(otto, "call-waiting-" + view);
        otto.click("#waiting-decline");
        otto.awaitHidden("#call-waiting");
      }
      Looks.as(otto, View.PHONE_LIGHT);
      Looks.language(otto, "zh");
      otto.reload();
      otto.awaitPhase("connected");
      pia.call(pia.lookUp(friend), "any");
      assertThat(otto.visible("#waiting-answer").getText()).isEqualTo("结束当前通话并接听");
      Looks.at(otto, "call-waiting-chinese");
      nora.hangUp();
      otto.awaitPhase("incoming");
      Looks.at(otto, "incoming-after-waiting");
      otto.decline();
    }
  }

  @Test
  void speaksChineseWhenAsked() {
    List.of(visitor, nora, otto).forEach(person -> Looks.language(person, "zh"));
    for (String page : List.of("login", "register", "help")) {
      lookInChinese(visitor, page);
    }
    for (String page :
        List.of("index", "devices", "contacts", "history", "settings", "no-such-page")) {
      lookInChinese(nora, page);
    }
    callInEachPhase(View.PHONE_LIGHT, "chinese");
    assertThat(nora.text("#call-status")).startsWith("您挂断了通话");
  }

  private void callInEachPhase(View view, String label) {
    Looks.as(nora, view);
    Looks.as(otto, view);
    for (Person person : List.of(nora, otto)) {
      person.open("index.xhtml");
      person.awaitOnline();
    }
    nora.lookUp(friend).chooseAny();
    nora.screenshot("choice-" + label);
    nora.call();
    otto.awaitPhase("incoming");
    nora.awaitPhase("ringing");
    Looks.at(nora, "ringing-" + label);
    Looks.at(otto, "incoming-" + label);
    otto.answer();
    nora.awaitPhase("connected").awaitMedia();
    otto.awaitPhase("connected");
    Looks.at(nora, "call-" + label);
    nora.click("#quality-button");
    Wait.until(
        "scores of both directions", Browser.PATIENCE, () -> scores().matches("\\d.* \\d.*"));
    Looks.at(nora, "quality-" + label);
    nora.click("#quality-button");
    nora.click("#call-devices");
    Looks.at(nora, "call-devices-" + label);
    nora.click("#call-devices");
    nora.hangUp();
    nora.awaitPhase("ended");
    otto.awaitPhase("ended");
    Looks.at(nora, "ended-" + label);
  }

  private String scores() {
    return (String)
        nora.run(
            "return [...document.querySelectorAll('#quality-rows tr')].slice(1, 2)"
                + ".flatMap(row => [...row.cells].slice(1)).map(cell => cell.textContent).join(' ')");
  }

  private static void lookInChinese(Person person, String page) {
    lookInChinese(person, page + ".xhtml", page);
  }

  private static void lookInChinese(Person person, String path, String name) {
    Looks.as(person, View.PHONE_LIGHT);
    person.open(path);
    assertThat(person.find("html").getAttribute("lang")).startsWith("zh");
    Looks.picture(person, name + "-chinese", View.PHONE_LIGHT);
  }

  private static void lookAtAll(Person person, String name, String path) {
    for (View view : View.values()) {
      Looks.atPage(person, name, path, view);
    }
  }
}
