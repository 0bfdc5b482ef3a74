package dev.switchboard.calls;

import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Side;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** What the people at the terminals read about calls, in their language (English, Chinese). */
public final class CallMessages {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private CallMessages() {}

  /** Why a call ended, for the leg of this role; {@code peer} is the other side's name. */
  static String end(
      Cause cause, LegRole reader, Optional<Side> endedBy, String peer, Locale language) {
    String key =
        switch (cause) {
          case HUNG_UP, CONNECTION_LOST, DEVICE_REMOVED ->
              cause + (endedBy.filter(reader.side()::equals).isPresent() ? ".own" : ".peer");
          default -> cause + "." + reader.side().wire();
        };
    return text("end." + key, language, peer);
  }

  /** Why a request was refused. */
  public static String error(ErrorCode code, Locale language) {
    return text("error." + code.wire(), language);
  }

  private static String text(String key, Locale language, Object... arguments) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            "dev.switchboard.calls.messages",
            language,
            CallMessages.class.getClassLoader(),
            NO_FALLBACK);
    return MessageFormat.format(bundle.getString(key), arguments);
  }
}
