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
import dev.switchboard.signalling.ServerMessage.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alice's phone places a call between her TV and Bob's laptop (S2.3 to S2.5). */
class ThirdPartyCallTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TV = new DeviceId("tv");
  private static final DeviceId LAPTOP = new DeviceId("laptop");

  private static Party party(String name, String device) {
    return new Party(
        new AccountId(name), name, "+41446681800", new DeviceId(device), "desktop", device);
  }

  private static Call placed(CallerPart part) {
    Call call = Call.begin(party("alice", "phone"), false, "node1", NOW);
    call.leadThrough(party("alice", "tv"), part, LIMITS, NOW);
    call.invite(party("bob", "laptop"), LIMITS, NOW);
    return call;
  }

  private static Call ringing(CallerPart part) {
    Call call = placed(part);
    call.confirm(TV, LIMITS, NOW);
    call.confirm(LAPTOP, LIMITS, NOW);
    return call;
  }

  private static Call answered(CallerPart part) {
    Call call = ringing(part);
    call.answer(TV, LIMITS, NOW);
    call.answer(LAPTOP, LIMITS, NOW);
    return call;
  }

  private static void mediaUp(Call call, DeviceId... devices) {
    for (DeviceId device : devices) {
      call.mediaUp(call.leg(device).id(), LIMITS, NOW);
    }
  }

  private static Call connected(CallerPart part) {
    Call call = answered(part);
    if (part == CallerPart.ABSENT) {
      mediaUp(call, TV, LAPTOP);
    } else {
      mediaUp(call, PHONE, TV, LAPTOP);
    }
    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    return call;
  }

  private static void assertEnded(Call call, Cause cause, Side side) {
    assertThat(call.state()).isEqualTo(CallState.ENDED);
    assertThat(call.cause()).hasValue(cause);
    assertThat(call.endedBy()).hasValue(side);
    assertThat(call.deadline()).isEmpty();
    assertThat(call.legs()).allMatch(leg -> leg.state() == LegState.ENDED);
  }

  private static LegState at(Call call, DeviceId device) {
    return call.leg(device).state();
  }

  private static String message(Call call, DeviceId reader) {
    return CallViews.progress(call, call.leg(reader), Locale.ENGLISH).message();
  }

  @Test
  void letsTheTerminalWaitForTheCallee() {
    Call call = ringing(CallerPart.LEAVES);

    call.answer(TV, LIMITS, NOW);
    mediaUp(call, PHONE, TV);

    assertThat(call.state()).isEqualTo(CallState.RINGING);
    assertThat(at(call, TV)).isEqualTo(LegState.CONNECTED);
    assertThat(at(call, LAPTOP)).isEqualTo(LegState.RINGING);
  }

  @Test
  void letsTheCalleeWaitForTheTerminal() {
    Call call = ringing(CallerPart.STAYS);
    call.answer(LAPTOP, LIMITS, NOW);
    mediaUp(call, PHONE, LAPTOP);
    assertThat(call.state()).isEqualTo(CallState.CONNECTING);

    call.answer(TV, LIMITS, NOW);
    mediaUp(call, TV);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(at(call, PHONE)).isEqualTo(LegState.CONNECTED);
  }

  @Test
  void leavesOnceTheOthersAreConnected() {
    Call call = connected(CallerPart.LEAVES);

    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
    assertThat(at(call, TV)).isEqualTo(LegState.CONNECTED);
    assertThat(at(call, LAPTOP)).isEqualTo(LegState.CONNECTED);
  }

  @Test
  void staysUntilItsUserLeaves() {
    Call call = connected(CallerPart.STAYS);
    assertThat(at(call, PHONE)).isEqualTo(LegState.CONNECTED);

    call.hangUp(PHONE, NOW);

    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
  }

  @Test
  void changesItsMindInEitherDirection() {
    Call call = answered(CallerPart.LEAVES);
    call.stay(PHONE, true, NOW);
    mediaUp(call, PHONE, TV, LAPTOP);
    assertThat(at(call, PHONE)).isEqualTo(LegState.CONNECTED);

    call.stay(PHONE, false, NOW);

    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
  }

  @Test
  void isPlacedByADeviceThatNeverJoins() {
    Call call = answered(CallerPart.ABSENT);
    assertThat(at(call, PHONE)).isEqualTo(LegState.WAITING);
    assertThat(call.isAbsent(call.leg(PHONE))).isTrue();

    mediaUp(call, TV, LAPTOP);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
  }

  @ParameterizedTest
  @EnumSource(CallerPart.class)
  void endsWithTheSideThatHangsUpOnceThePlacerIsOut(CallerPart part) {
    Call call = connected(part);
    if (part == CallerPart.STAYS) {
      call.hangUp(PHONE, NOW);
    }

    call.hangUp(TV, NOW);

    assertEnded(call, Cause.HUNG_UP, Side.TERMINAL);
    assertThat(message(call, LAPTOP)).isEqualTo("alice hung up.");
  }

  @Test
  void goesOnWithThePlacerWhenTheTerminalHangsUpAmongThree() {
    Call call = connected(CallerPart.STAYS);

    call.hangUp(TV, NOW);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(TV).cause()).hasValue(Cause.HUNG_UP);
    assertThat(message(call, TV)).isEqualTo("You hung up.");
    call.hangUp(PHONE, NOW);
    assertEnded(call, Cause.HUNG_UP, Side.CALLER);
  }

  @Test
  void endsWhenTheCalleeHangsUpAmongThree() {
    Call call = connected(CallerPart.STAYS);

    call.hangUp(LAPTOP, NOW);

    assertEnded(call, Cause.HUNG_UP, Side.CALLEE);
    assertThat(message(call, TV)).isEqualTo("bob hung up.");
  }

  @Test
  void endsWhenTheCalleeDeclines() {
    Call call = ringing(CallerPart.LEAVES);
    call.answer(TV, LIMITS, NOW);

    call.decline(LAPTOP, NOW);

    assertEnded(call, Cause.DECLINED, Side.CALLEE);
    assertThat(message(call, PHONE)).isEqualTo("bob declined the call.");
    assertThat(message(call, TV)).isEqualTo("bob declined the call.");
  }

  @Test
  void endsWhenTheTerminalIsDeclined() {
    Call call = ringing(CallerPart.LEAVES);

    call.decline(TV, NOW);

    assertEnded(call, Cause.DECLINED, Side.TERMINAL);
    assertThat(message(call, PHONE)).isEqualTo("The call was declined at tv.");
    assertThat(message(call, TV)).isEqualTo("You declined the call.");
    assertThat(message(call, LAPTOP)).isEqualTo("Missed call from alice.");
    assertThat(call.leg(LAPTOP).isMissed()).isTrue();
  }

  @Test
  void endsWhenTheTerminalIsBusy() {
    Call call = placed(CallerPart.LEAVES);

    call.inviteFailed(call.leg(TV), Cause.BUSY, NOW);

    assertEnded(call, Cause.BUSY, Side.TERMINAL);
    assertThat(message(call, PHONE)).isEqualTo("tv is busy.");
  }

  @Test
  void endsWhenTheTerminalsMediaDoesNotComeUp() {
    Call call = answered(CallerPart.LEAVES);
    mediaUp(call, PHONE, LAPTOP);

    call.expire(NOW.plusSeconds(15));

    assertEnded(call, Cause.CONNECT_FAILED, Side.TERMINAL);
    assertThat(message(call, PHONE)).isEqualTo("The connection with tv could not be set up.");
    assertThat(message(call, LAPTOP)).isEqualTo("The connection with alice could not be set up.");
  }

  @Test
  void connectsWithoutThePlacerWhoseMediaDoesNotComeUp() {
    Call call = answered(CallerPart.LEAVES);
    mediaUp(call, TV, LAPTOP);
    assertThat(call.state()).isEqualTo(CallState.CONNECTING);

    call.expire(NOW.plusSeconds(15));

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.CONNECT_FAILED);
  }

  @Test
  void goesOnWhenThePlacersPageIsGone() {
    Call call = ringing(CallerPart.LEAVES);

    call.leave(PHONE, NOW);
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.TRANSFERRED);
    call.answer(TV, LIMITS, NOW);
    call.answer(LAPTOP, LIMITS, NOW);
    mediaUp(call, TV, LAPTOP);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
  }

  @Test
  void keepsThePlacerWhenTheDeviceThatWasToTakeItsPlaceGoes() {
    Call call = connected(CallerPart.STAYS);
    DeviceId tablet = new DeviceId("tablet");
    call.takeOver(PHONE, party("alice", "tablet"), LIMITS, NOW);

    call.hangUp(tablet, NOW);

    assertThat(call.leg(tablet).cause()).hasValue(Cause.HUNG_UP);
    assertThat(at(call, PHONE)).isEqualTo(LegState.CONNECTED);
  }

  @Test
  void isCancelledAsAWhole() {
    Call call = ringing(CallerPart.LEAVES);
    call.answer(TV, LIMITS, NOW);

    call.cancel(PHONE, NOW);

    assertEnded(call, Cause.CANCELLED, Side.CALLER);
    assertThat(call.leg(LAPTOP).isMissed()).isTrue();
    assertThat(call.leg(TV).isMissed()).isFalse();
  }

  @Test
  void saysWhoCallsThroughWhat() {
    Call call = ringing(CallerPart.LEAVES);

    ServerMessage.Invitation remote = CallViews.invitation(call, call.leg(LAPTOP), LIMITS);
    assertThat(remote.from().name()).isEqualTo("alice");
    assertThat(remote.through().device().name()).isEqualTo("tv");
    assertThat(remote.with()).isNull();
    ServerMessage.Invitation local = CallViews.invitation(call, call.leg(TV), LIMITS);
    assertThat(local.from().device().name()).isEqualTo("phone");
    assertThat(local.with().name()).isEqualTo("bob");
    assertThat(local.through()).isNull();
  }

  @Test
  void tellsHowFarEachLegIs() {
    Call call = ringing(CallerPart.LEAVES);
    call.answer(TV, LIMITS, NOW);

    ServerMessage.CallProgress progress = CallViews.progress(call, call.leg(PHONE), Locale.ENGLISH);

    assertThat(progress.role()).isEqualTo(ServerMessage.Role.CALLER);
    assertThat(progress.legs())
        .extracting(ServerMessage.LegView::state)
        .isEqualTo(List.of(State.RINGING, State.CONNECTING, State.RINGING));
  }

  @Test
  void showsTheTerminalAsTheOtherSide() {
    Call call = connected(CallerPart.LEAVES);

    assertThat(CallViews.peer(call, call.leg(LAPTOP)).deviceName()).isEqualTo("tv");
    assertThat(CallViews.peer(call, call.leg(TV)).name()).isEqualTo("bob");
  }

  @Test
  void hasNobodyStayInAnOrdinaryCall() {
    Call call = Call.begin(party("alice", "phone"), false, "node1", NOW);
    call.invite(party("bob", "laptop"), LIMITS, NOW);

    assertThatThrownBy(() -> call.stay(PHONE, true, NOW))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE));
  }
}
