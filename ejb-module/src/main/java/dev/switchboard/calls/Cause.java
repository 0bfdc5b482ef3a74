package dev.switchboard.calls;

import java.util.Collection;
import java.util.List;

/**
 * Why a call or a leg ended: exactly one each (S1.9), with its SIP status (RFC 3261) and its Q.850
 * cause for call records (RFC 3326).
 */
public enum Cause {
  /** No such account or number, no device, or not visible to this caller. */
  LOOKUP_FAILED(404, 1),
  /** The device did not confirm the invitation, or is offline and can't be woken. */
  UNDELIVERABLE(480, 20),
  /** The ring limit passed. */
  NO_ANSWER(408, 19),
  /** Answered, but media was not up at both sides within the connect limit. */
  CONNECT_FAILED(500, 47),
  /** The device is in a call or rings for another. */
  BUSY(486, 17),
  /** The device's user declined. */
  DECLINED(603, 21),
  /** The caller gave up before an answer. */
  CANCELLED(487, 16),
  /** Another device of the callee won; of a leg only. */
  ANSWERED_ELSEWHERE(487, 26),
  /** The normal end. */
  HUNG_UP(200, 16),
  /** This leg was handed off, or left a third-party call; of a leg only. */
  TRANSFERRED(200, 16),
  /** Signalling and media of a side were gone for too long. */
  CONNECTION_LOST(503, 38),
  /** The device was removed, or its account is disabled. */
  DEVICE_REMOVED(480, 20),
  /** The server could not bring the call back. */
  SERVER_RESTARTED(503, 41);

  /**
   * What a call ends with when none of the devices that it rang answered: the cause that came
   * closest to an answer. A device that rang out leaves hope that somebody will see the missed
   * call, so it outranks one that declined.
   */
  private static final List<Cause> CLOSEST_FIRST =
      List.of(NO_ANSWER, DECLINED, BUSY, DEVICE_REMOVED, UNDELIVERABLE);

  private final int sip;
  private final int q850;

  Cause(int sip, int q850) {
    this.sip = sip;
    this.q850 = q850;
  }

  /** The SIP status code, 200 to 699. */
  public int sip() {
    return sip;
  }

  /** The Q.850 cause value, 1 to 127. */
  public int q850() {
    return q850;
  }

  /** Whether a leg can end with it while its call goes on elsewhere. */
  boolean isOfLegOnly() {
    return this == ANSWERED_ELSEWHERE || this == TRANSFERRED;
  }

  /** Whether somebody did not get what they wanted: such an end is told on the failure queue. */
  public boolean isFailure() {
    return this != HUNG_UP && this != ANSWERED_ELSEWHERE && this != TRANSFERRED;
  }

  /** Whether the called person, not having answered, should find this call among the missed. */
  public boolean isMissed() {
    return this != DECLINED && this != ANSWERED_ELSEWHERE && this != LOOKUP_FAILED;
  }

  /** The cause of a call whose called legs all ended without an answer, from their causes. */
  static Cause ofUnanswered(Collection<Cause> legs) {
    return CLOSEST_FIRST.stream().filter(legs::contains).findFirst().orElse(UNDELIVERABLE);
  }
}
