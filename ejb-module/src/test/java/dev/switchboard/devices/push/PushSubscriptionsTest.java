package dev.switchboard.devices.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Environment;
import dev.switchboard.Problem;
import dev.switchboard.RecordedEvents;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DevicesFixture;
import dev.switchboard.devices.LogInResult;
import dev.switchboard.devices.Presence;
import dev.switchboard.devices.push.PushSubscriptions.Browser;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a subscription. */
class PushSubscriptionsTest {
  private static final String ENDPOINT = "https://web.push.apple.com/one";
  private static final String KEY =
      Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(P256.encode((ECPublicKey) P256.newKeyPair().getPublic()));
  private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

  private final DevicesFixture devices = new DevicesFixture();
  private final RecordedEvents<DeviceUnreachable> unreachable = new RecordedEvents<>();
  private final PushSubscriptions subscriptions =
      new PushSubscriptions(
          devices.accounts.database.entities(),
          PushSettings.from(new Environment(Map.of())),
          devices.presence,
          unreachable,
          devices.accounts.clock);

  private LogInResult.Accepted login;
  private DeviceId phone;

  @BeforeEach
  void logIn() {
    devices.register("alice");
    login = devices.logIn("alice", DevicesFixture.PHONE);
    phone = login.signedIn().device();
    devices.signedOut.observe(subscriptions::onSignedOut);
  }

  @AfterEach
  void close() {
    devices.close();
  }

  private Optional<Problem> keep(DeviceId device, String endpoint) {
    return devices.inTransaction(
        () -> subscriptions.keep(device, new Browser(endpoint, KEY, AUTH)));
  }

  private Presence presence(DeviceId device) {
    return devices.inTransaction(() -> devices.presence.of(device));
  }

  private Optional<String> endpoint(DeviceId device) {
    return devices.inTransaction(() -> subscriptions.endpoint(device));
  }

  @Test
  void makesADeviceThatIsNotConnectedWakeable() {
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
    assertThat(keep(phone, ENDPOINT)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.WAKEABLE);
    PushSubscription stored = devices.inTransaction(() -> subscriptions.find(phone).orElseThrow());
    assertThat(stored.endpoint()).isEqualTo(ENDPOINT);
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(stored.authSecret()))
        .isEqualTo(AUTH);
    assertThat(P256.encode(stored.publicKey())).isEqualTo(Base64.getUrlDecoder().decode(KEY));
  }

  @Test
  void isReplacedWhenTheBrowserSubscribesAgain() {
    keep(phone, ENDPOINT);
    keep(phone, ENDPOINT);
    keep(phone, ENDPOINT + "2");
    assertThat(endpoint(phone)).hasValue(ENDPOINT + "2");
  }

  @Test
  void goesWithItsUsersWish() {
    keep(phone, ENDPOINT);
    devices.inTransaction(() -> subscriptions.drop(phone));
    assertThat(endpoint(phone)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
  }

  @Test
  void goesWithTheLogIn() {
    keep(phone, ENDPOINT);
    devices.inTransaction(() -> devices.logins.logOut(login.token()));
    assertThat(endpoint(phone)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
  }

  @Test
  void goesWithTheDevice() {
    keep(phone, ENDPOINT);
    devices.inTransaction(() -> devices.devices.remove(login.signedIn().account(), phone));
    assertThat(endpoint(phone)).isEmpty();
  }

  @Test
  void goesWhenItsPushServiceKnowsItNoMore() {
    keep(phone, ENDPOINT);
    devices.inTransaction(() -> subscriptions.gone(phone, ENDPOINT));
    assertThat(endpoint(phone)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
    assertThat(unreachable.take()).containsExactly(new DeviceUnreachable(phone));
  }

  @Test
  void staysWhenAnEndpointIsGoneThatTheBrowserHasReplaced() {
    keep(phone, ENDPOINT + "2");
    devices.inTransaction(() -> subscriptions.gone(phone, ENDPOINT));
    assertThat(endpoint(phone)).hasValue(ENDPOINT + "2");
    assertThat(unreachable.take()).isEmpty();
  }

  @Test
  void movesToTheAccountThatIsSignedInInTheSameBrowserNow() {
    devices.register("bob");
    DeviceId bobs = devices.logIn("bob", DevicesFixture.PHONE).signedIn().device();
    keep(phone, ENDPOINT);
    keep(bobs, ENDPOINT);
    assertThat(endpoint(phone)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
    assertThat(endpoint(bobs)).hasValue(ENDPOINT);
    assertThat(presence(bobs)).isEqualTo(Presence.WAKEABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://push.example.org/x, , , endpoint",
    "'', , , endpoint",
    " , AAAA, , p256dh",
    " , '', , p256dh",
    " , '*', , p256dh",
    " , , AAAA, auth",
    " , , '', auth",
    " , , '*', auth",
  })
  void refusesWhatIsNone(String endpoint, String key, String auth, String field) {
    Browser browser =
        new Browser(
            Optional.ofNullable(endpoint).orElse(ENDPOINT),
            Optional.ofNullable(key).orElse(KEY),
            Optional.ofNullable(auth).orElse(AUTH));
    Optional<Problem> refused = devices.inTransaction(() -> subscriptions.keep(phone, browser));
    assertThat(refused.map(Problem::field)).hasValue(field);
    assertThat(endpoint(phone)).isEmpty();
    assertThat(presence(phone)).isEqualTo(Presence.OFFLINE);
  }
}
