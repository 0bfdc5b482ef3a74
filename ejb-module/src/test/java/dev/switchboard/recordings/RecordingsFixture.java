package dev.switchboard.recordings;

import dev.switchboard.Environment;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.CallId;
import dev.switchboard.calls.LegId;
import dev.switchboard.calls.LegRole;
import dev.switchboard.calls.OngoingCall;
import dev.switchboard.calls.OngoingCall.Talker;
import dev.switchboard.calls.Party;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.RecordedFile;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.media.RecordingReport;
import dev.switchboard.signalling.RecordingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of alice's with bob, or with bob and carol, and what is recorded of it. */
final class RecordingsFixture {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final AccountId ALICE = new AccountId("alice");
  static final AccountId BOB = new AccountId("bob");
  static final DeviceId LAPTOP = new DeviceId("laptop");
  static final DeviceId PHONE = new DeviceId("phone");
  static final DeviceId TABLET = new DeviceId("tablet");
  static final DeviceId STRANGER = new DeviceId("stranger");

  static final RecordingSettings SETTINGS =
      RecordingSettings.from(new Environment(Map.of()), Path.of("/data"));

  private RecordingsFixture() {}

  static OngoingCall call() {
    return new OngoingCall(
        CallId.random(),
        "node1",
        List.of(talker(LegRole.CALLER, "alice", LAPTOP), talker(LegRole.CALLEE, "bob", PHONE)));
  }

  static OngoingCall callOfThree() {
    OngoingCall two = call();
    return new OngoingCall(
        two.id(),
        two.node(),
        List.of(two.legs().get(0), two.legs().get(1), talker(LegRole.CALLEE, "carol", TABLET)));
  }

  /** A call whose caller has deleted the account since. */
  static OngoingCall callOfNobody() {
    OngoingCall two = call();
    return new OngoingCall(
        two.id(),
        two.node(),
        List.of(talker(LegRole.CALLER, null, "alice", LAPTOP), two.legs().get(1)));
  }

  private static Talker talker(LegRole role, String name, DeviceId device) {
    return talker(role, new AccountId(name), name, device);
  }

  private static Talker talker(
      LegRole role, @Nullable AccountId account, String name, DeviceId device) {
    Party party = new Party(account, name, "+41446681800", device, "phone", name + "'s");
    return new Talker(LegId.random(), role, party);
  }

  static Recording requested(OngoingCall call, RecordingMode mode) {
    return Recording.request(call, LAPTOP, mode, true, SETTINGS, NOW);
  }

  static Recording running() {
    Recording recording = requested(call(), RecordingMode.BOTH);
    recording.consent(PHONE, NOW.plusSeconds(5));
    return recording;
  }

  static RecordingReport report(RecordingFault fault, String... tracks) {
    List<RecordedFile> files = List.of(tracks).stream().map(RecordingsFixture::file).toList();
    return new RecordingReport(Duration.ofSeconds(60), files, fault);
  }

  private static RecordedFile file(String track) {
    return new RecordedFile(
        track,
        1,
        track + "-1.webm",
        "video/webm",
        Duration.ofMillis(120),
        Duration.ofSeconds(59),
        1_000,
        true,
        true);
  }
}
