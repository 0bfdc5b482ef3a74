package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.media.softphone.SoftphoneConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the server allows of third-party calls and hand-offs, and how each failure of a leg is told
 * at each device, whatever pages do: alice has a phone, a TV and a tablet, bob a laptop.
 */
class ThirdPartyRulesIT {
  private final String a = SharedServer.newName("alice");
  private final String b = SharedServer.newName("bob");
  private Server server;
  private Terminal phone;
  private Terminal tv;
  private Terminal tablet;
  private Terminal laptop;

  @BeforeEach
  void everybodyIsOnline() {
    server = SharedServer.get();
    new WebForms(server.home(), "x").register(a, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(b, SharedServer.newNumber());
    phone = Terminal.of(server, a, "Phone/1.0 (Android Mobile)");
    tv = Terminal.of(server, a, "TV/1.0 (Linux SMART-TV)");
    tablet = Terminal.of(server, a, "Tablet/1.0 (Linux)");
    laptop = Terminal.of(server, b);
  }

  @AfterEach
  void everybodyLeaves() {
    List.of(phone, tv, tablet, laptop).forEach(Terminal::close);
  }

  @Test
  void tellsEachSideWhoCallsThroughWhat() {
    String call = place("leaves");

    JsonNode local = invitation(tv, call);
    assertThat(local.path("from").path("name").asText()).isEqualTo(a);
    assertThat(local.path("with").path("name").asText()).isEqualTo(b);
    assertThat(local.path("auto").asBoolean()).isTrue();
    JsonNode remote = invitation(laptop, call);
    assertThat(remote.path("from").path("name").asText()).isEqualTo(a);
    assertThat(remote.path("through").path("device").path("kind").asText()).isEqualTo("tv");
    phone.callRequest("cancel", call);
  }

  @Test
  void connectsTheTwoAndLetsThePhoneOut() {
    String call = place("leaves");
    phone.offerMedia(call);
    answer(tv, call);
    answer(laptop, call);

    JsonNode ended = phone.awaitState(call, "ended");
    assertThat(ended.path("cause").asText()).isEqualTo("TRANSFERRED");
    tv.awaitState(call, "connected");
    laptop.await(
        "the TV as the other side",
        message ->
            message.path("call").asText().equals(call)
                && message.path("peer").path("device").path("kind").asText().equals("tv"));
    assertThat(type(laptop.callRequest("hangup", call))).isEqualTo("ok");
    assertThat(tv.awaitState(call, "ended").path("side").asText()).isEqualTo("callee");
  }

  @Test
  void givesAnAbsentPhoneNoMedia() {
    String call = place("absent");

    JsonNode refused =
        phone.request("media-offer", fields -> fields.put("call", call).put("sdp", "v=0\r\n"));

    assertThat(code(refused)).isEqualTo("wrong-state");
    phone.callRequest("cancel", call);
  }

  @Test
  void refusesATerminalThatIsNeitherMineNorTrustsMe() {
    assertThat(code(place(laptop.device(), tv.device(), "leaves", laptop, a)))
        .isEqualTo("not-your-device");
    assertThat(code(place(phone.device(), laptop.device(), "leaves", phone, b)))
        .as("this device itself")
        .isEqualTo("not-your-device");
    assertThat(code(place("nosuchdevicenosuchdevic", laptop.device(), "leaves", phone, b)))
        .isEqualTo("not-your-device");
    assertThat(laptop.has(message -> type(message).equals("invitation"))).isFalse();
  }

  @Test
  void saysThatTheTerminalIsBusyAndRingsNobody() {
    String other = tv.call(tv.lookUp(b), laptop.device()).path("call").asText();
    invitation(laptop, other);

    String call = place("leaves");

    JsonNode ended = phone.awaitState(call, "ended");
    assertThat(ended.path("cause").asText()).isEqualTo("BUSY");
    assertThat(ended.path("side").asText()).isEqualTo("terminal");
    assertThat(ended.path("message").asText()).contains("busy");
    assertThat(laptop.has(message -> message.path("call").asText().equals(call))).isFalse();
    tv.callRequest("cancel", other);
  }

  @Test
  void releasesTheTerminalWhenTheRemoteDeclines() {
    String call = place("leaves");
    answer(tv, call);
    confirm(laptop, call);
    laptop.callRequest("decline", call);

    for (Terminal device : List.of(phone, tv)) {
      JsonNode ended = device.awaitState(call, "ended");
      assertThat(ended.path("cause").asText()).isEqualTo("DECLINED");
      assertThat(ended.path("side").asText()).isEqualTo("callee");
      assertThat(ended.path("message").asText()).isEqualTo(b + " declined the call.");
    }
  }

  @Test
  void releasesTheTerminalWhenTheRemoteIsOffline() {
    JsonNode devices = phone.lookUp(b);
    laptop.close();
    phone.await("bob is offline", message -> message.path("presence").asText().equals("offline"));

    String call =
        place(tv.device(), laptop.device(), "leaves", phone, devices).path("call").asText();

    assertThat(phone.awaitState(call, "ended").path("cause").asText()).isEqualTo("UNDELIVERABLE");
    assertThat(tv.has(message -> type(message).equals("invitation"))).isFalse();
  }

  @Test
  void releasesTheRemoteWhenTheTerminalDoesNotConfirm() {
    String call = place("leaves");
    confirm(laptop, call);

    JsonNode ended = phone.awaitState(call, "ended");
    assertThat(ended.path("cause").asText()).isEqualTo("UNDELIVERABLE");
    assertThat(ended.path("side").asText()).isEqualTo("terminal");
    assertThat(laptop.awaitState(call, "ended").path("cause").asText()).isEqualTo("UNDELIVERABLE");
  }

  @Test
  void releasesTheRemoteWhenTheTerminalsMediaStaysDown() {
    String call = place("leaves");
    phone.offerMedia(call);
    confirm(tv, call);
    tv.callRequest("answer", call);
    answer(laptop, call);

    JsonNode ended = phone.awaitState(call, "ended");
    assertThat(ended.path("cause").asText()).isEqualTo("CONNECT_FAILED");
    assertThat(ended.path("side").asText()).isEqualTo("terminal");
    assertThat(laptop.awaitState(call, "ended").path("cause").asText()).isEqualTo("CONNECT_FAILED");
  }

  @Test
  void completesWhenThePhoneIsGoneBeforeAnybodyRings() {
    String call = place("leaves");
    phone.close();
    assertCompletes(call);
  }

  @Test
  void completesWhenThePhoneIsGoneWhileBothRing() {
    String call = place("leaves");
    confirm(tv, call);
    confirm(laptop, call);
    phone.close();
    assertCompletes(call);
  }

  @Test
  void completesWhenThePhoneIsGoneWhileTheTerminalWaits() {
    String call = place("stays");
    phone.offerMedia(call);
    answer(tv, call);
    phone.close();
    assertCompletes(call);
  }

  @Test
  void completesWhenThePhoneIsGoneWhileMediaIsSetUp() {
    String call = place("stays");
    answer(tv, call);
    confirm(laptop, call);
    laptop.callRequest("answer", call);
    phone.close();
    assertCompletes(call);
  }

  @Test
  void goesOnWhenThePhoneIsGoneAmongThree() {
    String call = place("stays");
    phone.offerMedia(call);
    answer(tv, call);
    answer(laptop, call);
    phone.awaitState(call, "connected");
    phone.close();
    tv.await(
        "the phone is out",
        message -> message.path("legs").path(0).path("state").asText().equals("ended"));
    assertCompletes(call);
  }

  @Test
  void endsNothingMoreWhenThePhoneIsGoneAfterItHasLeft() {
    String call = place("leaves");
    phone.offerMedia(call);
    answer(tv, call);
    answer(laptop, call);
    phone.awaitState(call, "ended");
    phone.close();
    assertCompletes(call);
  }

  @Test
  void movesACallAndTellsBothSides() {
    String call = talk();
    assertThat(type(move(phone, call, tv.device()))).isEqualTo("ok");
    JsonNode invitation = invitation(tv, call);
    assertThat(invitation.path("auto").asBoolean()).isTrue();
    assertThat(invitation.path("with").path("name").asText()).isEqualTo(b);
    phone.await("that it moves", message -> type(message).equals("move-state"));
    assertThat(code(move(phone, call, tablet.device()))).isEqualTo("moving");
    assertThat(code(tablet.callRequest("take", call))).isEqualTo("moving");

    answer(tv, call);

    assertThat(phone.awaitState(call, "ended").path("cause").asText()).isEqualTo("TRANSFERRED");
    laptop.await(
        "the TV as the other side",
        message -> message.path("peer").path("device").path("kind").asText().equals("tv"));
    assertThat(code(move(phone, call, tablet.device()))).isEqualTo("wrong-state");
    laptop.callRequest("hangup", call);
    assertThat(tv.awaitState(call, "ended").path("cause").asText()).isEqualTo("HUNG_UP");
  }

  @Test
  void isTakenByAnotherDeviceOfTheSameAccountOnly() {
    String call = talk();
    tablet.await(
        "where it can be taken from",
        message ->
            type(message).equals("elsewhere")
                && message.path("calls").path(0).path("call").asText().equals(call));
    try (Terminal stranger = newTerminal()) {
      assertThat(code(stranger.callRequest("take", call))).isEqualTo("unknown-call");
    }

    assertThat(type(tablet.callRequest("take", call))).isEqualTo("ok");
    assertThat(type(tablet.callRequest("take", call))).as("again").isEqualTo("ok");
    tablet.offerMedia(call);

    tablet.awaitState(call, "connected");
    assertThat(phone.awaitState(call, "ended").path("cause").asText()).isEqualTo("TRANSFERRED");
    laptop.callRequest("hangup", call);
    assertThat(code(tv.callRequest("take", call))).isEqualTo("unknown-call");
  }

  @Test
  void isNotMovedToTheOtherSideNorToADeviceThatIsTaken() {
    String call = talk();
    assertThat(code(move(phone, call, laptop.device()))).isEqualTo("not-your-device");
    assertThat(code(move(phone, call, phone.device()))).isEqualTo("not-your-device");
    try (Terminal third = newTerminal()) {
      String other = third.call(third.lookUp(a), tv.device()).path("call").asText();
      invitation(tv, other);
      assertThat(code(move(phone, call, tv.device()))).isEqualTo("device-unavailable");
      third.callRequest("cancel", other);
    }
    laptop.lookUp(a);
    tablet.close();
    laptop.await(
        "the tablet is offline", message -> message.path("presence").asText().equals("offline"));
    assertThat(code(move(phone, call, tablet.device()))).isEqualTo("device-unavailable");
    phone.callRequest("hangup", call);
    assertThat(laptop.awaitState(call, "ended").path("cause").asText()).isEqualTo("HUNG_UP");
  }

  @Test
  void staysWhereItWasWhenTheOtherDeviceDeclines() {
    String call = talk();
    move(phone, call, tv.device());
    confirm(tv, call);
    tv.callRequest("decline", call);

    JsonNode failed =
        phone.await("that it stays", message -> message.path("state").asText().equals("failed"));
    assertThat(failed.path("cause").asText()).isEqualTo("DECLINED");
    assertThat(type(move(phone, call, tablet.device()))).isEqualTo("ok");
    answer(tablet, call);
    tablet.awaitState(call, "connected");
    laptop.callRequest("hangup", call);
  }

  /** The two others get the call, and its end by one of them is the other's. */
  private void assertCompletes(String call) {
    List<Terminal> both = List.of(tv, laptop);
    // Confirmed at once, as pages do: the limit is short.
    both.stream()
        .filter(device -> !isAt(device, call, "ringing", "connecting", "connected"))
        .forEach(device -> confirm(device, call));
    for (Terminal device : both) {
      if (!isAt(device, call, "connecting", "connected")) {
        assertThat(type(device.callRequest("answer", call))).isEqualTo("ok");
      }
      if (!isAt(device, call, "connected")) {
        device.offerMedia(call);
      }
    }
    tv.awaitState(call, "connected");
    laptop.awaitState(call, "connected");
    tv.callRequest("hangup", call);
    assertThat(laptop.awaitState(call, "ended").path("cause").asText()).isEqualTo("HUNG_UP");
    phone.connect();
    String again = place("leaves");
    phone.callRequest("cancel", again);
  }

  private String place(String part) {
    return place(tv.device(), laptop.device(), part, phone, b).path("call").asText();
  }

  private static JsonNode place(
      String terminal, String device, String part, Terminal placer, String callee) {
    return place(terminal, device, part, placer, placer.lookUp(callee));
  }

  private static JsonNode place(
      String terminal, String device, String part, Terminal placer, JsonNode devices) {
    return placer.request(
        "call",
        fields ->
            fields
                .put("lookup", devices.path("lookup").asText())
                .put("device", device)
                .put("terminal", terminal)
                .put("caller", part));
  }

  /** A connected call between alice's phone and bob's laptop. */
  private String talk() {
    String call = phone.call(phone.lookUp(b), laptop.device()).path("call").asText();
    phone.offerMedia(call);
    answer(laptop, call);
    phone.awaitState(call, "connected");
    return call;
  }

  private static JsonNode move(Terminal from, String call, String device) {
    return from.request("move", fields -> fields.put("call", call).put("device", device));
  }

  private static void answer(Terminal device, String call) {
    confirm(device, call);
    assertThat(type(device.callRequest("answer", call))).isEqualTo("ok");
    device.offerMedia(call, SoftphoneConfig.named("terminal"));
  }

  private static void confirm(Terminal device, String call) {
    invitation(device, call);
    assertThat(type(device.callRequest("confirm", call))).isEqualTo("ok");
  }

  private static JsonNode invitation(Terminal device, String call) {
    return device.await(
        "the invitation",
        message ->
            type(message).equals("invitation") && message.path("call").asText().equals(call));
  }

  private Terminal newTerminal() {
    String name = SharedServer.newName("carol");
    new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    return Terminal.of(server, name);
  }

  private static boolean isAt(Terminal device, String call, String... states) {
    List<String> wanted = List.of(states);
    return device.has(
        message ->
            type(message).equals("call-state")
                && message.path("call").asText().equals(call)
                && wanted.contains(message.path("state").asText()));
  }

  private static String type(JsonNode message) {
    return message.path("type").asText();
  }

  private static String code(JsonNode error) {
    return error.path("code").asText();
  }
}
