package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a request was refused; the table in docs/signalling.md, "Requests, replies, notices". */
public enum ErrorCode {
  /** No JSON, no object, unknown type, or a field that is missing or of the wrong type. */
  MALFORMED("malformed"),
  /** The frame is larger than {@link SignallingCodec#MAX_FRAME}. */
  TOO_LARGE("too-large"),
  /** The rate limit of requests, or of look-ups. */
  TOO_MANY_REQUESTS("too-many-requests"),
  /** A request came before {@code hello}. */
  NOT_READY("not-ready"),
  /** There is no such callee, or none that this caller may see (S1.4). */
  LOOKUP_FAILED("lookup-failed"),
  /** The time to choose is over, or the look-up is not of this session. */
  LOOKUP_LAPSED("lookup-lapsed"),
  /** No such call, or this device has no part in it. */
  UNKNOWN_CALL("unknown-call"),
  /** The call has ended. */
  CALL_OVER("call-over"),
  /** The call is in a state in which this can't be done. */
  WRONG_STATE("wrong-state"),
  /** This device is in a call already. */
  BUSY("busy"),
  /** The device can't be used for this: it is no device of the account, nor trusts it. */
  NOT_YOUR_DEVICE("not-your-device"),
  /** The other device can't be reached, or is in a call. */
  DEVICE_UNAVAILABLE("device-unavailable"),
  /** This part of the call is being moved already. */
  MOVING("moving"),
  /** The session description can't be read, or offers nothing that we can carry. */
  BAD_SDP("bad-sdp"),
  /** The storage of recordings is away, or full. */
  RECORDING_UNAVAILABLE("recording-unavailable"),
  /** The call is being recorded already, or somebody has been asked for consent. */
  RECORDING_RUNS("recording-runs"),
  /** The account has used up its room for recordings. */
  RECORDING_QUOTA("recording-quota"),
  /** No such recording, or this device has no part in it. */
  UNKNOWN_RECORDING("unknown-recording"),
  /** The time to consent is over, or the recording is. */
  RECORDING_OVER("recording-over"),
  /** Our own fault. */
  INTERNAL("internal");

  private final String wire;

  ErrorCode(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }
}
