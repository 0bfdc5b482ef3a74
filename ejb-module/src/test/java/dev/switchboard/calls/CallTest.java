package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Side;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Party ALICE = party("alice", "laptop");
  private static final DeviceId LAPTOP = new DeviceId("laptop");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TABLET = new DeviceId("tablet");

  private static Party party(String name, String device) {
    return new Party(
        new AccountId(name), name, "+41446681800", new DeviceId(device), "desktop", device);
  }

  private static Call calling(String... devices) {
    Call call = Call.begin(ALICE, devices.length > 1, "node1", NOW);
    for (String device : devices) {
      call.invite(party("bob", device), LIMITS, NOW);
    }
    return call;
  }

  /** A call to a phone that has to be woken. */
  private static Call asleep() {
    Call call = Call.begin(ALICE, false, "node1", NOW);
    call.wake(call.invite(party("bob", "phone"), LIMITS, NOW), LIMITS, NOW);
    return call;
  }

  private static Call ringing(String... devices) {
    Call call = calling(devices);
    for (String device : devices) {
      call.confirm(new DeviceId(device), LIMITS, NOW);
    }
    return call;
  }

  private static Call connected() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);
    call.mediaUp(call.leg(LAPTOP).id(), LIMITS, NOW);
    call.mediaUp(call.leg(PHONE).id(), LIMITS, NOW);
    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    return call;
  }

  private static void assertEnded(Call call, Cause cause, Side side) {
    assertThat(call.state()).isEqualTo(CallState.ENDED);
    assertThat(call.cause()).hasValue(cause);
    assertThat(call.endedBy()).hasValue(side);
    assertThat(call.deadline()).isEmpty();
    assertThat(call.legs()).allMatch(leg -> leg.state() == LegState.ENDED);
    assertThat(call.legs()).allMatch(leg -> leg.cause().isPresent());
  }

  private static void assertRefused(ErrorCode code, Runnable verb) {
    assertThatThrownBy(verb::run)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void isUndeliverableWhenTheDeviceDoesNotConfirm() {
    Call call = calling("phone");

    call.expire(NOW.plusMillis(2_999));
    assertThat(call.state()).isEqualTo(CallState.INVITING);
    call.expire(NOW.plusSeconds(3));

    assertEnded(call, Cause.UNDELIVERABLE, Side.CALLEE);
  }

  @Test
  void aDeviceAnswersByItselfOnlyAsLongAsItHasNotAnswered() {
    Call call = ringing("phone");
    Leg leg = call.leg(PHONE);
    assertThat(leg.isAuto()).isFalse();
    call.answerByItself(leg, true);
    assertThat(leg.isAuto()).isTrue();
    call.answerByItself(leg, false);
    assertThat(leg.isAuto()).isFalse();
    call.answer(PHONE, LIMITS, NOW);
    assertRefused(ErrorCode.WRONG_STATE, () -> call.answerByItself(leg, true));
  }

  @Test
  void givesADeviceThatIsWokenTheRingLimitToCome() {
    Call call = asleep();

    call.expire(NOW.plusMillis(29_999));
    assertThat(call.state()).isEqualTo(CallState.INVITING);
    call.expire(NOW.plusSeconds(30));

    assertEnded(call, Cause.NO_ANSWER, Side.CALLEE);
    assertThat(call.leg(PHONE).isMissed()).isTrue();
  }

  @Test
  void ringsADeviceThatHasBeenWokenAsLongAsAnyOther() {
    Call call = asleep();
    Instant come = NOW.plusSeconds(20);
    call.confirm(PHONE, LIMITS, come);
    call.wakeFailed(PHONE, come);
    assertThat(call.state()).isEqualTo(CallState.RINGING);
    assertThat(call.deadline()).hasValue(come.plusSeconds(30));
  }

  @Test
  void wakesADeviceThatDoesNotConfirmOnceAndGivesItTheRingLimit() {
    Call call = calling("phone");
    assertThat(call.silentLegs(NOW.plusMillis(2_999))).isEmpty();

    Instant late = NOW.plusSeconds(3);
    List<Leg> silent = call.silentLegs(late);
    assertThat(silent).containsExactly(call.leg(PHONE));
    call.wake(silent.get(0), LIMITS, late);
    call.expire(late);

    assertThat(call.deadline()).hasValue(late.plusSeconds(30));
    assertThat(call.silentLegs(late.plusSeconds(30))).isEmpty();
    call.expire(late.plusSeconds(30));
    assertEnded(call, Cause.NO_ANSWER, Side.CALLEE);
  }

  @Test
  void isUndeliverableAtOnceWhenTheDeviceCanNotBeWoken() {
    Call call = asleep();
    call.wakeFailed(TABLET, NOW);
    assertThat(call.state()).isEqualTo(CallState.INVITING);
    call.wakeFailed(PHONE, NOW);
    assertEnded(call, Cause.UNDELIVERABLE, Side.CALLEE);
  }

  @Test
  void keepsRingingUntilTheLimitWhenTheTargetIgnoresIt() {
    Call call = ringing("phone");

    call.expire(NOW.plusMillis(29_999));
    assertThat(call.state()).isEqualTo(CallState.RINGING);
    call.expire(NOW.plusSeconds(30));

    assertEnded(call, Cause.NO_ANSWER, Side.CALLEE);
    assertThat(call.leg(PHONE).isMissed()).isTrue();
  }

  @Test
  void connectsWhenMediaIsUpAtBoth() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);
    assertThat(call.state()).isEqualTo(CallState.CONNECTING);
    assertThat(call.deadline()).hasValue(NOW.plusSeconds(15));

    call.mediaUp(call.leg(PHONE).id(), LIMITS, NOW);
    assertThat(call.state()).isEqualTo(CallState.CONNECTING);
    call.mediaUp(call.leg(LAPTOP).id(), LIMITS, NOW.plusSeconds(1));

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
    assertThat(call.connectedAt()).hasValue(NOW.plusSeconds(1));
    assertThat(call.deadline()).isEmpty();
  }

  @Test
  void countsMediaThatWasUpBeforeTheAnswer() {
    Call call = ringing("phone");
    call.mediaUp(call.leg(LAPTOP).id(), LIMITS, NOW);
    call.answer(PHONE, LIMITS, NOW);

    call.mediaUp(call.leg(PHONE).id(), LIMITS, NOW);

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
  }

  @Test
  void failsToConnectWhenMediaStaysDownAtOneSide() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);
    call.mediaUp(call.leg(PHONE).id(), LIMITS, NOW);

    call.expire(NOW.plusSeconds(15));

    assertEnded(call, Cause.CONNECT_FAILED, Side.SERVER);
    assertThat(call.leg(PHONE).isMissed()).isFalse();
  }

  @Test
  void failsToConnectWhenMediaStaysDownAtBoth() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);

    call.expire(NOW.plusSeconds(15));

    assertEnded(call, Cause.CONNECT_FAILED, Side.SERVER);
  }

  @Test
  void ringsOutAtSeveralDevicesAtOnce() {
    Call call = ringing("phone", "tablet");

    call.expire(NOW.plusSeconds(30));

    assertEnded(call, Cause.NO_ANSWER, Side.CALLEE);
  }

  @Test
  void oneOfTwoAnswersWinsAndTheOtherIsRefused() {
    Call call = ringing("phone", "tablet");

    call.answer(TABLET, LIMITS, NOW);

    assertRefused(ErrorCode.WRONG_STATE, () -> call.answer(PHONE, LIMITS, NOW));
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.ANSWERED_ELSEWHERE);
    assertThat(call.leg(TABLET).isListed()).isTrue();
    assertThat(call.leg(PHONE).isListed()).isFalse();
    assertThat(call.state()).isEqualTo(CallState.CONNECTING);
  }

  @Test
  void anAnswerMayBeSentAgain() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);
    long changes = call.sequence();

    call.answer(PHONE, LIMITS, NOW);

    assertThat(call.sequence()).isEqualTo(changes);
  }

  @Test
  void ringsOnWhenOneOfSeveralDevicesDeclines() {
    Call call = ringing("phone", "tablet");

    call.decline(PHONE, NOW);
    assertThat(call.state()).isEqualTo(CallState.RINGING);
    call.decline(TABLET, NOW);

    assertEnded(call, Cause.DECLINED, Side.CALLEE);
    assertThat(call.legs()).noneMatch(Leg::isMissed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DECLINED                | DECLINED
          DECLINED NO_ANSWER      | NO_ANSWER
          NO_ANSWER UNDELIVERABLE | NO_ANSWER
          DECLINED BUSY           | DECLINED
          BUSY UNDELIVERABLE      | BUSY
          UNDELIVERABLE           | UNDELIVERABLE
          DEVICE_REMOVED BUSY     | BUSY
          """)
  void anyDeviceEndsWithTheCauseThatCameClosestToAnAnswer(String causes, Cause expected) {
    assertThat(Cause.ofUnanswered(Arrays.stream(causes.split(" ")).map(Cause::valueOf).toList()))
        .isEqualTo(expected);
  }

  @Test
  void ringsTheOthersWhenOneOfThemIsBusy() {
    Call call = calling("phone", "tablet");
    call.inviteFailed(call.leg(PHONE), Cause.BUSY, NOW);
    call.confirm(TABLET, LIMITS, NOW);

    call.expire(NOW.plusSeconds(30));

    assertEnded(call, Cause.NO_ANSWER, Side.CALLEE);
    assertThat(call.leg(PHONE).cause()).hasValue(Cause.BUSY);
  }

  @Test
  void isCancelledByTheCallerAlone() {
    Call cancelled = ringing("phone");
    assertRefused(ErrorCode.WRONG_STATE, () -> cancelled.cancel(PHONE, NOW));
    cancelled.cancel(LAPTOP, NOW);
    assertEnded(cancelled, Cause.CANCELLED, Side.CALLER);
    assertThat(cancelled.leg(PHONE).isMissed()).isTrue();
  }

  @Test
  void isHungUpByEitherSideAndAgainByTheSame() {
    Call call = connected();
    call.hangUp(PHONE, NOW);

    assertEnded(call, Cause.HUNG_UP, Side.CALLEE);
    call.hangUp(PHONE, NOW);
    assertRefused(ErrorCode.CALL_OVER, () -> call.hangUp(LAPTOP, NOW));
    assertRefused(ErrorCode.WRONG_STATE, () -> ringing("phone").hangUp(LAPTOP, NOW));
  }

  @Test
  void isNoneOfAStrangersBusiness() {
    Call call = connected();
    for (Runnable verb :
        List.<Runnable>of(
            () -> call.confirm(TABLET, LIMITS, NOW),
            () -> call.answer(TABLET, LIMITS, NOW),
            () -> call.decline(TABLET, NOW),
            () -> call.cancel(TABLET, NOW),
            () -> call.hangUp(TABLET, NOW))) {
      assertRefused(ErrorCode.UNKNOWN_CALL, verb);
    }
  }

  @Test
  void isHungUpWhenTheCallerCancelsAsTheCalleeAnswers() {
    Call call = ringing("phone");
    call.answer(PHONE, LIMITS, NOW);

    assertRefused(ErrorCode.WRONG_STATE, () -> call.cancel(PHONE, NOW));
    call.cancel(LAPTOP, NOW);

    assertEnded(call, Cause.HUNG_UP, Side.CALLER);
  }

  @Test
  void saysThatItIsOver() {
    Call call = ringing("phone");
    call.cancel(LAPTOP, NOW);
    for (Runnable verb :
        List.<Runnable>of(
            () -> call.confirm(PHONE, LIMITS, NOW),
            () -> call.answer(PHONE, LIMITS, NOW),
            () -> call.decline(PHONE, NOW),
            () -> call.cancel(LAPTOP, NOW),
            () -> call.hangUp(LAPTOP, NOW))) {
      assertRefused(ErrorCode.CALL_OVER, verb);
    }
  }

  @Test
  void isLostWhenMediaAndSignallingOfASideAreBothGone() {
    Call call = connected();
    call.mediaLost(call.leg(PHONE).id(), NOW, LIMITS);
    assertThat(call.deadline()).as("signalling is there").isEmpty();
    call.signallingLost(LAPTOP, NOW, LIMITS);
    assertThat(call.deadline()).as("each side has one of the two").isEmpty();

    call.signallingLost(PHONE, NOW.plusSeconds(5), LIMITS);
    assertThat(call.deadline()).hasValue(NOW.plusSeconds(35));
    call.expire(NOW.plusSeconds(35));

    assertEnded(call, Cause.CONNECTION_LOST, Side.CALLEE);
  }

  @Test
  void isLostAfterTheLimitAlthoughItIsToldAgainThatASideIsGone() {
    Call call = connected();
    LegId leg = call.leg(PHONE).id();
    call.mediaLost(leg, NOW, LIMITS);
    call.signallingLost(PHONE, NOW, LIMITS);

    call.mediaLost(leg, NOW.plusSeconds(20), LIMITS);
    call.signallingLost(PHONE, NOW.plusSeconds(29), LIMITS);

    assertThat(call.deadline()).hasValue(NOW.plusSeconds(30));
  }

  @Test
  void goesOnWhenOneOfTheTwoIsBackInTime() {
    Call call = connected();
    call.mediaLost(call.leg(PHONE).id(), NOW, LIMITS);
    call.signallingLost(PHONE, NOW, LIMITS);

    call.signallingUp(PHONE, LIMITS);
    call.expire(NOW.plusSeconds(60));

    assertThat(call.state()).isEqualTo(CallState.CONNECTED);
  }

  @Test
  void endsWithTheDevice() {
    Call called = ringing("phone");
    called.removeDevice(PHONE, NOW);
    assertEnded(called, Cause.DEVICE_REMOVED, Side.CALLEE);

    Call calling = ringing("phone");
    calling.removeDevice(LAPTOP, NOW);
    assertEnded(calling, Cause.DEVICE_REMOVED, Side.CALLER);
  }

  @Test
  void endsWithTheServer() {
    Call call = connected();
    call.abandon(Cause.SERVER_RESTARTED, NOW);
    call.abandon(Cause.SERVER_RESTARTED, NOW);
    assertEnded(call, Cause.SERVER_RESTARTED, Side.SERVER);
  }

  @Test
  void remembersWhatWasDialledWhenNobodyWasFound() {
    Call call = Call.lookUpFailed(ALICE, "nobody", "node1", NOW);
    assertEnded(call, Cause.LOOKUP_FAILED, Side.SERVER);
    assertThat(call.legs().get(1).party()).isEqualTo(Party.unknown("nobody"));
    assertThat(call.legs()).noneMatch(Leg::isMissed);
  }

  @Test
  void numbersItsChangesWithoutGaps() {
    Call call = connected();
    call.hangUp(PHONE, NOW);
    List<CallChange> changes = call.takeChanges();

    assertThat(changes).extracting(CallChange::sequence).first().isEqualTo(1L);
    assertThat(changes).extracting(CallChange::sequence).last().isEqualTo(call.sequence());
    assertThat(changes).hasSize((int) call.sequence());
    assertThat(call.takeChanges()).isEmpty();
  }
}
