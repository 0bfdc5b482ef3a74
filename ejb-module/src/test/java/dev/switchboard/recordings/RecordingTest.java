package dev.switchboard.recordings;

import static dev.switchboard.recordings.RecordingsFixture.ALICE;
import static dev.switchboard.recordings.RecordingsFixture.BOB;
import static dev.switchboard.recordings.RecordingsFixture.LAPTOP;
import static dev.switchboard.recordings.RecordingsFixture.NOW;
import static dev.switchboard.recordings.RecordingsFixture.PHONE;
import static dev.switchboard.recordings.RecordingsFixture.STRANGER;
import static dev.switchboard.recordings.RecordingsFixture.TABLET;
import static dev.switchboard.recordings.RecordingsFixture.call;
import static dev.switchboard.recordings.RecordingsFixture.callOfNobody;
import static dev.switchboard.recordings.RecordingsFixture.callOfThree;
import static dev.switchboard.recordings.RecordingsFixture.report;
import static dev.switchboard.recordings.RecordingsFixture.requested;
import static dev.switchboard.recordings.RecordingsFixture.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.calls.Refused;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.RecordingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final RecordingStorage.Stored STORED =
      new RecordingStorage.Stored(1_000, "ab".repeat(32));

  private static void assertRefused(ErrorCode code, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void whoAsksConsentsByThatAndTheOtherIsAskedForTwentySeconds() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    assertThat(recording.state()).isEqualTo(RecordingState.REQUESTED);
    assertThat(recording.deadline()).hasValue(NOW.plusSeconds(20));
    assertThat(recording.parties())
        .extracting(RecordingParty::consent)
        .containsExactly(Consent.CONSENTED, Consent.ASKED);
    assertThat(recording.parties())
        .extracting(party -> party.track().orElse(""))
        .containsExactly("caller", "callee");
  }

  @Test
  void whoWantsTheOtherPartyOnlyHasNoTrack() {
    Recording recording = requested(call(), RecordingMode.OTHER);
    assertThat(recording.requester().track()).isEmpty();
    assertThat(recording.party(PHONE).track()).hasValue("callee");
  }

  @Test
  void beginsWithTheConsentOfTheOther() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(5));
    assertThat(recording.state()).isEqualTo(RecordingState.RECORDING);
    assertThat(recording.startedAt()).hasValue(NOW.plusSeconds(5));
    assertThat(recording.deadline()).isEmpty();
    recording.consent(PHONE, NOW.plusSeconds(6));
    assertThat(recording.takeChanges())
        .extracting(RecordingChange::to)
        .containsExactly(RecordingState.REQUESTED, RecordingState.RECORDING);
  }

  @Test
  void ofThreeEachHasToConsentAndHasATrack() {
    Recording recording = requested(callOfThree(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(1));
    assertThat(recording.state()).isEqualTo(RecordingState.REQUESTED);
    recording.consent(TABLET, NOW.plusSeconds(2));
    assertThat(recording.state()).isEqualTo(RecordingState.RECORDING);
    assertThat(recording.party(TABLET).track()).hasValue("callee_2");
  }

  @Test
  void ofThreeOneWhoDeclinesRefusesForAll() {
    Recording recording = requested(callOfThree(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(1));
    recording.decline(TABLET, NOW.plusSeconds(2));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.outcome()).hasValue(Outcome.DECLINED);
    assertThat(recording.endedBy()).hasValue(recording.party(TABLET));
  }

  @Test
  void aConsentThatIsTakenBackBeforeAllHaveAnsweredRefuses() {
    Recording recording = requested(callOfThree(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(1));
    recording.decline(PHONE, NOW.plusSeconds(2));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.outcome()).hasValue(Outcome.WITHDRAWN);
    assertThat(recording.party(PHONE).withdrawnAt()).hasValue(NOW.plusSeconds(2));
    assertThat(recording.party(TABLET).consent()).isEqualTo(Consent.NO_ANSWER);
  }

  @Test
  void noAnswerInTimeIsANo() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    recording.lapse(NOW.plusSeconds(19));
    assertThat(recording.state()).isEqualTo(RecordingState.REQUESTED);
    recording.lapse(NOW.plusSeconds(20));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.outcome()).hasValue(Outcome.NO_ANSWER);
    assertThat(recording.party(PHONE).consent()).isEqualTo(Consent.NO_ANSWER);
  }

  @Test
  void aLateConsentIsRefusedBeforeAnybodyHasNoticedThatItIsLate() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    assertRefused(ErrorCode.RECORDING_OVER, () -> recording.consent(PHONE, NOW.plusSeconds(20)));
    assertThat(recording.state()).isEqualTo(RecordingState.REQUESTED);
  }

  @Test
  void aConsentAfterTheEndIsRefused() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    recording.callEnded(NOW.plusSeconds(1));
    assertThat(recording.outcome()).hasValue(Outcome.CALL_OVER);
    assertRefused(ErrorCode.RECORDING_OVER, () -> recording.consent(PHONE, NOW.plusSeconds(2)));
  }

  @Test
  void aDeclineCanNotBeTurnedIntoAConsent() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    recording.decline(PHONE, NOW.plusSeconds(1));
    assertRefused(ErrorCode.RECORDING_OVER, () -> recording.consent(PHONE, NOW.plusSeconds(2)));
  }

  @Test
  void aStrangerHasNoPartInIt() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    assertRefused(ErrorCode.UNKNOWN_RECORDING, () -> recording.consent(STRANGER, NOW));
    assertRefused(ErrorCode.UNKNOWN_RECORDING, () -> recording.decline(STRANGER, NOW));
    assertRefused(ErrorCode.UNKNOWN_RECORDING, () -> recording.stop(STRANGER, NOW));
  }

  @Test
  void onlyWhoAskedTakesTheRequestBack() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    assertRefused(ErrorCode.WRONG_STATE, () -> recording.stop(PHONE, NOW));
    recording.stop(LAPTOP, NOW);
    assertThat(recording.outcome()).hasValue(Outcome.CANCELLED);
  }

  @Test
  void eitherStopsItAndItIsKept() {
    for (DeviceId device : List.of(LAPTOP, PHONE)) {
      Recording recording = running();
      recording.stop(device, NOW.plusSeconds(60));
      assertThat(recording.state()).isEqualTo(RecordingState.FINISHING);
      assertThat(recording.endedBy()).hasValue(recording.party(device));
      recording.stop(device, NOW.plusSeconds(61));
      assertThat(recording.isToBeDiscarded()).isFalse();
      assertThat(recording.endedAt()).hasValue(NOW.plusSeconds(60));
    }
  }

  @Test
  void whatIsCompleteIsStoredAndThenReady() {
    Recording recording = running();
    recording.stop(PHONE, NOW.plusSeconds(60));
    assertThat(recording.deadline()).hasValue(NOW.plusSeconds(90));
    recording.completed(report(RecordingFault.NONE, "caller", "callee"), NOW.plusSeconds(61));
    assertThat(recording.deadline()).hasValue(NOW.plusSeconds(61));
    assertThat(recording.files())
        .extracting(RecordingFile::name)
        .containsExactly("callee-1.webm", "caller-1.webm", "manifest.json");
    assertThat(recording.tracks().keySet())
        .as("as they joined the call")
        .containsExactly("caller", "callee");
    recording.stored(
        "file:///recordings/x",
        Map.of("callee-1.webm", STORED, "caller-1.webm", STORED, "manifest.json", STORED),
        NOW.plusSeconds(62));
    assertThat(recording.state()).isEqualTo(RecordingState.READY);
    assertThat(recording.length()).isEqualTo(Duration.ofSeconds(60));
    assertThat(recording.bytes()).isEqualTo(3_000);
    assertThat(recording.mayBeSeenBy(ALICE)).isTrue();
    assertThat(recording.mayBeSeenBy(BOB)).isTrue();
  }

  @Test
  void whatIsToldTwiceCountsOnce() {
    Recording recording = running();
    recording.completed(report(RecordingFault.NO_ROOM, "caller"), NOW.plusSeconds(60));
    recording.completed(report(RecordingFault.NONE, "caller"), NOW.plusSeconds(61));
    assertThat(recording.outcome()).hasValue(Outcome.NO_ROOM);
    assertThat(recording.files()).hasSize(2);
  }

  @Test
  void aConsentTakenBackThrowsAwayWhatThereIs() {
    Recording recording = running();
    recording.decline(PHONE, NOW.plusSeconds(30));
    assertThat(recording.state()).isEqualTo(RecordingState.FINISHING);
    assertThat(recording.isToBeDiscarded()).isTrue();
    recording.completed(report(RecordingFault.NONE, "caller", "callee"), NOW.plusSeconds(31));
    recording.stored("file:///x", Map.of(), NOW.plusSeconds(32));
    assertThat(recording.state()).isEqualTo(RecordingState.FINISHING);
    recording.discarded(NOW.plusSeconds(33));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.files()).isEmpty();
    assertThat(recording.mayBeSeenBy(BOB)).isFalse();
  }

  @Test
  void aConsentIsTakenBackEvenWhileTheFilesAreOnTheirWay() {
    Recording recording = running();
    recording.stop(LAPTOP, NOW.plusSeconds(30));
    recording.completed(report(RecordingFault.NONE, "caller", "callee"), NOW.plusSeconds(31));
    recording.postpone(NOW.plusSeconds(600));
    recording.decline(PHONE, NOW.plusSeconds(40));
    assertThat(recording.deadline()).hasValue(NOW.plusSeconds(40));
    recording.discarded(NOW.plusSeconds(41));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
  }

  @Test
  void whatIsCompleteAfterItsOwnerHasLeftForGoodIsDeleted() {
    Recording recording = requested(callOfNobody(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(5));
    recording.stop(PHONE, NOW.plusSeconds(30));
    recording.completed(report(RecordingFault.NONE, "caller"), NOW.plusSeconds(31));
    recording.stored("file:///x", Map.of(), NOW.plusSeconds(32));
    assertThat(recording.state()).isEqualTo(RecordingState.DELETED);
    assertThat(recording.location()).as("is erased next").hasValue("file:///x");
    assertThat(recording.deadline()).hasValue(NOW.plusSeconds(32));
    Recording failed = requested(callOfNobody(), RecordingMode.BOTH);
    failed.consent(PHONE, NOW.plusSeconds(5));
    failed.notBegun(NOW.plusSeconds(6));
    assertThat(failed.state()).isEqualTo(RecordingState.DELETED);
  }

  @Test
  void whatHasBeenDeletedCanNotBeStopped() {
    Recording recording = running();
    recording.stop(LAPTOP, NOW.plusSeconds(30));
    recording.completed(report(RecordingFault.NONE, "caller"), NOW.plusSeconds(31));
    recording.stored("file:///x", Map.of(), NOW.plusSeconds(32));
    recording.delete(NOW.plusSeconds(33));
    assertRefused(ErrorCode.RECORDING_OVER, () -> recording.stop(LAPTOP, NOW.plusSeconds(34)));
  }

  @Test
  void aRecordingThatIsReadyStays() {
    Recording recording = running();
    recording.stop(LAPTOP, NOW.plusSeconds(30));
    recording.completed(report(RecordingFault.NONE, "caller"), NOW.plusSeconds(31));
    recording.stored("file:///x", Map.of(), NOW.plusSeconds(32));
    assertRefused(ErrorCode.RECORDING_OVER, () -> recording.decline(PHONE, NOW.plusSeconds(33)));
  }

  @Test
  void failsWhenTheCopyingCanNotBeginOrLeavesNothing() {
    Recording never = running();
    never.notBegun(NOW.plusSeconds(6));
    assertThat(never.state()).isEqualTo(RecordingState.FAILED);
    assertThat(never.outcome()).hasValue(Outcome.NOT_BEGUN);
    Recording empty = running();
    empty.callEnded(NOW.plusSeconds(6));
    empty.completed(report(RecordingFault.NONE), NOW.plusSeconds(7));
    assertThat(empty.outcome()).hasValue(Outcome.NOTHING_RECORDED);
    Recording lost = running();
    lost.callEnded(NOW.plusSeconds(6));
    lost.leftNothing(NOW.plusSeconds(36));
    assertThat(lost.state()).isEqualTo(RecordingState.FAILED);
  }

  @Test
  void whatWasOnADiskThatWasAwayIsCompletedWhenItIsBack() {
    Recording lost = running();
    lost.serverRestarted(NOW.plusSeconds(30));
    assertThat(lost.recover(NOW.plusSeconds(31))).as("is being completed").isFalse();
    lost.leftNothing(NOW.plusSeconds(31));
    assertThat(lost.recover(NOW.plusSeconds(90))).isTrue();
    assertThat(lost.state()).isEqualTo(RecordingState.FINISHING);
    assertThat(lost.deadline()).hasValue(NOW.plusSeconds(90));
    lost.completed(report(RecordingFault.NONE, "caller"), NOW.plusSeconds(91));
    lost.stored("file:///x", Map.of(), NOW.plusSeconds(92));
    assertThat(lost.state()).isEqualTo(RecordingState.READY);
    assertThat(lost.endedAt()).hasValue(NOW.plusSeconds(30));
  }

  @Test
  void whatCouldNotBeCompletedIsNotTriedForEver() {
    Recording empty = running();
    empty.callEnded(NOW.plusSeconds(6));
    empty.completed(report(RecordingFault.NONE), NOW.plusSeconds(7));
    assertThat(empty.recover(NOW.plusSeconds(90))).isFalse();
  }

  @Test
  void aConsentTakenBackCountsEvenIfNothingIsFound() {
    Recording recording = running();
    recording.serverRestarted(NOW.plusSeconds(30));
    recording.decline(PHONE, NOW.plusSeconds(31));
    recording.leftNothing(NOW.plusSeconds(32));
    recording.discarded(NOW.plusSeconds(33));
    assertThat(recording.state()).isEqualTo(RecordingState.REFUSED);
    assertThat(recording.outcome()).hasValue(Outcome.WITHDRAWN);
  }

  @Test
  void aRestartRefusesWhatWasAskedForAndEndsWhatRan() {
    Recording asked = requested(call(), RecordingMode.BOTH);
    asked.serverRestarted(NOW.plusSeconds(1));
    assertThat(asked.state()).isEqualTo(RecordingState.REFUSED);
    Recording ran = running();
    ran.serverRestarted(NOW.plusSeconds(30));
    assertThat(ran.state()).isEqualTo(RecordingState.FINISHING);
    assertThat(ran.deadline()).as("to be completed at once").hasValue(NOW.plusSeconds(30));
    assertThat(ran.isComplete()).isFalse();
  }
}
