package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages' pure modules, tested in the browser that runs them: each file of {@code src/test/js}
 * exports its tests by name. The files are served as they lie in the sources; no Switchboard runs.
 */
class PageScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path PAGES = Path.of("../web-module/src/main/webapp");

  private static HttpServer files;
  private static Browser browser;

  @BeforeAll
  static void openABrowser() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    files = HttpServer.create(anyPort, 0);
    files.createContext("/", exchange -> serve(exchange));
    files.start();
    URI home = URI.create("http://localhost:" + files.getAddress().getPort() + "/");
    browser = new Browser(home, Browser.Kind.LAPTOP);
    browser.open("");
  }

  @AfterAll
  static void closeIt() {
    browser.close();
    files.stop(0);
  }

  @TestFactory
  Stream<DynamicTest> theStateOfACall() {
    return tests("call-state.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theQualityOfAConnection() {
    return tests("quality.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theEncodingsOfAPicture() {
    return tests("encodings.test.js");
  }

  @TestFactory
  Stream<DynamicTest> thePasswordsOfTurnServers() {
    return tests("ice-servers.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theSessionOnTheSocket() {
    return tests("signalling.test.js");
  }

  @TestFactory
  Stream<DynamicTest> aCallThatWaitsBesideAnother() {
    return tests("call-waiting.test.js");
  }

  @TestFactory
  Stream<DynamicTest> aCallThatIsAnsweredByItself() {
    return tests("auto-answer.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theRecordingOfACall() {
    return tests("recording-client.test.js");
  }

  @TestFactory
  Stream<DynamicTest> thePlayerOfARecording() {
    return tests("playback.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theWishToBeWoken() {
    return tests("wake.test.js");
  }

  @TestFactory
  Stream<DynamicTest> theArrowKeysOfARemoteControl() {
    return tests("spatial.test.js");
  }

  private static Stream<DynamicTest> tests(String file) {
    @SuppressWarnings("unchecked")
    List<String> names =
        (List<String>)
            browser.eventually(
                """
                const [file, done] = arguments;
                import('/tests/' + file).then((module) => done(Object.keys(module.tests)));
                """,
                file);
    assertThat(names).isNotEmpty();
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(file, name)));
  }

  private static void run(String file, String name) {
    Object failure =
        browser.eventually(
            """
            const [file, name, done] = arguments;
            import('/tests/' + file)
              .then((module) => module.tests[name]())
              .then(() => done(null), (error) => done(String(error.stack)));
            """,
            file,
            name);
    assertThat(failure).isNull();
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Path file =
        path.startsWith("/tests/")
            ? SCRIPTS.resolve(path.substring("/tests/".length()))
            : PAGES.resolve(path.substring(1));
    boolean found = Files.isRegularFile(file);
    byte[] body = found ? Files.readAllBytes(file) : new byte[0];
    String type = path.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/html";
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(path.equals("/") || found ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
