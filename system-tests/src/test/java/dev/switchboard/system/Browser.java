package dev.switchboard.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with a camera and a microphone of its own, driven as a user would. */
class Browser implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a browser pretends to be: the server tells a device's kind from it. */
  enum Kind {
    LAPTOP(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
        new Dimension(1280, 800)),
    PHONE(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
        new Dimension(390, 844)),
    TV(
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/156.0.0.0 TV Safari/537.36",
        new Dimension(1280, 720));

    private final String userAgent;
    private final Dimension size;

    Kind(String userAgent, Dimension size) {
      this.userAgent = userAgent;
      this.size = size;
    }
  }

  private static final String[] FLAGS = {
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    // The driver reaches a browser in a network of its own, too.
    "--remote-debugging-pipe"
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those that a failed test left behind end with the tests' process. */
  private static final Set<ChromeDriver> OPEN = ConcurrentHashMap.newKeySet();

  /** Selenium warns of every Chromium that is newer than itself, which is most of the time. */
  private static final Logger CDP = Logger.getLogger("org.openqa.selenium.devtools");

  static {
    CDP.setLevel(Level.SEVERE);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(ChromeDriver::quit)));
  }

  protected final ChromeDriver driver;
  private final URI home;
  private final Path profile;

  /** With a small camera, which leaves the machine time for many browsers. */
  Browser(URI home, Kind kind, String... moreFlags) {
    this(home, kind, Camera.SMALL, moreFlags);
  }

  Browser(URI home, Kind kind, Camera camera, String... moreFlags) {
    this(home, kind, camera, Path.of("/usr/bin/chromium"), moreFlags);
  }

  Browser(URI home, Kind kind, Camera camera, Path binary, String... moreFlags) {
    this.home = home;
    this.profile = newProfile();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.toFile());
    options.addArguments(FLAGS);
    options.addArguments(camera.flags());
    options.addArguments(moreFlags);
    options.addArguments(
        "--user-data-dir=" + profile,
        "--user-agent=" + kind.userAgent,
        "--window-size=" + kind.size.width + "," + kind.size.height,
        "--lang=en-US");
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en-US,en"));
    options.setAcceptInsecureCerts(true);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    OPEN.add(driver);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(40));
  }

  /** Opens a page of the server by its path, without a leading slash. */
  void open(String path) {
    driver.get(home.resolve(path).toString());
  }

  URI home() {
    return home;
  }

  WebElement find(String css) {
    return Wait.value(
        css + " on " + driver.getCurrentUrl(),
        PATIENCE,
        () -> driver.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
  }

  /** The element once it can be seen. */
  WebElement visible(String css) {
    return Wait.value(
        css + " visible on " + driver.getCurrentUrl() + "\n" + consoleOf(),
        PATIENCE,
        () ->
            driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  boolean isVisible(String css) {
    List<WebElement> found = driver.findElements(By.cssSelector(css));
    return found.stream().anyMatch(WebElement::isDisplayed);
  }

  void click(String css) {
    WebElement element = visible(css);
    // As a person scrolls it clear of the bars at the top and the bottom of a phone.
    run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    element.click();
  }

  void type(String css, String text) {
    WebElement field = visible(css);
    field.clear();
    field.sendKeys(text);
  }

  /** The id of the control that has the focus. */
  String focused() {
    return (String) run("return document.activeElement?.id ?? ''");
  }

  void press(Keys key) {
    driver.switchTo().activeElement().sendKeys(key);
  }

  /** Goes from control to control by the keyboard. */
  void pressUntilFocused(String id, Keys key) {
    Wait.until(
        id + " can be reached by " + key.name() + ", now at " + focused(),
        PATIENCE,
        () -> {
          press(key);
          return focused().equals(id);
        });
  }

  void awaitHidden(String css) {
    Wait.until(css + " is hidden", PATIENCE, () -> !isVisible(css));
  }

  /** The page loads itself again; the browser's own button would count as closing it. */
  void reload() {
    run("window.old = true; location.reload()");
    awaitNewPage();
  }

  /** Waits until a page has come in place of the one that was marked as old. */
  void awaitNewPage() {
    Wait.until(
        "the page is a new one",
        PATIENCE,
        () -> (Boolean) run("return !window.old && document.readyState === 'complete'"));
  }

  /** Does something while the window is minimized, and the page hidden. */
  void inBackground(Runnable scenario) {
    Dimension size = driver.manage().window().getSize();
    driver.manage().window().minimize();
    Wait.until("the page is hidden", PATIENCE, () -> (Boolean) run("return document.hidden"));
    try {
      scenario.run();
    } finally {
      driver.manage().window().setSize(size);
      Wait.until("the page is shown", PATIENCE, () -> (Boolean) run("return !document.hidden"));
    }
  }

  /** Grants the page what a user would be asked for. */
  void allow(String permission) {
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("origin", home.resolve("/").toString(), "permissions", List.of(permission)));
  }

  String text(String css) {
    return find(css).getText();
  }

  /** Runs a script that calls its last argument with its result. */
  Object eventually(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What an expression is on the page; much comes quicker that way than value by value. */
  JsonNode json(String expression) {
    try {
      return JSON.readTree((String) run("return JSON.stringify(" + expression + ")"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the page has written to its console since it was last asked; part of failure messages. */
  String consoleOf() {
    return driver.manage().logs().get("browser").getAll().toString();
  }

  /** Writes a picture of the page to {@code target/screenshots/NAME.png}. */
  void screenshot(String name) {
    try {
      Path file = Files.createDirectories(Path.of("target/screenshots")).resolve(name + ".png");
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page and its network die at once, as with a pulled plug: nothing says goodbye. */
  void crash() {
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(profile.toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    OPEN.remove(driver);
    try {
      driver.quit();
    } catch (WebDriverException e) {
      // It has crashed, as it should in a test that lets it.
    }
  }

  private static Path newProfile() {
    try {
      return Files.createTempDirectory("browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
