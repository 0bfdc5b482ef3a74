package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A TV is paired by a phone, and used by the keys of its remote control alone (S2.1). */
class TvIT {
  private static final String NAME = "Living room";

  /** As browsers are that are not driven by a test. */
  private static final String SILENT_UNTIL_PRESSED =
      "--autoplay-policy=document-user-activation-required";

  private final Server server = SharedServer.get();
  private final String owner = SharedServer.newName("nina");
  private final String friend = SharedServer.newName("olaf");
  private Person phone;
  private Person tv;

  @BeforeEach
  void switchOn() {
    new WebForms(server.home(), "x").register(friend, SharedServer.newNumber());
    phone = new Person(server.home(), Browser.Kind.PHONE);
    phone.register(owner, SharedServer.newNumber()).logIn(owner);
    tv = new Person(server.home(), Browser.Kind.TV, SILENT_UNTIL_PRESSED);
    Looks.as(tv, Looks.View.TV);
    tv.open("tv");
  }

  @AfterEach
  void switchOff() {
    phone.close();
    tv.close();
  }

  @Test
  void aTvThatIsPairedByItsCodeIsCalledAndCallsWithKeysAlone() {
    phone.addContact(friend);
    look("tv-pairing");
    String code = shownCode();
    assertThat(code).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
    phone.open("devices.xhtml");
    phone.click("a[href='/pair.xhtml']");
    Looks.atWhole(phone, "pair-code", Looks.View.PHONE_LIGHT);
    phone.type("[id='code-form:code']", code.toLowerCase(Locale.ROOT));
    phone.click("[id='code-form:submit']");
    assertThat(phone.visible("#pair-browser").getText())
        .isEqualTo("Samsung Internet on Samsung TV");
    Looks.atWhole(phone, "pair-confirm", Looks.View.PHONE_LIGHT);
    confirm();
    awaitHome();
    enableSound();
    look("tv-home");

    try (Person laptop = new Person(server.home(), Browser.Kind.LAPTOP)) {
      laptop.logIn(friend);
      laptop.lookUp(owner).choose(NAME);
      assertThat(laptop.devices()).anyMatch(device -> device.startsWith(NAME + " · TV"));
      laptop.call();
      tv.awaitPhase("incoming");
      look("tv-incoming");
      tv.press(Keys.ENTER);
      laptop.awaitPhase("connected").awaitMedia();
      tv.awaitPhase("connected").awaitMedia();
      look("tv-call");
      hangUp();
      assertThat(laptop.cause()).isEqualTo("HUNG_UP");
      laptop.closeCall();

      laptop.lookUp(owner).choose(NAME).call();
      tv.awaitPhase("incoming");
      tv.pressUntilFocused("call-decline", Keys.ARROW_LEFT);
      tv.press(Keys.ENTER);
      assertThat(laptop.cause()).isEqualTo("DECLINED");
      laptop.closeCall();

      goTo(friend);
      tv.press(Keys.ENTER);
      awaitDevices();
      look("tv-choice");
      tv.press(Keys.ESCAPE);
      tv.awaitHidden("#tv-choice");
      goTo(friend);
      tv.press(Keys.ENTER);
      awaitDevices();
      tv.press(Keys.ENTER);
      laptop.answer().awaitPhase("connected").awaitMedia();
      tv.awaitPhase("connected").awaitMedia();
      assertThat(tv.run("return document.activeElement.closest('#call') !== null"))
          .as("the focus is in the call")
          .isEqualTo(true);
      laptop.hangUp();
      assertThat(tv.cause()).isEqualTo("HUNG_UP");
      tv.press(Keys.ENTER);
      tv.awaitPhase("none");
    }
  }

  @Test
  void aTvThatIsPairedByItsLinkSpeaksAsItsAccountUntilItIsRemoved() {
    Looks.language(phone, "zh");
    assertThat(tv.text("h1")).isEqualTo("Connect this TV");
    String code = shownCode();
    String link = QrCodes.read(tv);
    assertThat(link).isEqualTo(server.home().resolve("/pair.xhtml?code=" + code).toString());
    phone.driver.get(link);
    confirm();
    awaitHome();
    assertThat(tv.text(".tv-nobody")).contains("联系人");
    look("tv-home-chinese");
    tv.reload();
    awaitHome();

    phone.removeOtherDevice();
    Wait.until("another code", Browser.PATIENCE, () -> !shownCode().equals(code));
    assertThat(tv.text("h1")).isEqualTo("Connect this TV");
    assertThat(QrCodes.read(tv)).endsWith(shownCode());
  }

  @Test
  void aCodeIsGoodForOnePhoneAndGuessesAreRefusedWithAMessage() {
    WebForms other = new WebForms(server.home(), "x");
    other.logIn(friend, Person.PASSWORD);
    String code = shownCode();
    PageForm late = other.form("pair.xhtml?code=" + code, "form#confirm-form");
    phone.open("pair.xhtml?code=" + code);
    confirm();
    awaitHome();
    assertThat(late.set("name", "Mine").submitted().select(".error").text())
        .contains("No TV shows this code now");

    List<String> refusals = List.of("No TV shows this code now", "Too many attempts");
    Document answer = null;
    for (int guess = 0; guess < 12; guess++) {
      answer = other.form("pair.xhtml", "form#code-form").set("code", "BBBB-BBBB").submitted();
      assertThat(refusals).anyMatch(answer.select(".error").text()::contains);
    }
    assertThat(answer.select(".error").text()).contains("Too many attempts");
  }

  private String shownCode() {
    return Wait.value(
        "a code",
        Browser.PATIENCE,
        () -> {
          String code = tv.text("#pair-code");
          return code.isBlank() ? null : code;
        });
  }

  /** What the phone's user does once the TV is found. */
  private void confirm() {
    phone.type("[id='confirm-form:name']", NAME);
    phone.click("[id='confirm-form:submit']");
    phone.visible(".banner.good");
  }

  private void awaitHome() {
    Wait.until(
        "the TV is online",
        Browser.PATIENCE,
        () ->
            tv.isVisible("#own-presence")
                && "online".equals(tv.find("#own-presence").getAttribute("data-presence")));
    assertThat(tv.text("#own-device")).isEqualTo(NAME);
  }

  /** The page says that it can't be heard, until OK is pressed for the first time. */
  private void enableSound() {
    tv.visible("#call-banner-button");
    tv.press(Keys.ENTER);
    tv.awaitHidden("#call-banner");
  }

  private void awaitDevices() {
    Wait.until(
        "a device has the focus",
        Browser.PATIENCE,
        () -> (Boolean) tv.run("return 'device' in document.activeElement.dataset"));
  }

  /** Goes from tile to tile until that of this callee, among the contacts, has the focus. */
  private void goTo(String callee) {
    Wait.until(
        "the tile of " + callee,
        Browser.PATIENCE,
        () -> {
          if (callee.equals(tv.run("return document.activeElement.dataset.callee"))) {
            return true;
          }
          tv.press(Keys.ARROW_DOWN);
          return false;
        });
  }

  private void hangUp() {
    tv.pressUntilFocused("call-hangup", Keys.ARROW_RIGHT);
    tv.press(Keys.ENTER);
    tv.awaitPhase("ended");
    tv.press(Keys.ENTER);
    tv.awaitPhase("none");
  }

  private void look(String name) {
    Looks.at(tv, name);
  }
}
