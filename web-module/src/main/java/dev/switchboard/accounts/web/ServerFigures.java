package dev.switchboard.accounts.web;

import dev.switchboard.accounts.Administration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/** How this server is doing, in a few figures for its administrators. */
@Named("serverFigures")
@RequestScoped
public class ServerFigures {
  @Inject private Administration administration;
  @Inject private MeterRegistry meters;

  public int getAccounts() {
    return administration.count("");
  }

  /** The devices that are connected to this node now. */
  public long getOnline() {
    return gauge("switchboard.socket.sessions");
  }

  public long getCalls() {
    return gauge("switchboard.calls.active");
  }

  /** Recordings in the spool or the storage that no row knows; see docs/operations.md. */
  public long getOrphans() {
    return (long)
        meters.find("switchboard.recordings.orphans").gauges().stream()
            .mapToDouble(Gauge::value)
            .sum();
  }

  public Instant getStarted() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private long gauge(String name) {
    Gauge gauge = meters.find(name).gauge();
    return gauge == null ? 0 : (long) gauge.value();
  }
}
