package dev.switchboard.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a call could be made now, check by check. */
@ApplicationScoped
public class Readiness {
  static final String UP = "up";

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  @Inject @Any private Instance<ReadinessCheck> checks;

  /** The name of each check with {@code up}, or with the kind of trouble that it has. */
  public Map<String, String> report() {
    Map<String, String> report = new TreeMap<>();
    for (ReadinessCheck check : checks) {
      report.put(check.name(), outcome(check));
    }
    return report;
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
