package dev.switchboard.recordings;

/** Whether calls can be recorded now, and if not, why. */
public enum Availability {
  AVAILABLE,
  /** Not known yet: the storage is being tried for the first time. */
  UNTRIED,
  /** The storage does not take, give back, or delete what it is given. */
  STORAGE_AWAY,
  /** The storage refuses us: our keys, or our rights, are not those that it wants. */
  STORAGE_REFUSES,
  /** The storage answers, but not soon enough to be relied on, or is still being waited for. */
  STORAGE_SLOW,
  /** The storage, or the disk of the spool, has less room than is to be kept free. */
  NO_ROOM
}
