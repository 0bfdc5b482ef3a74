package dev.switchboard.calls.socket;

import dev.switchboard.Secrets;
import dev.switchboard.calls.CallSettings;
import dev.switchboard.calls.LocalTerminals;
import dev.switchboard.calls.Terminals;
import dev.switchboard.devices.DeviceConnection;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ServerMessage.Notice;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of the terminals on this node, one for each device, and the links that they use.
 * Pings the links, takes the silent ones for broken, and ends sessions that nobody resumes.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class TerminalSessions {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalSessions.class);
  private static final Duration PING_EVERY = Duration.ofSeconds(10);
  private static final Duration SILENT = Duration.ofSeconds(20);

  private final Map<DeviceId, TerminalSession> sessions = new ConcurrentHashMap<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final DeviceConnection connection = new Connection();

  @Inject private Terminals terminals;
  @Inject private LocalTerminals local;
  @Inject private CallSettings limits;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;
  @Resource private ManagedScheduledExecutorService scheduler;
  private ScheduledFuture<?> rounds;
  private Instant lastPing = Instant.EPOCH;

  @PostConstruct
  void start() {
    lastPing = clock.instant();
    Gauge.builder("switchboard.socket.sessions", sessions, Map::size)
        .description("Terminals with a session on this node")
        .register(meters);
    local.register(connection);
    rounds = scheduler.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    rounds.cancel(false);
    local.register(null);
    links.forEach(link -> link.close(Link.Close.RESTART));
  }

  /** A socket is open. */
  public void connected(Link link) {
    links.add(link);
  }

  /**
   * A socket is gone: the session waits to be resumed, or ends at once.
   *
   * @param bye whether the page said that it won't come back
   */
  public void disconnected(Link link, Optional<TerminalSession> session, boolean bye) {
    links.remove(link);
    session.ifPresent(
        left -> {
          if (bye && left.isOn(link)) {
            end(left, Link.Close.SIGNED_OUT);
          } else if (left.detach(link, clock.instant())) {
            terminals.broken(left.who(), link.lastHeard());
          }
        });
  }

  /** A new session for a device; one that the device had before is replaced. */
  public TerminalSession begin(SignedIn who) {
    TerminalSession session = new TerminalSession(Secrets.id(), who);
    TerminalSession former = sessions.put(who.device(), session);
    if (former != null) {
      former.end(Link.Close.REPLACED);
    }
    return session;
  }

  /** The device's session of that id, if it can still be resumed. */
  public Optional<TerminalSession> find(SignedIn who, String id) {
    return Optional.ofNullable(sessions.get(who.device()))
        .filter(session -> session.id().equals(id) && session.isOf(who));
  }

  /** How the rest of the server reaches these sessions. */
  private final class Connection implements DeviceConnection {
    @Override
    public boolean deliver(DeviceId device, Notice notice) {
      TerminalSession session = sessions.get(device);
      return session != null && session.tell(notice);
    }

    @Override
    public void signOut(DeviceId device) {
      TerminalSession session = sessions.get(device);
      if (session != null) {
        scheduler.execute(() -> end(session, Link.Close.SIGNED_OUT));
      }
    }
  }

  private void end(TerminalSession session, Link.Close why) {
    if (session.end(why) && sessions.remove(session.who().device(), session)) {
      terminals.gone(session.who(), session.id());
    }
  }

  private void round() {
    try {
      Instant now = clock.instant();
      boolean ping = !lastPing.plus(PING_EVERY).isAfter(now);
      if (ping) {
        lastPing = now;
      }
      for (Link link : links) {
        if (link.lastHeard().plus(SILENT).isBefore(now)) {
          link.close(Link.Close.BROKEN);
        } else if (ping) {
          link.ping();
        }
      }
      for (TerminalSession session : sessions.values()) {
        if (session.expire(now.minus(limits.resume()))
            && sessions.remove(session.who().device(), session)) {
          terminals.gone(session.who(), session.id());
        }
      }
    } catch (RuntimeException e) {
      // A round that throws would be the last one.
      LOG.error("A round over the sessions failed", e);
    }
  }
}
