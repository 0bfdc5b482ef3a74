package dev.switchboard.calls;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.devices.Callee;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DeviceRemoved;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.PresenceChanged;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lists of devices that callers have before them: kept live, for a limited time (S1.4, S1.5).
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class OpenLookUps {
  /** The presence of a device that its owner has removed while its list was open. */
  private static final String REMOVED = "removed";

  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  @Inject private Devices devices;
  @Inject private CallStore store;
  @Inject private CallAnnouncer announcer;
  @Inject private CallTimeouts timeouts;
  @Inject private DeviceNotices notices;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /** Opens a list for the caller; it lapses by itself. */
  LookUp open(SignedIn caller, Callee callee) {
    LookUp lookUp =
        new LookUp(
            caller.account(),
            caller.device(),
            callee.account(),
            callee.name(),
            callee.number().e164(),
            clock.instant(),
            limits.choose());
    em.persist(lookUp);
    timeouts.schedule(lookUp);
    return lookUp;
  }

  /** Keeps in the caller's history that it looked somebody up in vain. */
  void fail(SignedIn caller, String dialled) {
    Call call = Call.lookUpFailed(party(caller), dialled, limits.node(), clock.instant());
    store.add(call);
    announcer.publish(call);
  }

  /** The caller gives the list up; nothing if it is gone already. */
  public void close(SignedIn caller, LookUpId id) {
    find(caller.device(), id).ifPresent(em::remove);
  }

  /** The device is gone, and with it whoever looked at its lists. */
  void closeAll(DeviceId caller) {
    em.createQuery("delete from LookUp l where l.callerDevice = :device")
        .setParameter("device", caller.value())
        .executeUpdate();
  }

  /**
   * The caller has chosen: the list is used up.
   *
   * @throws Refused if it has lapsed, or is another device's
   */
  LookUp take(SignedIn caller, LookUpId id) {
    LookUp lookUp =
        find(caller.device(), id)
            .filter(open -> !open.isLapsed(clock.instant()))
            .orElseThrow(() -> new Refused(ErrorCode.LOOKUP_LAPSED));
    em.remove(lookUp);
    return lookUp;
  }

  /** Ends the list if its time is over, and tells the caller. */
  void lapse(LookUpId id) {
    Optional.ofNullable(em.find(LookUp.class, id.value()))
        .filter(open -> open.isLapsed(clock.instant()))
        .ifPresent(
            lapsed -> {
              em.remove(lapsed);
              notices.tell(lapsed.callerDevice(), new ServerMessage.LookUpLapsed(0, id.value()));
            });
  }

  /** The lists whose time was over before then. */
  List<LookUpId> overdue(Instant before) {
    return em
        .createQuery("select l.id from LookUp l where l.deadline < :before", String.class)
        .setParameter("before", before)
        .getResultList()
        .stream()
        .map(LookUpId::new)
        .toList();
  }

  /** Who calls: the account and device of a session. */
  Party party(SignedIn caller) {
    DeviceEntry device =
        devices
            .find(caller.device())
            .orElseThrow(() -> new IllegalStateException("The caller's device has been removed"));
    return Party.of(caller.profile(), device);
  }

  void onPresence(@Observes PresenceChanged change) {
    tellWatchers(
        change.account().value(),
        lookUp ->
            new ServerMessage.Presence(
                0,
                lookUp.id().value(),
                change.device().value(),
                change.presence().code(),
                change.kind().code(),
                change.name()));
  }

  /** The last to hear of it: what ends with the device changes its presence once more. */
  void onRemoved(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) DeviceRemoved removed) {
    closeAll(removed.device());
    tellWatchers(
        removed.account().value(),
        lookUp ->
            new ServerMessage.Presence(
                0, lookUp.id().value(), removed.device().value(), REMOVED, null, null));
  }

  private interface NoticeFor {
    ServerMessage.Notice of(LookUp lookUp);
  }

  private void tellWatchers(String callee, NoticeFor notice) {
    em.createQuery(
            "select l from LookUp l where l.calleeAccount = :callee and l.deadline > :now",
            LookUp.class)
        .setParameter("callee", callee)
        .setParameter("now", clock.instant())
        .getResultList()
        .forEach(lookUp -> notices.tell(lookUp.callerDevice(), notice.of(lookUp)));
  }

  private Optional<LookUp> find(DeviceId caller, LookUpId id) {
    return Optional.ofNullable(em.find(LookUp.class, id.value()))
        .filter(lookUp -> lookUp.callerDevice().equals(caller));
  }
}
