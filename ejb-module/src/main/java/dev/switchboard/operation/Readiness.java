package dev.switchboard.operation;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a call could be made now, check by check. Anybody may ask, and each answer is work for
 * the database, the broker and the media engine, so one is given to all who ask within a second.
 */
@ApplicationScoped
public class Readiness {
  static final String UP = "up";

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** No load balancer asks more often, and an outage is still seen at once. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  @Inject @Any private Instance<ReadinessCheck> checks;
  @Inject private Clock clock;
  private Kept<Map<String, String>> latest;

  @PostConstruct
  void start() {
    latest = new Kept<>(FRESH, clock, this::check);
  }

  /**
   * The name of each check with {@code up}, or with the kind of trouble that it has; at most a
   * second old.
   */
  public Map<String, String> report() {
    return latest.get();
  }

  private Map<String, String> check() {
    Map<String, String> report = new TreeMap<>();
    for (ReadinessCheck check : checks) {
      report.put(check.name(), outcome(check));
    }
    return Collections.unmodifiableMap(report);
  }

  /** Whether everything in a report is up. */
  public static boolean ready(Map<String, String> report) {
    return report.values().stream().allMatch(UP::equals);
  }

  private static String outcome(ReadinessCheck check) {
    try {
      check.check();
      return UP;
    } catch (Exception e) {
      // The words may name hosts and users, and anybody may ask: they are for the log alone.
      LOG.info("{} is not ready", check.name(), e);
      return "down: " + e.getClass().getSimpleName();
    }
  }
}
