package dev.switchboard.media;

/** Whether tests run in their long form, as {@code ./dev soak} has them. */
public final class Soak {
  public static final boolean IS_ON = Integer.getInteger("soak", 1) > 1;

  private Soak() {}
}
