package dev.switchboard.calls;

import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Side;
import java.text.MessageFormat;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;

/** What the people at the terminals read about calls, in their language (English, Chinese). */
public final class CallMessages {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** What may keep a device that is to talk for somebody from joining their call. */
  private static final Set<Cause> NOT_JOINED =
      EnumSet.of(
          Cause.UNDELIVERABLE, Cause.NO_ANSWER, Cause.CONNECT_FAILED, Cause.BUSY, Cause.DECLINED);

  private CallMessages() {}

  /** Why a call ended, for this leg. */
  static String end(Call call, Leg reader, Cause cause, Optional<Side> endedBy, Locale language) {
    if (reader.replaces().isPresent() && !reader.hasJoined() && NOT_JOINED.contains(cause)) {
      return text("end.STAYS", language);
    }
    Side side = endedBy.orElse(Side.SERVER);
    String key =
        switch (cause) {
          case TRANSFERRED, ANSWERED_ELSEWHERE -> cause.name();
          case HUNG_UP, CONNECTION_LOST, DEVICE_REMOVED -> cause + "." + who(reader.role(), side);
          // To the callee, whatever the terminal's user did is the caller's.
          case DECLINED ->
              reader.role() == LegRole.CALLEE && side == Side.TERMINAL
                  ? "CANCELLED.callee"
                  : cause + "." + view(cause, reader.role(), side);
          default -> cause + "." + view(cause, reader.role(), side);
        };
    return text("end." + key, language, other(call, reader, side), terminal(call));
  }

  private static String who(LegRole reader, Side side) {
    if (reader.side() == side) {
      return "own";
    }
    return reader == LegRole.CALLER && side == Side.TERMINAL ? "terminal" : "peer";
  }

  /**
   * From where the end is seen. To the local terminal the callee's is what it is to a caller, and
   * what its own user or the caller did is what it is to a callee.
   */
  private static String view(Cause cause, LegRole reader, Side side) {
    return switch (reader) {
      case CALLER -> side == Side.TERMINAL && NOT_JOINED.contains(cause) ? "terminal" : "caller";
      case TERMINAL -> side == Side.CALLEE ? "caller" : "callee";
      case CALLEE -> "callee";
    };
  }

  private static String other(Call call, Leg reader, Side side) {
    boolean placer = reader.role() == LegRole.TERMINAL && side != Side.CALLEE;
    return (placer ? CallViews.placedBy(call) : CallViews.peer(call, reader)).name();
  }

  private static String terminal(Call call) {
    return CallViews.terminal(call).map(Party::place).orElse("");
  }

  /** Why a device did not take a call over. */
  static String notMoved(Leg next, Cause cause, Locale language) {
    return text("move." + cause, language, next.party().place());
  }

  /** Why a request was refused. */
  public static String error(ErrorCode code, Locale language) {
    return text("error." + code.wire(), language);
  }

  /** That somebody calls. */
  static String calls(String caller, Locale language) {
    return text("wake-up.title", language, caller);
  }

  /** From which device. */
  static String from(String device, Locale language) {
    return text("wake-up.body", language, device);
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
