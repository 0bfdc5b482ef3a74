package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The history in a browser (S1.10): pages of it, missed calls, times, durations, calling again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryIT {
  private static final int PAGE = 20;
  private static final int IN_VAIN = PAGE + 1;
  private static final String ZONE = "Asia/Shanghai";
  private static final DateTimeFormatter AS_SHOWN =
      DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm a", Locale.ENGLISH).withZone(ZoneId.of(ZONE));

  private final String own = SharedServer.newName("gina");
  private final String other = SharedServer.newName("hugo");
  private Person gina;
  private Terminal hugo;

  @BeforeAll
  void haveAPast() {
    Server server = SharedServer.get();
    new WebForms(server.home(), "x").register(other, SharedServer.newNumber());
    gina = new Person(server.home(), Browser.Kind.LAPTOP);
    gina.driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", ZONE));
    gina.register(own, SharedServer.newNumber()).logIn(own);
    hugo = Terminal.of(server, other);
    try (Terminal second = Terminal.of(server, own)) {
      for (int i = 1; i <= IN_VAIN; i++) {
        second.lookUp("nobody-" + i);
      }
    }
    haveACall();
  }

  @AfterAll
  void leave() {
    gina.close();
    hugo.close();
  }

  private void haveACall() {
    String call = hugoCalls();
    gina.answer();
    hugo.offerMedia(call);
    gina.awaitPhase("connected");
    Wait.holds("they talk", Duration.ofSeconds(2), () -> gina.phase().equals("connected"));
    gina.hangUp();
    gina.awaitPhase("ended").closeCall();
  }

  private String hugoCalls() {
    String call = hugo.call(hugo.lookUp(own), "any").path("call").asText();
    gina.awaitPhase("incoming");
    return call;
  }

  @Test
  void marksAMissedCallUntilItIsSeenAndShowsDurationsAndTheVisitorsOwnTime() {
    haveACall();
    hugo.callRequest("cancel", hugoCalls());
    gina.awaitPhase("ended").closeCall();

    gina.open("index.xhtml");
    assertThat(gina.text(".nav .count")).startsWith("1");
    gina.open("history.xhtml");
    assertThat(rows()).hasSize(PAGE);
    assertThat(cell(0, "direction")).isEqualTo("Missed New");
    assertThat(rows().get(0).getAttribute("class")).contains("missed");
    assertThat(cell(0, "duration")).isEmpty();
    assertThat(cell(1, "direction")).isEqualTo("Incoming");
    assertThat(cell(1, "cause")).isEqualTo("Ended normally");
    assertThat(cell(1, "duration")).matches("0:(0[2-9]|[1-5][0-9])");
    assertTimesAreLocal();

    gina.open("history.xhtml");
    assertThat(cell(0, "direction")).isEqualTo("Missed");
    assertThat(rows().get(0).getAttribute("class")).doesNotContain("missed");
    assertThat(gina.isVisible(".nav .count")).isFalse();
  }

  @Test
  void showsHowTheConnectionOfACallWas() {
    haveACall();
    String link = "tr[data-ri='0'] a[href^='/quality']";
    openUntilVisible("history.xhtml", link);
    String address = gina.find(link).getAttribute("href");
    String path = address.substring(address.indexOf("/quality") + 1);
    openUntilVisible(path, "#grade");
    assertThat(gina.text("#grade")).isIn("excellent", "good");
    assertThat(gina.text("main")).contains(other).contains("Sound (MOS, 1 to 4.5)");
    assertThat(gina.text("section[aria-labelledby='received-title'] dd")).matches("(?s)4\\.\\d.*");
    assertThat(gina.text("section[aria-labelledby='sent-title'] dd")).matches("(?s)4\\.\\d.*");
    assertThat(gina.find(".plot-received[d^='M0.0']").isDisplayed()).isTrue();
    gina.click("details.more > summary");
    assertThat(gina.text(".plot-table tbody")).contains("kbit/s");

    String third = SharedServer.newName("ines");
    try (Person stranger = new Person(SharedServer.get().home(), Browser.Kind.LAPTOP)) {
      stranger.register(third, SharedServer.newNumber()).logIn(third);
      stranger.open(path);
      assertThat(stranger.text("h1")).isEqualTo("Page not found");
    }
  }

  @Test
  void showsTheRestOnFurtherPages() {
    gina.open("history.xhtml");
    gina.click(".ui-paginator-next");
    Wait.until("the second page", Browser.PATIENCE, () -> rows().size() < PAGE);
    assertThat(cell(rows().size() - 1, "who")).isEqualTo("nobody-1");
    assertTimesAreLocal();
    gina.click(".ui-paginator-prev");
    Wait.until("the first page", Browser.PATIENCE, () -> rows().size() == PAGE);
    assertThat(cell(0, "who")).startsWith(other);
  }

  @Test
  void callsAgain() {
    gina.open("history.xhtml");
    gina.click("tr[data-ri='0'] .act a");
    gina.visible("#choice");
    assertThat(gina.text("#choice-name")).isEqualTo(other);
    gina.call();
    hugo.await(
        "the call back",
        message ->
            message.path("type").asText().equals("invitation")
                && message.at("/from/name").asText().equals(own));
    gina.hangUp();
    gina.awaitPhase("ended").closeCall();
  }

  /**
   * The server stores the end of a call, and its last sample, when the page has shown it already.
   */
  private void openUntilVisible(String path, String css) {
    Wait.until(
        css + " on " + path,
        Browser.PATIENCE,
        () -> {
          gina.open(path);
          return gina.isVisible(css);
        });
  }

  private List<WebElement> rows() {
    return gina.driver.findElements(By.cssSelector("tr[data-ri]"));
  }

  private String cell(int row, String column) {
    return rows()
        .get(row)
        .findElement(By.className(column))
        .getText()
        .replaceAll("\\s+", " ")
        .strip();
  }

  private void assertTimesAreLocal() {
    for (WebElement row : rows()) {
      WebElement time = row.findElement(By.tagName("time"));
      Instant instant = Instant.parse(time.getAttribute("datetime"));
      assertThat(time.getText().replaceAll("\\p{Z}", " ")).isEqualTo(AS_SHOWN.format(instant));
    }
  }
}
