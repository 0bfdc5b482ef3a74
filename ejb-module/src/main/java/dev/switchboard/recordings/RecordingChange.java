package dev.switchboard.recordings;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a recording, to be published in the transaction that makes it.
 *
 * @param number 1 for a recording's first change, then without gaps
 * @param from empty for a recording that is new
 */
record RecordingChange(long number, Instant at, Optional<RecordingState> from, RecordingState to) {}
