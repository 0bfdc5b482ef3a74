package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.system.PushServer.Pushed;
import dev.switchboard.system.PushServer.Subscription;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Devices whose page is closed ring by Web Push (RFC 8030, 8291, 8292). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushIT {
  private static final int RING_SECONDS = 20;
  private static final String PHONE = "Mozilla/5.0 (Linux; Android 10; K) Chrome/156.0 Mobile";
  private static final String SUBSCRIPTION = "api/push-subscription";
  private static final Pattern VAPID = Pattern.compile("vapid t=(\\S+), k=(\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PushServer push = PushServer.start();
  private Server server;
  private String caller;
  private String callee;
  private Terminal alice;

  /** The device that is woken: signed in, and its page closed. */
  private Terminal phone;

  private Subscription subscription;

  @BeforeAll
  void start() {
    server =
        Server.start(
            Path.of("target/push-server"),
            SharedServer.settings(
                Map.of(
                    "SWITCHBOARD_PUSH_HOSTS",
                    push.origin(),
                    "SWITCHBOARD_PUSH_CONTACT",
                    "mailto:operator@example.org",
                    "SWITCHBOARD_RING_SECONDS",
                    Integer.toString(RING_SECONDS))));
  }

  @AfterAll
  void stop() {
    server.close();
    push.close();
  }

  @BeforeEach
  void aPhoneIsAsleep() {
    caller = SharedServer.newName("alice");
    callee = SharedServer.newName("bob");
    new WebForms(server.home(), "x").register(caller, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(callee, SharedServer.newNumber());
    alice = Terminal.of(server, caller);
    phone = Terminal.of(server, callee, PHONE);
    subscription = push.subscribe();
    assertThat(phone.forms().put(SUBSCRIPTION, subscription.json()).statusCode()).isEqualTo(204);
    phone.close();
    awaitPresence("wakeable");
  }

  @AfterEach
  void everybodyLeaves() {
    alice.close();
    phone.close();
  }

  @Test
  void theInvitationIsPushedAndTakenBackWhenTheCallerGivesUp() throws Exception {
    String call = call(phone.device());
    Pushed invitation = push.await(subscription, 0);

    assertThat(Integer.parseInt(invitation.header("Ttl")))
        .isBetween(RING_SECONDS - 10, RING_SECONDS);
    assertThat(invitation.header("Urgency")).isEqualTo("high");
    assertThat(invitation.header("Topic")).isEqualTo(call);
    assertThat(invitation.header("Content-encoding")).isEqualTo("aes128gcm");
    assertSignedForThePushService(invitation);
    JsonNode said = JSON.readTree(invitation.text());
    assertThat(said.path("kind").asText()).isEqualTo("invitation");
    assertThat(said.path("call").asText()).isEqualTo(call);
    assertThat(said.at("/from/name").asText()).isEqualTo(caller);
    assertThat(said.path("title").asText()).isEqualTo(caller + " is calling");
    assertThat(said.path("ringSeconds").asInt()).isEqualTo(RING_SECONDS);

    alice.callRequest("cancel", call);
    Pushed over = push.await(subscription, 1);
    assertThat(over.header("Topic")).isEqualTo(call);
    assertThat(JSON.readTree(over.text()).path("kind").asText()).isEqualTo("over");
    assertThat(JSON.readTree(over.text()).path("title").asText())
        .isEqualTo("Missed call from " + caller + ".");
  }

  @Test
  void aDeviceThatComesInTimeIsInvitedAsAnyOther() {
    String call = call(phone.device());
    push.await(subscription, 0);
    phone.connect();
    phone.awaitType("invitation");
    phone.callRequest("confirm", call);
    alice.awaitState(call, "ringing");
    alice.offerMedia(call);
    phone.callRequest("answer", call);
    phone.offerMedia(call);
    alice.awaitState(call, "connected");
    alice.callRequest("hangup", call);
    phone.awaitState(call, "ended");
    assertThat(push.of(subscription)).as("its page knows the end").hasSize(1);
  }

  @Test
  void aPageThatIsConnectedAndDoesNotConfirmIsWokenToo() throws Exception {
    phone.connect();
    String call = call(phone.device());
    assertThat(JSON.readTree(push.await(subscription, 0).text()).path("call").asText())
        .isEqualTo(call);
    phone.callRequest("confirm", call);
    alice.awaitState(call, "ringing");
    alice.callRequest("cancel", call);
    phone.awaitState(call, "ended");
    assertThat(push.of(subscription)).as("its page knows the end").hasSize(1);
  }

  @Test
  void theNotificationGoesWhenAnotherDeviceAnswers() throws Exception {
    try (Terminal laptop = Terminal.of(server, callee)) {
      String call = call("any");
      laptop.awaitType("invitation");
      push.await(subscription, 0);
      laptop.callRequest("confirm", call);
      laptop.callRequest("answer", call);
      JsonNode over = JSON.readTree(push.await(subscription, 1).text());
      assertThat(over.path("kind").asText()).isEqualTo("over");
      assertThat(over.path("title").asText()).isEqualTo("Answered on another device.");
      alice.callRequest("hangup", call);
    }
  }

  @Test
  void nobodyAnswersWhenNobodyComesWithinTheRingLimit() throws Exception {
    String call = call(phone.device());
    JsonNode end =
        Wait.value(
            "the end of the call",
            Duration.ofSeconds(RING_SECONDS + 15),
            () ->
                alice.received().stream()
                    .filter(message -> message.path("state").asText().equals("ended"))
                    .findFirst()
                    .orElse(null));
    assertThat(end.path("call").asText()).isEqualTo(call);
    assertThat(end.path("cause").asText()).isEqualTo("NO_ANSWER");
    assertThat(JSON.readTree(push.await(subscription, 1).text()).path("kind").asText())
        .isEqualTo("over");
  }

  @Test
  void aSubscriptionThatItsPushServiceHasForgottenEndsTheCallAndIsDropped() {
    push.replyOnce(410, Map.of());
    String call = call(phone.device());
    assertThat(alice.awaitState(call, "ended").path("cause").asText()).isEqualTo("UNDELIVERABLE");
    awaitPresence("offline");
    assertThat(known().has("endpoint")).isFalse();
  }

  @Test
  void aPushServiceThatIsBusyOrFailsIsAskedAgain() {
    push.replyOnce(429, Map.of("Retry-After", "1"));
    push.replyOnce(500, Map.of());
    push.replyOnce(503, Map.of());
    String call = call(phone.device());
    Pushed last = push.await(subscription, 3);
    assertThat(last.header("Topic")).isEqualTo(call);
    assertThat(push.of(subscription)).extracting(Pushed::text).containsOnly(last.text());
    alice.callRequest("cancel", call);
    push.await(subscription, 4);
    assertThat(new WebForms(server.home(), "x").get("metrics").body())
        .contains("switchboard_push_messages_total{result=\"accepted\"}")
        .contains("switchboard_push_messages_total{result=\"later\"}")
        .contains("switchboard_push_messages_total{result=\"failed\"}");
  }

  @Test
  void aPushServiceLeadsTheServerNowhereElse() {
    push.replyOnce(307, Map.of("Location", push.origin() + "/elsewhere"));
    String call = call(phone.device());
    push.await(subscription, 0);
    alice.callRequest("cancel", call);
    push.await(subscription, 1);
    assertThat(push.strays()).isEmpty();
  }

  @Test
  void aLogOutTakesTheSubscriptionAndANewOneReplacesIt() {
    Subscription second = push.subscribe();
    assertThat(phone.forms().put(SUBSCRIPTION, second.json()).statusCode()).isEqualTo(204);
    assertThat(known().path("endpoint").asText()).isEqualTo(second.endpoint());
    String call = call(phone.device());
    push.await(second, 0);
    assertThat(push.of(subscription)).isEmpty();
    alice.callRequest("cancel", call);
    push.await(second, 1);

    phone.forms().delete(SUBSCRIPTION);
    awaitPresence("offline");
    phone.forms().put(SUBSCRIPTION, second.json());
    awaitPresence("wakeable");
    phone.forms().post(server.home().resolve("logout"), Map.of());
    awaitPresence("offline");
    phone.forms().logIn(callee, Person.PASSWORD);
    assertThat(known().has("endpoint")).isFalse();
  }

  @Test
  void whatIsNoSubscriptionOfAKnownPushServiceIsRefused() {
    String json = subscription.json();
    for (String bad :
        List.of(
            json.replace(push.origin(), "https://push.example.org"),
            json.replace(push.origin(), "http://localhost:1"),
            json.replaceFirst("\"p256dh\":\"[^\"]*", "\"p256dh\":\"AAAA"),
            json.replaceFirst("\"auth\":\"[^\"]*", "\"auth\":\"AAAA"),
            json.replace("keys", "no-keys"),
            json.replace("{", "["),
            "x".repeat(100_000),
            "")) {
      HttpResponse<String> reply = phone.forms().put(SUBSCRIPTION, bad);
      assertThat(reply.statusCode()).as(bad).isEqualTo(400);
      assertThat(reply.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }
    assertThat(known().path("endpoint").asText()).isEqualTo(subscription.endpoint());
    assertThat(new WebForms(server.home(), "x").put(SUBSCRIPTION, json).statusCode())
        .isEqualTo(401);
  }

  @Test
  void thePageCanBeInstalledBeforeAnybodyHasLoggedIn() throws Exception {
    WebForms anybody = new WebForms(server.home(), "x");
    assertThat(anybody.page("login.xhtml").select("link[rel=manifest]").attr("href"))
        .isEqualTo("/manifest.webmanifest");
    HttpResponse<String> manifest = anybody.get("manifest.webmanifest");
    assertIs(manifest, "application/manifest+json");
    JsonNode app = JSON.readTree(manifest.body());
    assertThat(app.path("start_url").asText()).isEqualTo("/");
    assertThat(app.path("display").asText()).isEqualTo("standalone");
    assertThat(app.path("icons").findValuesAsText("sizes")).contains("192x192", "512x512");
    assertThat(app.path("icons").findValuesAsText("purpose")).contains("maskable");
    for (String icon : app.path("icons").findValuesAsText("src")) {
      assertIs(anybody.get(icon.substring(1)), "image/png");
    }
    assertIs(anybody.get("worker.js"), "text/javascript");
  }

  private static void assertIs(HttpResponse<String> reply, String type) {
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type"))
        .hasValueSatisfying(sent -> assertThat(sent).startsWith(type));
  }

  @Test
  void aClosedPageRingsByItsWorkerAndThePageOfTheNotificationConnects() {
    String b = SharedServer.newName("carl");
    Subscription browsers = push.subscribe();
    try (Person carl = new Person(server.home(), Browser.Kind.PHONE);
        Person dora = new Person(server.home(), Browser.Kind.LAPTOP)) {
      String d = SharedServer.newName("dora");
      dora.register(d, SharedServer.newNumber()).logIn(d);
      PushedBrowser pushed = new PushedBrowser(carl);
      carl.allow("notifications");
      pushed.subscribeAs(browsers.json());
      carl.register(b, SharedServer.newNumber()).logIn(b);
      carl.open("devices.xhtml");
      carl.click("#wake-switch[aria-checked=false]");
      carl.visible("#wake-switch[aria-checked=true]");
      carl.reload();
      carl.visible("#wake-switch[aria-checked=true]");
      String serverKey = pushed.subscribedFor();
      assertThat(pushed.manifestErrors()).isEmpty();
      pushed.closePage();

      dora.lookUp(b);
      Wait.until(
          "the open list shows that it can be woken",
          Browser.PATIENCE,
          () -> dora.devices().stream().allMatch(device -> device.contains("can be woken")));
      dora.choose("can be woken").call();
      Pushed first = push.await(browsers, 0);
      assertThat(first.header("Authorization")).endsWith("k=" + serverKey);
      pushed.deliver(first.text());
      pushed.awaitNotification(d + " is calling");
      dora.hangUp();
      pushed.deliver(push.await(browsers, 1).text());
      pushed.awaitNotification("Missed call from " + d + ".");
      pushed.awaitNoNotification(d + " is calling");
      dora.closeCall();

      dora.lookUp(b).choose("can be woken").call();
      pushed.deliver(push.await(browsers, 2).text());
      pushed.awaitNotification(d + " is calling");
      pushed.open(d + " is calling");
      carl.answer();
      carl.awaitPhase("connected").awaitMedia();
      dora.awaitPhase("connected").awaitMedia();
      pushed.awaitNoNotification(d + " is calling");
      dora.hangUp();
      carl.awaitPhase("ended");
    }
  }

  private String call(String device) {
    JsonNode placed = alice.call(alice.lookUp(callee), device);
    assertThat(placed.path("type").asText()).as(placed.toString()).isEqualTo("calling");
    return placed.path("call").asText();
  }

  /** Asks now and then: a terminal may not send more than fifty requests in ten seconds. */
  private void awaitPresence(String presence) {
    Instant end = Instant.now().plus(Browser.PATIENCE);
    while (!presence.equals(presence())) {
      assertThat(Instant.now()).as("the phone is " + presence).isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private String presence() {
    for (JsonNode device : alice.lookUp(callee).path("devices")) {
      if (device.path("id").asText().equals(phone.device())) {
        return device.path("presence").asText();
      }
    }
    throw new AssertionError("the phone is not in the list");
  }

  /** What the server knows of the phone's subscription. */
  private JsonNode known() {
    try {
      return JSON.readTree(phone.forms().get(SUBSCRIPTION).body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertSignedForThePushService(Pushed pushed) throws Exception {
    Matcher header = VAPID.matcher(pushed.header("Authorization"));
    assertThat(header.matches()).isTrue();
    assertThat(PushKeys.isSigned(header.group(1), header.group(2))).isTrue();
    assertThat(header.group(2)).isEqualTo(known().path("key").asText());
    JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(header.group(1).split("\\.")[1]));
    assertThat(claims.path("aud").asText()).isEqualTo(push.origin());
    assertThat(claims.path("sub").asText()).isEqualTo("mailto:operator@example.org");
  }
}
