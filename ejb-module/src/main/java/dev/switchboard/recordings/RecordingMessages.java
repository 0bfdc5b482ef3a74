package dev.switchboard.recordings;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** What the people at the terminals read about recordings, in their language. */
final class RecordingMessages {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private RecordingMessages() {}

  /** Why a recording was refused, ended or failed, for one of its parties. */
  static String outcome(Recording recording, RecordingParty reader, Locale language) {
    String key = recording.outcome().map(Outcome::name).orElse("STOPPED");
    Optional<RecordingParty> by = recording.endedBy();
    boolean own = by.filter(party -> party == reader).isPresent();
    String suffix = by.isEmpty() ? "" : own ? ".own" : ".peer";
    return text("outcome." + key + suffix, language, by.map(RecordingMessages::name).orElse(""));
  }

  /** That it can be watched. */
  static String ready(Recording recording, Locale language) {
    return text("ready", language, others(recording, recording.requester()));
  }

  /** Why nothing can be recorded now. */
  static String unavailable(Availability why, Locale language) {
    return text("availability." + why.name(), language);
  }

  private static String others(Recording recording, RecordingParty reader) {
    return recording.parties().stream()
        .filter(party -> party != reader)
        .map(RecordingMessages::name)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String name(RecordingParty party) {
    return party.party().name();
  }

  private static String text(String key, Locale language, Object... arguments) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            "dev.switchboard.recordings.messages",
            language,
            RecordingMessages.class.getClassLoader(),
            NO_FALLBACK);
    return MessageFormat.format(bundle.getString(key), arguments);
  }
}
