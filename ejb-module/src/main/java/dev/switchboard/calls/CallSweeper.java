package dev.switchboard.calls;

import dev.switchboard.devices.DevicePresence;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves nothing behind (S1.11): at the start it ends the calls whose media this node held before,
 * and from then on, on any node, whatever is overdue, since a message scheduled on a dead node
 * waits in its journal.
 */
@Singleton
@Startup
@DependsOn({"Schema", "MediaEngine"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class CallSweeper {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.calls");

  /** The messages come first; what is still there after that has lost its message. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int RESETS = 4;

  @Inject private CallStore store;
  @Inject private CallDeadlines deadlines;
  @Inject private OpenLookUps lookUps;
  @Inject private DevicePresence presence;
  @Inject private MediaEngine media;
  @Inject private CallSettings settings;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;

  /** Calls of before the start that have yet to be ended: no limit of theirs may be running. */
  private final Set<CallId> left = ConcurrentHashMap.newKeySet();

  private final AtomicInteger active = new AtomicInteger();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  @PostConstruct
  void recover() {
    Gauge.builder("switchboard.calls.active", active, AtomicInteger::get)
        .description("Calls of this node that are not over")
        .register(meters);
    // A server that was killed in the middle of a commit may have left rows locked, which are free
    // once the transaction has been recovered, some seconds after the start.
    boolean reset = false;
    for (int i = 0; i < RESETS && !reset; i++) {
      reset = attempt("reset", settings.node(), () -> presence.resetNode(settings.node()));
    }
    left.addAll(store.liveOn(settings.node()));
    abandonLeft();
  }

  private void abandonLeft() {
    left.removeIf(call -> attempt("abandon", call, () -> deadlines.abandon(call)));
  }

  /** Every five seconds, but never twice at once. */
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  void sweep() {
    if (!sweeping.compareAndSet(false, true)) {
      return;
    }
    try {
      abandonLeft();
      Instant overdue = clock.instant().minus(GRACE);
      for (CallId call : store.overdue(overdue)) {
        attempt("expire", call, () -> deadlines.expire(call));
      }
      for (LookUpId lookUp : lookUps.overdue(overdue)) {
        attempt("lapse", lookUp, () -> lookUps.lapse(lookUp));
      }
      for (CallId call : media.calls()) {
        if (store.findLive(call).isEmpty()) {
          media.close(call);
        }
      }
      active.set(store.liveOn(settings.node()).size());
    } finally {
      sweeping.set(false);
    }
  }

  /** One row that makes trouble must not keep the others from being looked at. */
  private static boolean attempt(String what, Object id, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("Could not {} {}; the next round tries again", what, id, e);
      return false;
    }
  }
}
