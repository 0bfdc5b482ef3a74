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
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  /** Sessions that are over, but whose end could not be stored. */
  private final Set<TerminalSession> departed = ConcurrentHashMap.newKeySet();

  /** One for several devices each, so that they are few. */
  private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

  private final DeviceConnection connection = new Connection();

  @Inject private Terminals terminals;
  @Inject private LocalTerminals local;
  @Inject private CallSettings limits;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Resource private ContextService contexts;
  private Consumer<Runnable> inContext;
  private ScheduledFuture<?> rounds;
  private Instant lastPing = Instant.EPOCH;

  @PostConstruct
  void start() {
    lastPing = clock.instant();
    inContext = contexts.contextualConsumer(Runnable::run);
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
    session.ifPresent(left -> later(left, () -> leave(left, link, bye)));
  }

  /**
   * Does what brings a device's session or takes it away, one thing after the other: what is stored
   * of a device must be the last that happened to it. May block; not to be called by a session.
   */
  public void exclusively(DeviceId device, Runnable work) {
    synchronized (locks[Math.floorMod(device.hashCode(), locks.length)]) {
      work.run();
    }
  }

  /** A new session for a device, to be opened on a link; one that it had before is replaced. */
  public TerminalSession begin(SignedIn who, Link link) {
    TerminalSession session = new TerminalSession(Secrets.id(), who, link);
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
        later(session, () -> end(session, Link.Close.SIGNED_OUT));
      }
    }
  }

  /**
   * On a thread that may block, and in the application's context: a link may break under a
   * session's lock, and on a thread that is none of the server's.
   */
  private void later(TerminalSession session, Runnable work) {
    try {
      scheduler.execute(
          () -> {
            try {
              inContext.accept(() -> exclusively(session.who().device(), work));
            } catch (RuntimeException e) {
              LOG.error("What became of a session could not be stored", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The server goes down: a session stays as it is", e);
    }
  }

  private void leave(TerminalSession session, Link link, boolean bye) {
    if (bye && session.isOn(link)) {
      end(session, Link.Close.SIGNED_OUT);
    } else if (session.detach(link, clock.instant())) {
      terminals.broken(session.who(), link.lastHeard());
    }
  }

  private void end(TerminalSession session, Link.Close why) {
    if (session.end(why) && sessions.remove(session.who().device(), session)) {
      depart(session);
    }
  }

  private void expire(TerminalSession session, Instant goneSince) {
    if (session.expire(goneSince) && sessions.remove(session.who().device(), session)) {
      depart(session);
    }
  }

  /** Tried until it is stored, or the device has come back: nothing else makes it offline. */
  private void depart(TerminalSession session) {
    try {
      terminals.gone(session.who(), session.id());
    } catch (RuntimeException e) {
      LOG.error("Could not store that a device has gone; the next round tries again", e);
      departed.add(session);
    }
  }

  private void departAgain(TerminalSession session) {
    if (departed.remove(session) && !sessions.containsKey(session.who().device())) {
      depart(session);
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
        if (session.isBroken()) {
          DeviceId device = session.who().device();
          exclusively(device, () -> expire(session, now.minus(limits.resume())));
        }
      }
      for (TerminalSession session : List.copyOf(departed)) {
        exclusively(session.who().device(), () -> departAgain(session));
      }
    } catch (RuntimeException e) {
      // A round that throws would be the last one.
      LOG.error("A round over the sessions failed", e);
    }
  }
}
