package dev.switchboard.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** Somebody at a browser: registers, logs in, looks others up, calls and is called. */
final class Person extends Browser {
  static final String PASSWORD = "correct horse battery staple";

  Person(URI home, Kind kind, String... moreFlags) {
    super(home, kind, moreFlags);
  }

  Person(URI home, Kind kind, Camera camera, String... moreFlags) {
    super(home, kind, camera, moreFlags);
  }

  /** At a Chromium that is started by this script. */
  Person(URI home, Kind kind, Path binary) {
    super(home, kind, Camera.SMALL, binary);
  }

  /** Makes an account through the registration page; leaves the browser signed in or at log-in. */
  Person register(String name, String number) {
    open("register.xhtml");
    type("[id='register:name']", name);
    type("[id='register:number']", number);
    type("[id='register:password']", PASSWORD);
    click("[id='register:submit']");
    Wait.until(
        name + " is registered",
        PATIENCE,
        () -> !driver.getCurrentUrl().contains("register.xhtml"));
    return this;
  }

  /** Logs in through the log-in page and waits until the device is online. */
  Person logIn(String name) {
    open("login.xhtml");
    type("[id='login:name']", name);
    type("[id='login:password']", PASSWORD);
    click("[id='login:submit']");
    return awaitOnline();
  }

  Person awaitOnline() {
    Wait.until(
        "the device is online",
        PATIENCE,
        () -> {
          if (!isVisible("#own-presence")) {
            open("index.xhtml");
          }
          return "online".equals(find("#own-presence").getAttribute("data-presence"));
        });
    return this;
  }

  /** Looks somebody up on the calling page; returns when devices or an error are shown. */
  Person lookUp(String callee) {
    if (!isVisible("#callee")) {
      open("index.xhtml");
      awaitOnline();
    }
    type("#callee", callee);
    click("#look-up");
    Wait.until(
        "an answer to the look-up of " + callee,
        PATIENCE,
        () -> isVisible("#choice") || !text("#callee-error").isBlank());
    return this;
  }

  /** The devices on offer, as the drop-down words them, without <i>any device</i>. */
  List<String> devices() {
    return find("#device").findElements(By.tagName("option")).stream()
        .filter(option -> !"any".equals(option.getAttribute("value")))
        .map(option -> option.getAttribute("textContent").strip())
        .toList();
  }

  /** Chooses the device whose wording has this in it. */
  Person choose(String words) {
    Select select = new Select(find("#device"));
    WebElement wanted =
        select.getOptions().stream()
            .filter(option -> option.getAttribute("textContent").contains(words))
            .findFirst()
            .orElseThrow(() -> new AssertionError(words + " is not among " + devices()));
    select.selectByValue(wanted.getAttribute("value"));
    return this;
  }

  Person chooseAny() {
    new Select(find("#device")).selectByValue("any");
    return this;
  }

  Person call() {
    click("#place-call");
    return this;
  }

  /**
   * The call's phase as the page shows it: none, inviting, ringing, incoming, connected, ended …
   */
  String phase() {
    return find("#call").getAttribute("data-phase");
  }

  Person awaitPhase(String phase) {
    return awaitPhase(phase, PATIENCE);
  }

  Person awaitPhase(String phase, Duration limit) {
    Wait.until("the page shows " + phase, limit, () -> phase.equals(phase()));
    return this;
  }

  Person answer() {
    awaitPhase("incoming");
    click("#call-answer");
    return this;
  }

  Person decline() {
    awaitPhase("incoming");
    click("#call-decline");
    return this;
  }

  Person hangUp() {
    click("#call-hangup");
    return this;
  }

  /** What the end screen says. */
  String ending() {
    awaitPhase("ended", Duration.ofSeconds(60));
    return text("#call-status");
  }

  /** The cause that the page was told, once the call is over. */
  String cause() {
    awaitPhase("ended", Duration.ofSeconds(60));
    return (String) run("return window.switchboard.call.ending.cause");
  }

  Person closeCall() {
    if (isVisible("#call-close")) {
      click("#call-close");
    }
    return this;
  }

  /** Asks in a call to record it; {@code mode} is both or other. */
  Person ask(String mode, boolean video) {
    Wait.until(
        "calls can be recorded",
        PATIENCE,
        () -> "false".equals(find("#call-record").getAttribute("aria-disabled")));
    click("#call-record");
    click("input[name=record-mode][value=" + mode + "]");
    click("input[name=record-video][value=" + video + "]");
    click("#record-ask");
    return this;
  }

  /** Waits until the row of the recording says this. */
  Person awaitBar(String words) {
    Wait.until(
        "the page says " + words,
        PATIENCE,
        () -> isVisible("#recording-bar") && text("#recording-words").contains(words));
    return this;
  }

  /** The id of the recording that the page shows. */
  String recordingId() {
    return (String) run("return window.switchboard.recording.id");
  }

  /** Waits for a state of the recording of the call; returns its id. */
  String awaitRecording(String state) {
    return Wait.value(
        "the recording is " + state,
        PATIENCE,
        () ->
            (String)
                run(
                    "const one = window.switchboard.recording; return one?.state === arguments[0] ? one.id : null",
                    state));
  }

  /** What the server answers when this browser asks for a path. */
  int status(String path) {
    return ((Number)
            eventually(
                "const [path, done] = arguments; fetch(`/${path}`).then(({ status }) => done(status))",
                path))
        .intValue();
  }

  /** The id of the call that the page shows. */
  String callId() {
    return (String) run("return window.switchboard.call.id");
  }

  /** The history as the page shows it, read without leaving this one. */
  List<HistoryRow> history() {
    return HistoryRow.of(
        (String)
            eventually(
                "const done = arguments[0]; fetch('/history.xhtml').then(r => r.text()).then(done)"));
  }

  Person addContact(String name) {
    open("contacts.xhtml");
    type("[id='add:callee']", name);
    click("[id='add:submit']");
    visible("[data-dialog=rename]");
    return this;
  }

  /** Removes the first device that is not this browser's own, on the devices page. */
  Person removeOtherDevice() {
    open("devices.xhtml");
    for (WebElement row : driver.findElements(By.cssSelector(".list-row"))) {
      if (row.findElements(By.cssSelector(".badge.accent")).isEmpty()) {
        row.findElement(By.cssSelector("[data-dialog=remove]")).click();
        click("[id='remove-form:remove-yes']");
        return this;
      }
    }
    throw new AssertionError("no other device");
  }

  /** Switches call waiting on for each of the account's devices, on the devices page. */
  Person allowCallWaiting() {
    String off = ".call-waiting-setting [role=switch][aria-checked=false]";
    open("devices.xhtml");
    for (int left = driver.findElements(By.cssSelector(off)).size(); left > 0; left--) {
      run("window.old = true");
      click(off);
      awaitNewPage();
    }
    return this;
  }

  /** The titles of the notifications that the page shows. */
  @SuppressWarnings("unchecked")
  List<String> notifications() {
    return (List<String>)
        eventually(
            """
            const done = arguments[0];
            navigator.serviceWorker.getRegistrations()
              .then((all) => Promise.all(all.map((one) => one.getNotifications())))
              .then((shown) => done(shown.flat().map(({ title }) => title)));
            """);
  }

  /** The figures of the call's media at this moment, of all legs that have been heard and seen. */
  MediaFigures media() {
    @SuppressWarnings("unchecked")
    Map<String, Object> figures =
        (Map<String, Object>)
            eventually(
                """
                const done = arguments[arguments.length - 1];
                const peer = window.switchboard.connection;
                if (!peer) { done({}); return; }
                peer.getStats().then((stats) => {
                  const figures = {};
                  const add = (what, value = 0) => (figures[what] = (figures[what] ?? 0) + value);
                  for (const s of stats.values()) {
                    if (s.type === 'inbound-rtp' && s.kind === 'video') {
                      add('framesDecoded', s.framesDecoded);
                      add('freezes', s.freezeCount);
                    }
                    if (s.type === 'inbound-rtp' && s.kind === 'audio') {
                      add('audioEnergy', s.totalAudioEnergy);
                      add('audioPackets', s.packetsReceived);
                    }
                    if (s.type === 'transport') {
                      figures.srtpCipher = s.srtpCipher;
                      const pair = stats.get(s.selectedCandidatePairId);
                      const remote = pair && stats.get(pair.remoteCandidateId);
                      if (remote) figures.protocol = remote.protocol;
                      if (remote) figures.server = remote.address ?? '';
                      figures.relayed = stats.get(pair?.localCandidateId)?.candidateType === 'relay';
                    }
                  }
                  figures.now = performance.now();
                  done(figures);
                });
                """);
    return MediaFigures.of(figures);
  }

  /** The figures of the line from the call's beginning to this moment. */
  @SuppressWarnings("unchecked")
  LineFigures line() {
    return LineFigures.of((Map<String, Object>) eventually(LineFigures.SCRIPT));
  }

  /** The local ports by which the call's media may go. */
  @SuppressWarnings("unchecked")
  List<Long> mediaPorts() {
    return (List<Long>)
        eventually(
            """
            const done = arguments[0];
            window.switchboard.connection.getStats().then((stats) => done(
              [...stats.values()].filter(({ type }) => type === 'local-candidate').map(({ port }) => port)));
            """);
  }

  /** Whether the browser's connection to the server is up. */
  boolean isConnected() {
    return "connected".equals(run("return window.switchboard.connection.connectionState"));
  }

  /** Waits until pictures and sound of the other side arrive. */
  Person awaitMedia() {
    Wait.until(
        "decoded pictures and sound above silence, last " + media(),
        PATIENCE,
        () -> media().framesDecoded() > 10 && media().audioEnergy() > 0);
    return this;
  }
}
