package dev.switchboard.recordings;

import java.util.Optional;

/** How far the film of a recording is. */
public enum FilmState {
  /** Somebody asked for it; the next node with a free place makes it. */
  QUEUED,
  /** A node makes it, or died doing so. */
  RUNNING,
  /** It is among the recording's files. */
  READY,
  /** It could not be made. */
  FAILED,
  /** Somebody no longer wanted it. */
  CANCELLED;

  /** What can happen to a film. */
  public enum Step {
    /** Somebody wants it. */
    ASK,
    /** A node begins to make it, be it because another one died. */
    CLAIM,
    /** The node that makes it goes down, or begins anew. */
    RELEASE,
    /** It is in the storage. */
    STORE,
    /** It can't be made. */
    FAIL,
    /** Somebody no longer wants it. */
    CANCEL
  }

  /** The state after a step; empty if that can't happen now. */
  Optional<FilmState> after(Step step) {
    return Optional.ofNullable(
        switch (step) {
          case ASK -> isUnderWay() || this == READY ? null : QUEUED;
          case CLAIM -> isUnderWay() ? RUNNING : null;
          case RELEASE -> this == RUNNING ? QUEUED : null;
          case STORE -> this == RUNNING ? READY : null;
          case FAIL -> isUnderWay() ? FAILED : null;
          case CANCEL -> isUnderWay() ? CANCELLED : null;
        });
  }

  /** Whether it will be made without anybody's doing. */
  public boolean isUnderWay() {
    return this == QUEUED || this == RUNNING;
  }
}
