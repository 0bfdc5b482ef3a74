package dev.switchboard.operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few lines that whoever started the server should read: they go to the console, bare. */
public final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.announcements");

  private Announcements() {}

  /** Writes one line to the console and to the log. */
  public static void say(String line) {
    LOG.info(line);
  }
}
