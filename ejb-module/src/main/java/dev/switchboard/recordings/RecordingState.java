package dev.switchboard.recordings;

import dev.switchboard.signalling.ServerMessage.RecordingPhase;
import java.util.Optional;

/** How far a recording is. */
public enum RecordingState {
  /** Somebody who is to be recorded has yet to consent; nothing is on any disk. */
  REQUESTED,
  /** Somebody did not consent, or took the consent back; nothing is kept but the log of that. */
  REFUSED,
  /** All have consented; the media engine copies, or is about to. */
  RECORDING,
  /** The copying has been ended; files are completed, brought to the storage, or thrown away. */
  FINISHING,
  /** The files are in the storage. */
  READY,
  /** Nothing could be recorded, by our own fault. */
  FAILED,
  /** Its owner, or its age, had its files deleted; the log of who consented is kept. */
  DELETED;

  /** What can happen to a recording. */
  public enum Step {
    /** The last of the recorded parties consented. */
    CONSENT,
    /** A party declined, did not answer in time, or the request was taken back. */
    REFUSE,
    /** Somebody stopped it, the call ended, or the disk did. */
    END,
    /** The files are in the storage. */
    STORE,
    /** What was recorded has been thrown away, because a party took its consent back. */
    DISCARD,
    /** The copying did not begin, or left nothing behind. */
    FAIL,
    /** What it left was found after all. */
    RECOVER,
    /** Its owner does not want it any more, or its time is over. */
    DELETE
  }

  /** The state after a step; empty if the step can't be made in this state. */
  public Optional<RecordingState> after(Step step) {
    return Optional.ofNullable(
        switch (step) {
          case CONSENT -> this == REQUESTED ? RECORDING : null;
          case REFUSE -> this == REQUESTED ? REFUSED : null;
          case END -> this == RECORDING ? FINISHING : null;
          case STORE -> this == FINISHING ? READY : null;
          case DISCARD -> this == FINISHING ? REFUSED : null;
          case FAIL -> this == RECORDING || this == FINISHING ? FAILED : null;
          case RECOVER -> this == FAILED ? FINISHING : null;
          case DELETE -> this == READY || this == FAILED ? DELETED : null;
        });
  }

  /** Whether another recording of the same call has to wait for this one. */
  boolean isRunning() {
    return this == REQUESTED || this == RECORDING;
  }

  /** Whether nothing will happen to it by itself any more. */
  boolean isSettled() {
    return this == REFUSED || this == READY || this == FAILED || this == DELETED;
  }

  /** What terminals are told; they are told nothing of what is deleted after their call. */
  RecordingPhase toWire() {
    return switch (this) {
      case REQUESTED -> RecordingPhase.REQUESTED;
      case REFUSED -> RecordingPhase.REFUSED;
      case RECORDING -> RecordingPhase.RECORDING;
      case FINISHING -> RecordingPhase.FINISHING;
      case READY -> RecordingPhase.READY;
      case FAILED -> RecordingPhase.FAILED;
      case DELETED -> throw new IllegalStateException("no call is told of that");
    };
  }
}
