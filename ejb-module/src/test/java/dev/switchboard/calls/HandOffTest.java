package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.CallerPart;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.Side;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alice talks at her phone with Bob at his laptop, and goes on at her TV (S2.6). */
class HandOffTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TV = new DeviceId("tv");
  private static final DeviceId LAPTOP = new DeviceId("laptop");
  private static final Party ALICE_AT_TV = party("alice", "tv");

  private static Party party(String name, String device) {
    return new Party(
        new AccountId(name), name, "+41446681800", new DeviceId(device), "desktop", device);
  }

  private static Call connected() {
    Call call = Call.begin(party("alice", "phone"), false, "node1", NOW);
    call.invite(party("bob", "laptop"), LIMITS, NOW);
    call.confirm(LAPTOP, LIMITS, NOW);
    call.answer(LAPTOP, LIMITS, NOW);
    mediaUp(call, PHONE, LAPTOP);
    call.takeChanges();
    return call;
  }

  private static void mediaUp(Call call, DeviceId... devices) {
    for (DeviceId device : devices) {
      call.mediaUp(call.leg(device).id(), LIMITS, NOW);
    }
  }

  private static Call moved() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
    call.confirm(TV, LIMITS, NOW);
    call.answer(TV, LIMITS, NOW);
    mediaUp(call, TV);
    return call;
  }

  private static void assertRefused(ErrorCode code, Runnable verb) {
    assertThatThrownBy(verb::run)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void keepsTheOldDeviceUntilTheNewOnesMediaIsUp() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
    call.confirm(TV, LIMITS, NOW);
    call.answer(TV, LIMITS, NOW);
    assertThat(call.leg(PHONE).state()).isEqualTo(LegState.CONNECTED);

    mediaUp(call, TV);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
    assertThat(call.leg(TV).state()).isEqualTo(LegState.CONNECTED);
    assertThat(call.leg(TV).role()).isEqualTo(LegRole.CALLER);
  }

  @Test
  void ringsWhoeverIsAskedToTakeOverAsACallThatComesIn() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);

    assertThat(CallViews.progress(call, call.leg(TV), Locale.ENGLISH).direction())
        .isEqualTo(ServerMessage.Direction.INCOMING);
  }

  @Test
  void isTakenWithoutBeingRung() {
    Call call = connected();

    call.takeOver(LAPTOP, party("bob", "tablet"), LIMITS, NOW);
    assertThat(call.leg(new DeviceId("tablet")).state()).isEqualTo(LegState.CONNECTING);
    mediaUp(call, new DeviceId("tablet"));

    assertThat(call.leg(LAPTOP).cause()).hasValue(Cause.TRANSFERRED);
    assertThat(call.leg(new DeviceId("tablet")).role()).isEqualTo(LegRole.CALLEE);
  }

  @Test
  void goesBackAndForthInOneHistoryEntry() {
    Call call = moved();
    for (int i = 0; i < 5; i++) {
      call.takeOver(TV, party("alice", "phone"), LIMITS, NOW);
      mediaUp(call, PHONE);
      call.takeOver(PHONE, ALICE_AT_TV, LIMITS, NOW);
      mediaUp(call, TV);
    }

    assertThat(call.legs().stream().filter(Leg::isListed)).hasSize(2);
    assertThat(call.legs().stream().filter(Leg::isLive)).hasSize(2);
    assertThat(CallViews.peer(call, call.leg(LAPTOP)).deviceName()).isEqualTo("tv");
  }

  @Test
  void staysWhereItWasWhenTheNewDeviceFails() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
    call.confirm(TV, LIMITS, NOW);

    call.decline(TV, NOW);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(PHONE).state()).isEqualTo(LegState.CONNECTED);
    ServerMessage.MoveProgress told = CallViews.moving(call, call.leg(TV), Locale.ENGLISH);
    assertThat(told.state()).isEqualTo(ServerMessage.Move.FAILED);
    assertThat(told.message()).isEqualTo("The call was declined at tv, and stays here.");
    assertThat(CallViews.progress(call, call.leg(TV), Locale.ENGLISH).message())
        .isEqualTo("The call stays where it was.");
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
  }

  @Test
  void staysWhereItWasWhenTheNewDevicesMediaStaysDown() {
    Call call = connected();
    call.takeOver(PHONE, ALICE_AT_TV, LIMITS, NOW);

    call.expire(NOW.plusSeconds(15));

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(TV).cause()).hasValue(Cause.CONNECT_FAILED);
    assertThat(call.deadline()).isEmpty();
  }

  @Test
  void isNotMovedTwiceAtOnce() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);

    assertRefused(ErrorCode.MOVING, () -> call.handOff(PHONE, party("alice", "desk"), LIMITS, NOW));
    assertRefused(
        ErrorCode.MOVING, () -> call.takeOver(PHONE, party("alice", "desk"), LIMITS, NOW));
    assertThat(call.legs()).hasSize(3);
  }

  @Test
  void movesBothEndsAtOnce() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
    call.takeOver(LAPTOP, party("bob", "tablet"), LIMITS, NOW);
    mediaUp(call, new DeviceId("tablet"));
    call.confirm(TV, LIMITS, NOW);
    call.answer(TV, LIMITS, NOW);
    mediaUp(call, TV);

    assertThat(call.legs().stream().filter(Leg::isLive).flatMap(leg -> leg.device().stream()))
        .containsExactlyInAnyOrder(TV, new DeviceId("tablet"));
  }

  @Test
  void isNotMovedToADeviceThatIsInIt() {
    Call call = connected();

    assertRefused(
        ErrorCode.DEVICE_UNAVAILABLE,
        () -> call.handOff(PHONE, party("bob", "laptop"), LIMITS, NOW));
    assertRefused(
        ErrorCode.DEVICE_UNAVAILABLE,
        () -> call.takeOver(PHONE, party("bob", "laptop"), LIMITS, NOW));
  }

  @Test
  void stopsRingingWhenThereIsNobodyToBeMovedAnyMore() {
    Call call = Call.begin(party("alice", "phone"), false, "node1", NOW);
    call.leadThrough(party("alice", "desk"), CallerPart.STAYS, LIMITS, NOW);
    call.invite(party("bob", "laptop"), LIMITS, NOW);
    DeviceId desk = new DeviceId("desk");
    for (DeviceId device : List.of(desk, LAPTOP)) {
      call.confirm(device, LIMITS, NOW);
      call.answer(device, LIMITS, NOW);
    }
    mediaUp(call, PHONE, desk, LAPTOP);
    call.handOff(desk, ALICE_AT_TV, LIMITS, NOW);

    call.hangUp(desk, NOW);

    assertThat(call.leg(TV).state()).isEqualTo(LegState.ENDED);
    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    call.hangUp(PHONE, NOW);
    assertThat(call.cause()).hasValue(Cause.HUNG_UP);
  }

  @Test
  void isNotMovedBeforeItIsConnected() {
    Call call = Call.begin(party("alice", "phone"), false, "node1", NOW);
    call.invite(party("bob", "laptop"), LIMITS, NOW);

    assertRefused(ErrorCode.WRONG_STATE, () -> call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW));
  }

  @Test
  void endsForTheNewDeviceTooWhenTheOtherSideHangsUp() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);

    call.hangUp(LAPTOP, NOW);

    assertThat(call.state()).isEqualTo(CallState.ENDED);
    assertThat(call.leg(TV).cause()).hasValue(Cause.HUNG_UP);
    assertThat(call.leg(TV).isMissed()).isFalse();
  }

  @Test
  void goesOnAtTheNewDeviceWhenTheOldOneIsLostOnTheWay() {
    Call call = connected();
    call.takeOver(PHONE, ALICE_AT_TV, LIMITS, NOW);
    call.removeDevice(PHONE, NOW);

    mediaUp(call, TV);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(TV).state()).isEqualTo(LegState.CONNECTED);
    call.hangUp(TV, NOW);
    assertThat(call.endedBy()).hasValue(Side.CALLER);
  }

  @Test
  void tellsTheOtherSideOnlyThatItSucceeded() {
    Call call = connected();
    call.handOff(PHONE, ALICE_AT_TV, LIMITS, NOW);
    List<CallChange> begun = call.takeChanges();
    assertThat(CallNotices.of(call, call.leg(LAPTOP), begun))
        .isEqualTo(CallNotices.Telling.NOTHING);
    assertThat(CallNotices.of(call, call.leg(TV), begun)).isEqualTo(CallNotices.Telling.INVITATION);

    call.confirm(TV, LIMITS, NOW);
    call.answer(TV, LIMITS, NOW);
    call.takeChanges();
    mediaUp(call, TV);

    List<CallChange> done = call.takeChanges();
    assertThat(CallNotices.of(call, call.leg(LAPTOP), done))
        .isEqualTo(CallNotices.Telling.PROGRESS);
    assertThat(CallNotices.of(call, call.leg(PHONE), done)).isEqualTo(CallNotices.Telling.PROGRESS);
    assertThat(CallViews.progress(call, call.leg(PHONE), Locale.ENGLISH).message())
        .isEqualTo("The call goes on on another device.");
  }

  @Test
  void tellsTheTakerOfTheCall() {
    Call call = connected();
    call.takeOver(PHONE, ALICE_AT_TV, LIMITS, NOW);

    assertThat(CallNotices.of(call, call.leg(TV), call.takeChanges()))
        .isEqualTo(CallNotices.Telling.PROGRESS);
  }
}
