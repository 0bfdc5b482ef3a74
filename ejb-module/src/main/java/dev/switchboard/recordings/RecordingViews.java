package dev.switchboard.recordings;

import dev.switchboard.signalling.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recording as one of its parties sees it. Pure. */
final class RecordingViews {
  private RecordingViews() {}

  /** How far it is. */
  static ServerMessage.RecordingProgress progress(
      Recording recording, RecordingParty reader, Locale language, Instant now) {
    return new ServerMessage.RecordingProgress(
        0,
        recording.call().value(),
        recording.id().value(),
        recording.state().toWire(),
        recording.mode(),
        recording.hasVideo(),
        recording.requester().party().toWire(),
        reader.part(),
        secondsLeft(recording, now),
        recording.outcome().isPresent()
            ? RecordingMessages.outcome(recording, reader, language)
            : null);
  }

  /** That it can be watched, for who asked for it. */
  static ServerMessage.RecordingReady ready(Recording recording, Locale language) {
    return new ServerMessage.RecordingReady(
        0,
        recording.call().value(),
        recording.id().value(),
        "/recording.xhtml?id=" + recording.id(),
        RecordingMessages.ready(recording, language));
  }

  private static @Nullable Integer secondsLeft(Recording recording, Instant now) {
    if (recording.state() != RecordingState.REQUESTED) {
      return null;
    }
    return recording
        .deadline()
        .map(deadline -> Math.max(0, Math.round(Duration.between(now, deadline).toMillis() / 1e3)))
        .map(Math::toIntExact)
        .orElse(null);
  }
}
