package dev.switchboard.calls;

import dev.switchboard.media.LegQuality;
import dev.switchboard.signalling.ServerMessage;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Tells each device every two seconds how its media is doing. The figures go straight to the
 * terminals of this node: they are worth nothing later, and not a transaction each.
 */
@Singleton
@Startup
@DependsOn("MediaEngine")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class QualityReports {
  @Inject private MediaEngine media;
  @Inject private LocalTerminals terminals;

  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void report() {
    for (CallId call : media.calls()) {
      media.quality(call).thenAccept(legs -> legs.forEach(leg -> tell(call, leg)));
    }
  }

  private void tell(CallId call, LegQuality quality) {
    media
        .device(call, new LegId(quality.legId()))
        .ifPresent(
            device ->
                terminals.deliver(
                    device,
                    new ServerMessage.MediaQuality(
                        0, call.value(), figures(quality.up()), figures(quality.down()))));
  }

  private static ServerMessage.Quality figures(LegQuality.Flow flow) {
    return new ServerMessage.Quality(
        flow.bitrate(),
        flow.loss(),
        flow.jitter(),
        flow.roundTrip() > 0 ? flow.roundTrip() : null,
        flow.audioLevel(),
        emptyToNull(flow.codec()));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
