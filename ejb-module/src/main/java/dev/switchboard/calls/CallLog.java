package dev.switchboard.calls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of calls: a line for each change, and meters. */
@ApplicationScoped
public class CallLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.calls");

  @Inject private MeterRegistry meters;

  /** Writes a change that has been committed. */
  void write(Call call, CallChange change) {
    LOG.info(
        "call={} seq={} {}{} -> {}{}{}",
        call.id(),
        change.sequence(),
        change.leg().map(CallLog::name).orElse(""),
        change.from().orElse("new"),
        change.to(),
        change.cause().map(cause -> " cause=" + cause).orElse(""),
        change.leg().isEmpty() ? call.endedBy().map(side -> " by=" + side.wire()).orElse("") : "");
    if (change.leg().isEmpty()) {
      measure(call, CallState.valueOf(change.to()));
    }
  }

  private void measure(Call call, CallState entered) {
    switch (entered) {
      case RINGING ->
          time(
              "switchboard.call.ringing",
              "From the call to ringing",
              call.placedAt(),
              call.ringingAt());
      case CONNECTED ->
          call.answeredAt()
              .ifPresent(
                  answered ->
                      time(
                          "switchboard.call.connecting",
                          "From the answer until media is up at both sides",
                          answered,
                          call.connectedAt()));
      case ENDED ->
          call.cause()
              .ifPresent(
                  cause ->
                      Counter.builder("switchboard.calls.ended")
                          .description("Calls that have ended, by cause")
                          .tag("cause", cause.name())
                          .register(meters)
                          .increment());
      default -> {}
    }
  }

  private void time(String name, String description, Instant from, Optional<Instant> to) {
    to.ifPresent(
        end ->
            Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .register(meters)
                .record(Duration.between(from, end)));
  }

  private static String name(Leg leg) {
    return "leg=%s role=%s device=%s "
        .formatted(leg.id(), leg.role(), leg.device().map(device -> device.value()).orElse("none"));
  }
}
