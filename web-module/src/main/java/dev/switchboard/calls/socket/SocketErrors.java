package dev.switchboard.calls.socket;

import dev.switchboard.Secrets;
import dev.switchboard.calls.CallMessages;
import dev.switchboard.calls.Refused;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what went wrong into words for the terminal, and counts it. */
@ApplicationScoped
public class SocketErrors {
  private static final Logger LOG = LoggerFactory.getLogger(SocketErrors.class);

  @Inject private MeterRegistry meters;

  /** A refusal of a request. */
  ServerMessage.Error of(
      @Nullable String request, ErrorCode code, @Nullable String field, Locale language) {
    Counter.builder("switchboard.socket.errors")
        .description("Requests of terminals that were refused, by code")
        .tag("code", code.wire())
        .register(meters)
        .increment();
    return new ServerMessage.Error(request, code, CallMessages.error(code, language), field);
  }

  /** A request that threw: refused by a use case, or failed by our own fault. */
  ServerMessage.Error of(@Nullable String request, Throwable problem, Locale language) {
    Optional<Refused> refused = refusal(problem);
    if (refused.isPresent()) {
      ServerMessage.Error error = of(request, refused.get().code(), null, language);
      return refused
          .get()
          .reason()
          .map(text -> new ServerMessage.Error(request, error.code(), text, error.field()))
          .orElse(error);
    }
    String incident = Secrets.id();
    LOG.error("A request failed, incident {}", incident, problem);
    ServerMessage.Error error = of(request, ErrorCode.INTERNAL, null, language);
    return new ServerMessage.Error(
        request, error.code(), error.message() + " (" + incident + ")", null);
  }

  /** The container wraps what a bean throws, and a stage what it failed with. */
  private static Optional<Refused> refusal(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }
}
