package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Environment;
import dev.switchboard.RetryInterceptor;
import dev.switchboard.TestDatabase;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Direction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallRowsTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final AccountId ALICE = new AccountId("alice");
  private static final AccountId BOB = new AccountId("bob");
  private static final DeviceId LAPTOP = new DeviceId("laptop");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TABLET = new DeviceId("tablet");

  private final TestDatabase database = new TestDatabase();
  private final CallStore store = new CallStore(database.entities());
  private final CallHistory history = new CallHistory(database.entities());
  private final QualityRecords records = new QualityRecords(database.entities());

  @AfterEach
  void close() {
    database.close();
  }

  private static Party party(AccountId account, DeviceId device) {
    return new Party(
        account, account.value(), "+41446681800", device, "phone", device.value() + " device");
  }

  private CallId ringing(Instant at, DeviceId... devices) {
    return database.inTransaction(
        () -> {
          Call call = Call.begin(party(ALICE, LAPTOP), devices.length > 1, "node1", at);
          for (DeviceId device : devices) {
            call.invite(party(BOB, device), LIMITS, at);
          }
          for (DeviceId device : devices) {
            call.confirm(device, LIMITS, at);
          }
          store.add(call);
          return call.id();
        });
  }

  private void change(CallId id, Consumer<Call> verb) {
    database.inTransaction(() -> verb.accept(store.find(id).orElseThrow()));
  }

  private List<HistoryEntry> historyOf(AccountId account) {
    return database.inTransaction(() -> history.page(account, 0, 10));
  }

  @Test
  void aCallComesBackAsItWas() {
    CallId id = ringing(NOW, PHONE, TABLET);
    change(id, call -> call.answer(TABLET, LIMITS, NOW.plusSeconds(3)));

    Call call = database.inTransaction(() -> store.find(id).orElseThrow());

    assertThat(call.state()).isEqualTo(CallState.CONNECTING);
    assertThat(call.answeredAt()).hasValue(NOW.plusSeconds(3));
    assertThat(call.deadline()).hasValue(NOW.plusSeconds(18));
    assertThat(call.legs())
        .extracting(Leg::state)
        .containsExactly(LegState.CONNECTING, LegState.ENDED, LegState.CONNECTING);
    assertThat(call.leg(TABLET).party()).isEqualTo(party(BOB, TABLET));
  }

  @Test
  void ofTwoAnswersInTheSameMomentExactlyOneIsStored() {
    CallId id = ringing(NOW, PHONE, TABLET);
    EntityManager one = database.otherEntities();
    EntityManager other = database.otherEntities();
    one.getTransaction().begin();
    other.getTransaction().begin();
    one.find(Call.class, id.value()).answer(PHONE, LIMITS, NOW);
    other.find(Call.class, id.value()).answer(TABLET, LIMITS, NOW);

    one.getTransaction().commit();

    assertThatThrownBy(other.getTransaction()::commit)
        .isInstanceOf(RollbackException.class)
        .matches(RetryInterceptor::isConflict);
    Call call = database.inTransaction(() -> store.find(id).orElseThrow());
    assertThat(call.leg(PHONE).state()).isEqualTo(LegState.CONNECTING);
    assertThat(call.leg(TABLET).cause()).hasValue(Cause.ANSWERED_ELSEWHERE);
    one.close();
    other.close();
  }

  @Test
  void aCallThatIsHeldCanNotEndInTheMeantime() {
    CallId id = ringing(NOW, PHONE);
    change(
        id,
        call -> {
          call.answer(PHONE, LIMITS, NOW);
          call.legs().forEach(leg -> call.mediaUp(leg.id(), LIMITS, NOW));
        });
    EntityManager one = database.otherEntities();
    EntityManager other = database.otherEntities();
    one.getTransaction().begin();
    other.getTransaction().begin();
    other.find(Call.class, id.value()).hangUp(PHONE, NOW);

    OngoingCall held = new OngoingCalls(one).hold(LAPTOP, id);
    one.getTransaction().commit();

    assertThat(held.legs()).extracting(OngoingCall.Talker::party).hasSize(2);
    assertThatThrownBy(other.getTransaction()::commit)
        .isInstanceOf(RollbackException.class)
        .matches(RetryInterceptor::isConflict);
    one.close();
    other.close();
  }

  @Test
  void onlyAPartyOfAConnectedCallMayHoldIt() {
    CallId id = ringing(NOW, PHONE);
    OngoingCalls calls = new OngoingCalls(database.entities());
    assertRefused(ErrorCode.WRONG_STATE, () -> calls.hold(LAPTOP, id));
    assertRefused(ErrorCode.UNKNOWN_CALL, () -> calls.hold(TABLET, id));
    assertRefused(ErrorCode.UNKNOWN_CALL, () -> calls.hold(LAPTOP, CallId.random()));
    change(id, call -> call.cancel(LAPTOP, NOW));
    assertRefused(ErrorCode.CALL_OVER, () -> calls.hold(LAPTOP, id));
  }

  private void assertRefused(ErrorCode code, Runnable request) {
    assertThatThrownBy(() -> database.inTransaction(request))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void aDeadlineIsAnnouncedOnceAndFoundWhenItIsOverdue() {
    CallId id = ringing(NOW, PHONE);
    change(id, call -> assertThat(call.takeNewDeadline()).isEmpty());

    assertThat(database.inTransaction(() -> store.overdue(NOW.plusSeconds(30)))).isEmpty();
    assertThat(database.inTransaction(() -> store.overdue(NOW.plusSeconds(31))))
        .containsExactly(id);
    change(
        id,
        call -> {
          call.answer(PHONE, LIMITS, NOW);
          assertThat(call.takeNewDeadline()).hasValue(NOW.plusSeconds(15));
          assertThat(call.takeNewDeadline()).isEmpty();
        });
  }

  @Test
  void liveCallsAreFoundByDeviceAndByNode() {
    CallId ended = ringing(NOW, PHONE);
    change(ended, call -> call.decline(PHONE, NOW));
    CallId live = ringing(NOW, PHONE);

    assertThat(database.inTransaction(() -> store.live(PHONE)))
        .extracting(Call::id)
        .containsExactly(live);
    assertThat(database.inTransaction(() -> store.live(TABLET))).isEmpty();
    assertThat(database.inTransaction(() -> store.liveOn("node1"))).containsExactly(live);
    assertThat(database.inTransaction(() -> store.liveOn("node2"))).isEmpty();
  }

  @Test
  void aTerminalThatComesBackFindsWhatHasEndedLately() {
    CallId earlier = ringing(NOW, PHONE);
    change(earlier, call -> call.decline(PHONE, NOW));
    CallId lately = ringing(NOW.plusSeconds(90), PHONE);
    change(lately, call -> call.abandon(Cause.SERVER_RESTARTED, NOW.plusSeconds(100)));
    database.inTransaction(
        () ->
            store.add(Call.lookUpFailed(party(ALICE, LAPTOP), "x", "node1", NOW.plusSeconds(99))));

    assertThat(database.inTransaction(() -> store.ended(LAPTOP, NOW.plusSeconds(60))))
        .extracting(Call::id)
        .containsExactly(lately);
  }

  @Test
  void bothPartiesFindACallOnceHoweverManyDevicesRang() {
    CallId id = ringing(NOW, PHONE, TABLET);
    change(
        id,
        call -> {
          call.answer(TABLET, LIMITS, NOW);
          call.legs().forEach(leg -> call.mediaUp(leg.id(), LIMITS, NOW.plusSeconds(1)));
        });
    change(id, call -> call.hangUp(LAPTOP, NOW.plusSeconds(61)));

    HistoryEntry callers = historyOf(ALICE).get(0);
    assertThat(historyOf(ALICE)).hasSize(1);
    assertThat(callers.direction()).isEqualTo(Direction.OUTGOING);
    assertThat(callers.peer()).isEqualTo(party(BOB, TABLET));
    assertThat(callers.ownDevice()).hasValue("laptop device");
    assertThat(callers.duration()).hasValue(Duration.ofMinutes(1));
    assertThat(callers.cause()).hasValue(Cause.HUNG_UP);
    assertThat(callers.rung()).isEmpty();
    HistoryEntry callees = historyOf(BOB).get(0);
    assertThat(historyOf(BOB)).hasSize(1);
    assertThat(callees.direction()).isEqualTo(Direction.INCOMING);
    assertThat(callees.peer().name()).isEqualTo("alice");
    assertThat(callees.ownDevice()).hasValue("tablet device");
    assertThat(callees.rung())
        .containsExactly(
            new HistoryEntry.Rung("phone device", Optional.of(Cause.ANSWERED_ELSEWHERE)),
            new HistoryEntry.Rung("tablet device", Optional.of(Cause.HUNG_UP)));
    assertThat(callees.missed()).isFalse();
  }

  @Test
  void noneOfSeveralDevicesStandsForACallThatNoneAnswered() {
    CallId id = ringing(NOW, PHONE, TABLET);
    change(id, call -> call.decline(PHONE, NOW));
    change(id, call -> call.expire(NOW.plusSeconds(30)));

    assertThat(historyOf(ALICE).get(0).peer()).isEqualTo(party(BOB, PHONE).withoutDevice());
    HistoryEntry callees = historyOf(BOB).get(0);
    assertThat(callees.ownDevice()).isEmpty();
    assertThat(callees.rung())
        .containsExactly(
            new HistoryEntry.Rung("phone device", Optional.of(Cause.DECLINED)),
            new HistoryEntry.Rung("tablet device", Optional.of(Cause.NO_ANSWER)));
  }

  @Test
  void aMissedCallIsMarkedUntilItIsSeen() {
    CallId id = ringing(NOW, PHONE);
    change(id, call -> call.expire(NOW.plusSeconds(30)));

    assertThat(historyOf(BOB)).singleElement().matches(HistoryEntry::unseen);
    assertThat(historyOf(ALICE)).singleElement().matches(entry -> !entry.unseen());
    assertThat(database.inTransaction(() -> history.missed(BOB))).isEqualTo(1);
    database.inTransaction(() -> history.markSeen(BOB));
    assertThat(database.inTransaction(() -> history.missed(BOB))).isZero();
    assertThat(historyOf(BOB)).singleElement().matches(entry -> entry.missed() && !entry.unseen());
  }

  @Test
  void whoAnsweredHasNotMissedACallThatCouldNotBeConnected() {
    CallId id = ringing(NOW, PHONE);
    change(id, call -> call.answer(PHONE, LIMITS, NOW));
    change(id, call -> call.expire(NOW.plusSeconds(15)));

    assertThat(historyOf(BOB))
        .singleElement()
        .matches(entry -> entry.cause().equals(Optional.of(Cause.CONNECT_FAILED)))
        .matches(entry -> !entry.missed() && !entry.unseen());
  }

  @Test
  void theHistorySaysWhetherADeviceAnsweredByItself() {
    CallId taken = ringing(NOW, PHONE);
    change(taken, call -> call.answerByItself(call.leg(PHONE), true));
    change(taken, call -> call.answer(PHONE, LIMITS, NOW));
    CallId missed = ringing(NOW.plusSeconds(60), PHONE);
    change(missed, call -> call.answerByItself(call.leg(PHONE), true));
    change(missed, call -> call.expire(NOW.plusSeconds(90)));

    assertThat(historyOf(BOB)).extracting(HistoryEntry::auto).containsExactly(false, true);
    assertThat(historyOf(ALICE)).extracting(HistoryEntry::auto).containsExactly(false, false);
  }

  @Test
  void theHistoryComesInPagesTheLatestFirst() {
    for (int minute = 0; minute < 5; minute++) {
      ringing(NOW.plusSeconds(60L * minute), PHONE);
    }
    List<HistoryEntry> page = database.inTransaction(() -> history.page(ALICE, 1, 2));
    assertThat(page)
        .extracting(HistoryEntry::at)
        .containsExactly(NOW.plusSeconds(180), NOW.plusSeconds(120));
    assertThat(database.inTransaction(() -> history.count(ALICE))).isEqualTo(5);
  }

  @Test
  void whoeverWasLookedUpInVainIsInTheCallersHistoryAlone() {
    database.inTransaction(
        () -> store.add(Call.lookUpFailed(party(ALICE, LAPTOP), "nobody", "node1", NOW)));
    assertThat(historyOf(ALICE))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.peer()).isEqualTo(Party.unknown("nobody"));
              assertThat(entry.cause()).isEqualTo(Optional.of(Cause.LOOKUP_FAILED));
            });
  }

  private LegRecord recordOf(AccountId account) {
    LegId leg = historyOf(account).get(0).leg();
    return database.inTransaction(() -> history.record(account, leg).orElseThrow());
  }

  @Test
  void samplesAreKeptWithTheCallForTheOneWhoseLegItWas() {
    CallId id = ringing(NOW, PHONE);
    LegId leg = historyOf(BOB).get(0).leg();
    Figures good = figures(1_000_000, OptionalDouble.of(40), OptionalDouble.of(4.4));
    Figures unknown = figures(0, OptionalDouble.empty(), OptionalDouble.empty());
    database.inTransaction(
        () ->
            records.store(
                List.of(sample(id, leg, 10, unknown, good), sample(id, leg, 0, good, good))));

    LegRecord bobs = recordOf(BOB);
    assertThat(bobs.entry().peer().name()).isEqualTo("alice");
    assertThat(bobs.sent().samples())
        .extracting(LegRecord.Sample::figures)
        .containsExactly(good, unknown);
    assertThat(bobs.sent().samples().get(0).from()).isEqualTo(NOW);
    assertThat(bobs.received().samples()).hasSize(2);
    assertThat(bobs.sent().average(Figures::mos)).hasValue(4.4);
    assertThat(bobs.sent().lowest(Figures::roundTrip)).hasValue(40);
    assertThat(bobs.sent().total(Figures::freezes)).isEqualTo(2);
    assertThat(recordOf(ALICE).sent().samples()).isEmpty();
    assertThat(recordOf(ALICE).sent().average(Figures::mos)).isEmpty();
    assertThat(database.inTransaction(() -> history.record(ALICE, leg))).isEmpty();
  }

  @Test
  void samplesGoWithTheirCall() {
    CallId id = ringing(NOW, PHONE);
    Figures some = figures(1, OptionalDouble.empty(), OptionalDouble.empty());
    database.inTransaction(
        () -> records.store(List.of(sample(id, historyOf(BOB).get(0).leg(), 0, some, some))));
    database.inTransaction(
        () ->
            database
                .entities()
                .createNativeQuery("delete from calls where id = ?")
                .setParameter(1, id.value())
                .executeUpdate());
    assertThat(
            database.inTransaction(
                () ->
                    database
                        .entities()
                        .createQuery("select s from QualitySample s", QualitySample.class)
                        .getResultList()))
        .isEmpty();
  }

  private static CallSample sample(CallId call, LegId leg, long second, Figures up, Figures down) {
    Instant from = NOW.plusSeconds(second);
    return new CallSample(
        call, from, from.plusSeconds(10), List.of(new CallSample.OfLeg(leg, up, down)));
  }

  private static Figures figures(long bitrate, OptionalDouble roundTrip, OptionalDouble mos) {
    return new Figures(bitrate, 0.01, 0.005, 3.5, roundTrip, 25, 1, 210.5, mos);
  }

  @Test
  void theHistoryOfOthersKeepsTheNameOfADeletedAccount() {
    ringing(NOW, PHONE);
    database.inTransaction(() -> history.forget(ALICE));

    assertThat(historyOf(ALICE)).isEmpty();
    assertThat(historyOf(BOB))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.peer().name()).isEqualTo("alice");
              assertThat(entry.peer().account()).isNull();
            });
  }
}
