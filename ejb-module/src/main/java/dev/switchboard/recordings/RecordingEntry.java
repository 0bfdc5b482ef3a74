package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recording as an account finds it in its list.
 *
 * @param others who else took part
 * @param own whether this account asked for it
 * @param deletable whether who asked for it may delete it now
 * @param stills the names of its still pictures; empty until it is ready
 */
public record RecordingEntry(
    RecordingId id,
    Instant startedAt,
    Duration length,
    long bytes,
    RecordingState state,
    Optional<Outcome> outcome,
    boolean video,
    boolean own,
    boolean deletable,
    List<String> others,
    List<String> stills) {
  static RecordingEntry of(Recording recording, AccountId account) {
    return new RecordingEntry(
        recording.id(),
        recording.startedAt().orElse(recording.requestedAt()),
        recording.length(),
        recording.bytes(),
        recording.state(),
        recording.outcome(),
        recording.hasVideo(),
        recording.requester().isOf(account),
        recording.mayBeDeleted(),
        recording.parties().stream()
            .filter(party -> !party.isOf(account))
            .map(party -> party.party().name())
            .toList(),
        recording.files().stream()
            .filter(RecordingFile::isStill)
            .map(RecordingFile::name)
            .toList());
  }
}
