package dev.switchboard.operation;

/** One thing that must work before a call can be made; every CDI bean of this type is asked. */
public interface ReadinessCheck {
  /** A short lower-case name for the health report, such as {@code database}. */
  String name();

  /**
   * Tries the thing itself, within a second or so.
   *
   * @throws Exception with the reason when it does not work
   */
  void check() throws Exception;
}
