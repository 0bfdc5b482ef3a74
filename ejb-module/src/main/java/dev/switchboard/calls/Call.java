package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.CallerPart;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Side;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A call's life, from the choice of a device to its one cause.
 *
 * <p>The caller's leg waits while the called legs are invited, confirm, and ring. The first answer
 * makes it and the waiting legs join, and ends the others as answered elsewhere; media comes up at
 * each joined leg, and at the last of them the call is connected. From then on it needs a joined
 * leg at each end: it goes on while it has them, and ends with the cause of the leg that was an
 * end's last.
 *
 * <p>A third-party call (S2.3) has a second leg at the calling end, the local terminal. Until it is
 * connected it needs the terminal and the callee, but not the device that placed it, which steps
 * out then unless its user wants to stay. A hand-off (S2.6) adds a leg that replaces one of the
 * same role as soon as its media is up; if that fails, the call stays where it was.
 *
 * <p>Every verb records its changes, which {@link CallAnnouncer} publishes in the same transaction.
 * The version makes one winner of two that change a call at once.
 */
@Entity
@Table(name = "calls")
public class Call {
  @Id private String id;
  @Version private long version;

  @Enumerated(EnumType.STRING)
  private CallState state;

  private String node;

  @Column(name = "any_device")
  private boolean anyDevice;

  @Enumerated(EnumType.STRING)
  @Column(name = "caller_part")
  private CallerPart callerPart;

  @Column(name = "placed_at")
  private Instant placedAt;

  @Column(name = "ringing_at")
  private @Nullable Instant ringingAt;

  @Column(name = "answered_at")
  private @Nullable Instant answeredAt;

  @Column(name = "connected_at")
  private @Nullable Instant connectedAt;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  private @Nullable Instant deadline;

  @Enumerated(EnumType.STRING)
  private @Nullable Cause cause;

  @Enumerated(EnumType.STRING)
  @Column(name = "ended_by")
  private @Nullable Side endedBy;

  private long sequence;

  @OneToMany(mappedBy = "call", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
  @OrderBy("position")
  private List<Leg> legs = new ArrayList<>();

  @Transient private final List<CallChange> changes = new ArrayList<>();

  /** The deadline for which a message has been sent. */
  @Transient private @Nullable Instant announcedDeadline;

  /** For JPA. */
  protected Call() {}

  private Call(Party caller, boolean anyDevice, String node, Instant now) {
    this.id = CallId.random().value();
    this.state = CallState.LOOKING_UP;
    this.node = node;
    this.anyDevice = anyDevice;
    this.callerPart = CallerPart.STAYS;
    this.placedAt = now;
    addLeg(LegRole.CALLER, LegState.WAITING, caller, now).list(true);
  }

  /** A call whose callee is known, with no device invited yet. */
  public static Call begin(Party caller, boolean anyDevice, String node, Instant now) {
    Call call = new Call(caller, anyDevice, node, now);
    call.move(CallState.Step.CHOOSE, now);
    return call;
  }

  /** A call that came to nothing, since the caller may not reach, or know, whom it dialled. */
  public static Call lookUpFailed(Party caller, String dialled, String node, Instant now) {
    Call call = new Call(caller, false, node, now);
    call.addLeg(LegRole.CALLEE, LegState.INVITED, Party.unknown(dialled), now).list(true);
    call.end(Cause.LOOKUP_FAILED, Side.SERVER, now);
    return call;
  }

  /** Sends an invitation to a device, which has a limited time to confirm it. */
  public Leg invite(Party callee, CallSettings limits, Instant now) {
    boolean first = legsWhere(leg -> leg.role() == LegRole.CALLEE).isEmpty();
    Leg leg = invite(LegRole.CALLEE, callee, limits, now);
    leg.list(first);
    return leg;
  }

  /**
   * Invites the device at which a third-party call is to be led, beside the callee's.
   *
   * @param part what becomes of the caller's own device
   */
  public Leg leadThrough(Party terminal, CallerPart part, CallSettings limits, Instant now) {
    callerPart = part;
    Leg leg = invite(LegRole.TERMINAL, terminal, limits, now);
    leg.list(!leg.account().equals(caller().account()));
    return leg;
  }

  private Leg invite(LegRole role, Party party, CallSettings limits, Instant now) {
    Leg leg = addLeg(role, LegState.INVITED, party, now);
    leg.limit(now, limits.confirm());
    schedule();
    return leg;
  }

  /**
   * A device that was invited is to be woken, since its page is closed, or may be asleep: it has as
   * long to come as it would have to ring.
   */
  public void wake(Leg leg, CallSettings limits, Instant now) {
    refuseUnless(leg.state() == LegState.INVITED);
    leg.wake();
    leg.limit(now, limits.ring());
    schedule();
  }

  /** The legs whose devices have not confirmed in time, and have not been woken. */
  public List<Leg> silentLegs(Instant now) {
    return legsWhere(
        leg ->
            leg.state() == LegState.INVITED
                && !leg.isWoken()
                && leg.deadline().filter(due -> !due.isAfter(now)).isPresent());
  }

  /** A device can't be rung. Of a call without any other device this ends the call. */
  public void inviteFailed(Leg leg, Cause why, Instant now) {
    leave(leg, why, leg.role().side(), now);
  }

  /** Whether a device that is rung answers by itself (S2.2); it rings for its user otherwise. */
  public void answerByItself(Leg leg, boolean auto) {
    refuseUnless(leg.state().isUnanswered());
    leg.answerByItself(auto);
  }

  /** The device has the invitation and rings; nothing if it had said so before. */
  public void confirm(DeviceId device, CallSettings limits, Instant now) {
    Leg leg = liveLeg(device);
    if (leg.state() == LegState.RINGING) {
      return;
    }
    move(leg, LegState.Step.CONFIRM, now);
    leg.limit(now, limits.ring());
    if (state == CallState.INVITING && leg.role() == LegRole.CALLEE) {
      move(CallState.Step.RING, now);
      ringingAt = now;
    }
    schedule();
  }

  /** The device's user takes the call; nothing if this device has taken it already. */
  public void answer(DeviceId device, CallSettings limits, Instant now) {
    Leg winner = liveLeg(device);
    if (winner.isInvited() && winner.state().isJoined()) {
      return;
    }
    refuseUnless(winner.state() == LegState.RINGING);
    if (winner.role() == LegRole.CALLEE && winner.replaces().isEmpty()) {
      answered(winner, limits, now);
    }
    join(winner, limits, now);
    connectWhoIsUp(limits, now);
    schedule();
  }

  private void answered(Leg winner, CallSettings limits, Instant now) {
    for (Leg other : legsWhere(leg -> leg.role() == LegRole.CALLEE && leg != winner)) {
      if (other.state().isUnanswered()) {
        end(other, Cause.ANSWERED_ELSEWHERE, now);
      }
      other.list(false);
    }
    winner.list(true);
    move(CallState.Step.ANSWER, now);
    answeredAt = now;
    if (callerPart != CallerPart.ABSENT) {
      legsWhere(leg -> leg.state() == LegState.WAITING).forEach(leg -> join(leg, limits, now));
    }
  }

  private void join(Leg leg, CallSettings limits, Instant now) {
    move(leg, LegState.Step.JOIN, now);
    leg.limit(now, limits.connect());
  }

  /** The device's user refuses the call. */
  public void decline(DeviceId device, Instant now) {
    Leg leg = liveLeg(device);
    refuseUnless(leg.state().isUnanswered());
    leave(leg, Cause.DECLINED, leg.role().side(), now);
  }

  /**
   * The caller gives up. If an answer has crossed this, the caller hangs up: its terminal has left
   * the call already, and nobody would end it (RFC 3261 section 15).
   */
  public void cancel(DeviceId device, Instant now) {
    Leg leg = liveLeg(device);
    refuseUnless(leg.role() == LegRole.CALLER);
    if (answeredAt != null) {
      hangUp(device, now);
    } else {
      end(Cause.CANCELLED, Side.CALLER, now);
    }
  }

  /**
   * A leg leaves an answered call; nothing if it was this side that hung up before. Who placed a
   * third-party call ends it before it is connected, and after that only steps out.
   */
  public void hangUp(DeviceId device, Instant now) {
    Leg leg = leg(device);
    if (cause == Cause.HUNG_UP && endedBy == leg.role().side()) {
      return;
    }
    liveLeg(device);
    boolean places = leg.state() == LegState.WAITING && answeredAt != null;
    refuseUnless(leg.state().isJoined() || places);
    if (!mayStepOut(leg)) {
      leave(leg, Cause.HUNG_UP, leg.role().side(), now);
    } else if (connectedAt == null) {
      end(Cause.HUNG_UP, Side.CALLER, now);
    } else {
      leave(leg, Cause.TRANSFERRED, Side.CALLER, now);
    }
  }

  /**
   * Whether the device that placed a third-party call is still in it when the others are connected;
   * if they are by now, it steps out.
   */
  public void stay(DeviceId device, boolean stays, Instant now) {
    Leg leg = liveLeg(device);
    refuseUnless(mayStepOut(leg) && callerPart != CallerPart.ABSENT);
    callerPart = stays ? CallerPart.STAYS : CallerPart.LEAVES;
    connectIfAllAreUp(now);
    schedule();
  }

  /**
   * The device's user goes, whatever it is doing: the caller cancels, who has joined hangs up. A
   * third-party call goes on without the device that placed it.
   */
  public void leave(DeviceId device, Instant now) {
    Leg leg = liveLeg(device);
    if (mayStepOut(leg)) {
      leave(leg, Cause.TRANSFERRED, Side.CALLER, now);
      return;
    }
    switch (leg.state()) {
      case WAITING -> cancel(device, now);
      case INVITED, RINGING -> leave(leg, Cause.UNDELIVERABLE, leg.role().side(), now);
      case CONNECTING, CONNECTED -> hangUp(device, now);
      case ENDED -> throw new IllegalStateException("A live leg has ended");
    }
  }

  /**
   * Moves the device's part in a connected call to another device of the same person, which is
   * invited, and takes the device's place when its media is up.
   *
   * @throws Refused if the call is not connected, this part of it is on its way already, or the
   *     other device is in the call
   */
  public Leg handOff(DeviceId device, Party to, CallSettings limits, Instant now) {
    Leg from = movable(device, to);
    Leg leg = invite(from.role(), to, limits, now);
    leg.replace(from);
    return leg;
  }

  /**
   * As {@link #handOff}, asked for by the user of the device that takes it: it needs no invitation.
   */
  public Leg takeOver(DeviceId device, Party to, CallSettings limits, Instant now) {
    Leg from = movable(device, to);
    Leg leg = addLeg(from.role(), LegState.WAITING, to, now);
    leg.replace(from);
    join(leg, limits, now);
    schedule();
    return leg;
  }

  private Leg movable(DeviceId device, Party to) {
    if (to.device() != null && find(leg -> leg.isLive() && leg.isAt(to.device())).isPresent()) {
      throw new Refused(ErrorCode.DEVICE_UNAVAILABLE);
    }
    Leg from = liveLeg(device);
    refuseUnless(state == CallState.CONNECTED && from.state() == LegState.CONNECTED);
    if (find(leg -> leg.isLive() && leg.isReplacing(from)).isPresent()) {
      throw new Refused(ErrorCode.MOVING);
    }
    return from;
  }

  /** Media of a leg is up, for the first time or again. Nothing for a leg that is over. */
  public void mediaUp(LegId id, CallSettings limits, Instant now) {
    find(leg -> leg.id().equals(id) && leg.isLive()).ifPresent(Leg::mediaIsUp);
    connectWhoIsUp(limits, now);
    watchConnections(limits);
  }

  /** No media has come from a leg since then. Nothing for a leg that is over. */
  public void mediaLost(LegId id, Instant since, CallSettings limits) {
    find(leg -> leg.id().equals(id) && leg.isLive()).ifPresent(leg -> leg.mediaIsLost(since));
    watchConnections(limits);
  }

  /** The device's socket is open, for the first time or again. */
  public void signallingUp(DeviceId device, CallSettings limits) {
    find(leg -> leg.isAt(device) && leg.isLive()).ifPresent(Leg::signallingIsUp);
    watchConnections(limits);
  }

  /** The device's socket is gone; it was last heard of then. */
  public void signallingLost(DeviceId device, Instant since, CallSettings limits) {
    find(leg -> leg.isAt(device) && leg.isLive()).ifPresent(leg -> leg.signallingIsLost(since));
    watchConnections(limits);
  }

  /** Ends what has passed its limit; nothing if nothing has. */
  public void expire(Instant now) {
    for (Leg leg : legsWhere(leg -> leg.deadline().filter(due -> !due.isAfter(now)).isPresent())) {
      switch (leg.state()) {
        case INVITED ->
            // Who was woken may well have heard it.
            leave(
                leg, leg.isWoken() ? Cause.NO_ANSWER : Cause.UNDELIVERABLE, leg.role().side(), now);
        case RINGING -> leave(leg, Cause.NO_ANSWER, leg.role().side(), now);
        case CONNECTING -> leave(leg, Cause.CONNECT_FAILED, failedSide(leg), now);
        case CONNECTED -> leave(leg, Cause.CONNECTION_LOST, leg.role().side(), now);
        // The leg before this one has ended the call.
        case ENDED -> {}
        case WAITING -> throw new IllegalStateException("Who waits has no limit of its own");
      }
    }
  }

  /** Which of two failed to connect is nobody's news; which of three is. */
  private static Side failedSide(Leg leg) {
    return leg.role() == LegRole.TERMINAL ? Side.TERMINAL : Side.SERVER;
  }

  /** The device was to be woken, and can't be. Nothing if it has come by itself. */
  public void wakeFailed(DeviceId device, Instant now) {
    find(leg -> leg.isAt(device) && leg.isWoken() && leg.state() == LegState.INVITED)
        .ifPresent(leg -> leave(leg, Cause.UNDELIVERABLE, leg.role().side(), now));
  }

  /** The device is no more, or may no longer call. */
  public void removeDevice(DeviceId device, Instant now) {
    find(leg -> leg.isAt(device) && leg.isLive())
        .ifPresent(leg -> leave(leg, Cause.DEVICE_REMOVED, leg.role().side(), now));
  }

  /** The server lost what the call needs. Nothing if it is over. */
  public void abandon(Cause why, Instant now) {
    if (state != CallState.ENDED) {
      end(why, Side.SERVER, now);
    }
  }

  /** A leg of this call. */
  Leg leg(LegId wanted) {
    return find(leg -> leg.id().equals(wanted))
        .orElseThrow(() -> new IllegalStateException("Call " + id + " has no leg " + wanted));
  }

  /** The leg that a message of a device is about, ended or not: a live one if there is one. */
  public Leg leg(DeviceId device) {
    return find(leg -> leg.isAt(device) && leg.isLive())
        .or(() -> legsWhere(leg -> leg.isAt(device)).stream().reduce((first, last) -> last))
        .orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_CALL));
  }

  /** The device's leg, which must not have ended. */
  public Leg liveLeg(DeviceId device) {
    Leg leg = leg(device);
    if (state == CallState.ENDED) {
      throw new Refused(ErrorCode.CALL_OVER);
    }
    refuseUnless(leg.isLive());
    return leg;
  }

  /** The leg of who placed the call. */
  public Leg caller() {
    return legs.get(0);
  }

  public CallId id() {
    return new CallId(id);
  }

  public CallState state() {
    return state;
  }

  /** The node that holds the call's media. */
  public String node() {
    return node;
  }

  /** Whether the caller left it open which device answers. */
  public boolean isAnyDevice() {
    return anyDevice;
  }

  /** Whether one device placed it for another to lead. */
  public boolean isThirdParty() {
    return find(leg -> leg.role() == LegRole.TERMINAL).isPresent();
  }

  /** What becomes of the device that placed a third-party call. */
  public CallerPart callerPart() {
    return callerPart;
  }

  /** Whether this leg's media never joins: it only places the call. */
  boolean isAbsent(Leg leg) {
    return leg.state() == LegState.WAITING && callerPart == CallerPart.ABSENT;
  }

  /** All legs, in the order in which they came. */
  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  /** The number of changes so far. */
  public long sequence() {
    return sequence;
  }

  public Instant placedAt() {
    return placedAt;
  }

  public Optional<Instant> ringingAt() {
    return Optional.ofNullable(ringingAt);
  }

  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(answeredAt);
  }

  public Optional<Instant> connectedAt() {
    return Optional.ofNullable(connectedAt);
  }

  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  public Optional<Cause> cause() {
    return Optional.ofNullable(cause);
  }

  public Optional<Side> endedBy() {
    return Optional.ofNullable(endedBy);
  }

  /** When somebody must look at this call at the latest. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** The deadline, if it is another one than when the row was read or this was asked last. */
  Optional<Instant> takeNewDeadline() {
    boolean changed = deadline != null && !deadline.equals(announcedDeadline);
    announcedDeadline = deadline;
    return changed ? deadline() : Optional.empty();
  }

  /** What the verbs have done since this was asked last. */
  List<CallChange> takeChanges() {
    List<CallChange> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  @PostLoad
  private void rememberDeadline() {
    announcedDeadline = deadline;
  }

  private Leg addLeg(LegRole role, LegState first, Party party, Instant now) {
    Leg leg = new Leg(this, legs.size(), role, first, party);
    legs.add(leg);
    record(now, Optional.of(leg), Optional.empty(), first.name(), Optional.empty());
    return leg;
  }

  private void connectWhoIsUp(CallSettings limits, Instant now) {
    for (Leg leg : legsWhere(leg -> leg.state() == LegState.CONNECTING && leg.isMediaUp())) {
      move(leg, LegState.Step.CONNECT, now);
      leg.watchConnection(limits.lost());
      find(leg::isReplacing)
          .filter(Leg::isLive)
          .ifPresent(replaced -> end(replaced, Cause.TRANSFERRED, now));
    }
    connectIfAllAreUp(now);
    schedule();
  }

  private void connectIfAllAreUp(Instant now) {
    if (state == CallState.CONNECTING && find(leg -> leg.state().isAwaited()).isEmpty()) {
      move(CallState.Step.CONNECT, now);
      connectedAt = now;
    }
    if (state == CallState.CONNECTED && callerPart != CallerPart.STAYS) {
      legsWhere(this::mayStepOut).forEach(leg -> end(leg, Cause.TRANSFERRED, now));
    }
  }

  /** Before the call is connected, a terminal that rings is as good as one that has joined. */
  private boolean leads(Leg terminal) {
    return connectedAt == null ? terminal.isLive() : terminal.state().isJoined();
  }

  /**
   * Whether this is the live leg of the device that placed a third-party call; one that is only to
   * take its place is not.
   */
  boolean mayStepOut(Leg leg) {
    return leg.role() == LegRole.CALLER
        && leg.isLive()
        && find(leg::isReplacing).filter(Leg::isLive).isEmpty()
        && find(other -> other.role() == LegRole.TERMINAL && leads(other)).isPresent();
  }

  private void watchConnections(CallSettings limits) {
    legs.forEach(leg -> leg.watchConnection(limits.lost()));
    schedule();
  }

  /** A leg is out; the call goes on as long as that makes sense without it. */
  private void leave(Leg leg, Cause why, Side side, Instant now) {
    if (!leg.isLive()) {
      return;
    }
    boolean dispensable = mayStepOut(leg);
    end(leg, why, now);
    // Nobody is left to be moved.
    legsWhere(next -> next.state().isUnanswered() && next.isReplacing(leg))
        .forEach(next -> end(next, why, now));
    if (connectedAt != null) {
      if (!hasJoined(LegRole::calls) || !hasJoined(LegRole.CALLEE::equals)) {
        end(why, side, now);
      }
    } else if (leg.role() == LegRole.CALLEE && answeredAt == null) {
      if (legsWhere(other -> other.role() == LegRole.CALLEE && other.isLive()).isEmpty()) {
        end(Cause.ofUnanswered(causesAtCallee()), side, now);
      }
    } else if (dispensable) {
      connectIfAllAreUp(now);
    } else {
      end(why, side, now);
    }
    schedule();
  }

  private boolean hasJoined(Predicate<LegRole> end) {
    return find(leg -> end.test(leg.role()) && leg.state().isJoined()).isPresent();
  }

  private List<Cause> causesAtCallee() {
    return legsWhere(leg -> leg.role() == LegRole.CALLEE).stream()
        .flatMap(leg -> leg.cause().stream())
        .toList();
  }

  private void end(Cause why, Side side, Instant now) {
    legsWhere(Leg::isLive).forEach(leg -> end(leg, why, now));
    legs.stream()
        .filter(leg -> leg.role() == LegRole.CALLEE && leg.isListed())
        .filter(leg -> !leg.hasJoined() && (why.isMissed() || side == Side.TERMINAL))
        .forEach(Leg::miss);
    cause = why;
    endedBy = side;
    endedAt = now;
    move(CallState.Step.END, now);
    schedule();
  }

  private void end(Leg leg, Cause why, Instant now) {
    String from = leg.state().name();
    leg.end(why, now);
    record(now, Optional.of(leg), Optional.of(from), LegState.ENDED.name(), Optional.of(why));
  }

  private void move(Leg leg, LegState.Step step, Instant now) {
    LegState to = leg.state().after(step).orElseThrow(() -> new Refused(ErrorCode.WRONG_STATE));
    String from = leg.state().name();
    leg.enter(to, now);
    record(now, Optional.of(leg), Optional.of(from), to.name(), Optional.empty());
  }

  private void move(CallState.Step step, Instant now) {
    CallState to = state.after(step).orElseThrow(() -> new Refused(ErrorCode.WRONG_STATE));
    String from = state.name();
    state = to;
    record(now, Optional.empty(), Optional.of(from), to.name(), Optional.ofNullable(cause));
  }

  private void record(
      Instant now, Optional<Leg> leg, Optional<String> from, String to, Optional<Cause> why) {
    sequence++;
    changes.add(new CallChange(sequence, now, leg, from, to, why));
  }

  private void schedule() {
    deadline =
        legs.stream()
            .flatMap(leg -> leg.deadline().stream())
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  private Optional<Leg> find(Predicate<Leg> wanted) {
    return legs.stream().filter(wanted).findFirst();
  }

  private List<Leg> legsWhere(Predicate<Leg> wanted) {
    return legs.stream().filter(wanted).toList();
  }

  private static void refuseUnless(boolean allowed) {
    if (!allowed) {
      throw new Refused(ErrorCode.WRONG_STATE);
    }
  }
}
