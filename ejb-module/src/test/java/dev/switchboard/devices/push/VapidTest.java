package dev.switchboard.devices.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.Environment;
import dev.switchboard.FakeClock;
import dev.switchboard.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VapidTest {
  private static final Pattern HEADER =
      Pattern.compile("vapid t=(([\\w-]+)\\.([\\w-]+))\\.([\\w-]+), k=([\\w-]{87})");

  private final TestDatabase database = new TestDatabase();
  private final FakeClock clock = new FakeClock();

  @AfterEach
  void close() {
    database.close();
  }

  private Vapid vapid(Map<String, String> environment) {
    return new Vapid(
        new ServerKeys(database.entities()),
        PushSettings.from(new Environment(environment)),
        clock);
  }

  private String authorization(Map<String, String> environment, String endpoint) {
    return database.inTransaction(() -> vapid(environment).authorization(URI.create(endpoint)));
  }

  @Test
  void signsForTheOriginOfThePushServiceWithTheKeyThatItSends() throws Exception {
    String contact = "mailto:me@example.org";
    Matcher header =
        HEADER.matcher(
            authorization(
                Map.of("SWITCHBOARD_PUSH_CONTACT", contact), "https://web.push.apple.com/x?y"));
    assertThat(header.matches()).isTrue();

    assertThat(json(header.group(2)).path("alg").asText()).isEqualTo("ES256");
    JsonNode claims = json(header.group(3));
    assertThat(claims.path("aud").asText()).isEqualTo("https://web.push.apple.com");
    assertThat(claims.path("sub").asText()).isEqualTo(contact);
    assertThat(claims.path("exp").asLong() - clock.instant().getEpochSecond())
        .isBetween(1L, 86_400L);

    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(P256.decode(bytes(header.group(5))).orElseThrow());
    signature.update(header.group(1).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(bytes(header.group(4)))).isTrue();
  }

  @Test
  void namesThePortAndNoContactWhereThereIsNone() throws Exception {
    Matcher header = HEADER.matcher(authorization(Map.of(), "http://localhost:8090/x"));
    assertThat(header.matches()).isTrue();
    assertThat(json(header.group(3)).path("aud").asText()).isEqualTo("http://localhost:8090");
    assertThat(json(header.group(3)).has("sub")).isFalse();
  }

  @Test
  void hasOneKeyOnAllNodesAndAfterARestart() {
    String first = database.inTransaction(() -> vapid(Map.of()).publicKey());
    String second = database.inTransaction(() -> vapid(Map.of()).publicKey());
    assertThat(first).hasSize(87).isEqualTo(second);
  }

  private static JsonNode json(String part) throws Exception {
    return new ObjectMapper().readTree(bytes(part));
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
