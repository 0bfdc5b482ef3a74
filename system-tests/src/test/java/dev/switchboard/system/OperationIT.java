package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** What whoever runs the server sees: health, metrics, certificate, and what is in the way. */
class OperationIT {
  @Test
  void healthSaysThatACallCouldBeMade() throws Exception {
    HttpResponse<String> answer = get(SharedServer.get().home().resolve("health/ready"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"database\":\"up\"").contains("\"messaging\":\"up\"");
    assertThat(get(SharedServer.get().home().resolve("health/live")).statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreInPrometheusFormat() throws Exception {
    HttpResponse<String> answer = get(SharedServer.get().home().resolve("metrics"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("# TYPE switchboard_").contains("jvm_memory_used_bytes");
  }

  @Test
  void httpsHasACertificateOfItsOwn() throws Exception {
    String port = SharedServer.get().setting("SWITCHBOARD_HTTPS_PORT");
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsEverybody()}, new SecureRandom());
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(trusting)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health/live"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPortThatIsTakenGivesOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String said = startInVain(Map.of("SWITCHBOARD_HTTP_PORT", port));
      assertThat(said.strip().lines()).hasSize(1);
      assertThat(said).contains("Port " + port + " is taken").contains("SWITCHBOARD_HTTP_PORT");
    }
  }

  @Test
  void aSettingThatIsNoNumberGivesOneClearLine() {
    String said = startInVain(Map.of("SWITCHBOARD_HTTPS_PORT", "https"));
    assertThat(said.strip())
        .isEqualTo("SWITCHBOARD_HTTPS_PORT must be a number, and is \"https\".");
  }

  @Test
  void aSettingThatTheApplicationReadsIsNamedJustSo() {
    String said = startInVain(Map.of("SWITCHBOARD_RING_SECONDS", "soon"));
    assertThat(said)
        .contains("SWITCHBOARD_RING_SECONDS must be a number")
        .doesNotContain("is ready");
  }

  @Test
  void aPostgresWithoutPreparedTransactionsIsNamedAsTheReason() {
    try (Postgres postgres = Postgres.start(0)) {
      String said = startInVain(postgres.newDatabase());
      assertThat(said).contains("set max_prepared_transactions = ").doesNotContain("is ready");
    }
  }

  private static String startInVain(Map<String, String> settings) {
    Server server = Server.begin(Path.of("target/start-in-vain"), settings);
    Wait.until("it gives up", Duration.ofSeconds(120), () -> !server.isAlive());
    return server.consoleText();
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The certificate is the server's own work: what matters here is that it has one. */
  private static final class TrustsEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
