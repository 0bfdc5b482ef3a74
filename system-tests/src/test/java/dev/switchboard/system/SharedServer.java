package dev.switchboard.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One server for all tests that leave it as they found it; started by the first, stopped when the
 * tests' process ends. Tests share it, so each makes accounts of its own by {@link #newName}.
 */
final class SharedServer {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Limits that let tests run: many accounts from one address, and many look-ups. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "SWITCHBOARD_REGISTRATIONS_PER_HOUR", "100000",
          "SWITCHBOARD_LOOKUPS_PER_MINUTE", "100000");

  private static final Pattern SET_UP_TOKEN = Pattern.compile("Set-up token, [^:]*: (\\S+)");

  private static Server server;
  private static String administrator = "";
  private static Postgres postgres;

  private SharedServer() {}

  static synchronized Server get() {
    if (server == null || !server.isAlive()) {
      server = Server.start(Path.of("target/shared-server"), settings(Map.of()));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }
    return server;
  }

  /** The name of the one account that administers the server. */
  static synchronized String administrator() {
    if (administrator.isEmpty()) {
      Matcher token = SET_UP_TOKEN.matcher(get().consoleText());
      if (!token.find()) {
        throw new IllegalStateException("no set-up token in " + server.consoleText());
      }
      administrator = newName("root");
      new WebForms(server.home(), "x").register(administrator, newNumber(), token.group(1));
    }
    return administrator;
  }

  /**
   * The shared settings and these; on H2, or on a database of its own of one PostgreSQL if the
   * tests run with {@code -Ddatabase=postgresql}.
   */
  static synchronized Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    if ("postgresql".equals(System.getProperty("switchboard.database"))) {
      if (postgres == null) {
        postgres = Postgres.start(300);
      }
      all.putAll(postgres.newDatabase());
    }
    all.putAll(more);
    return all;
  }

  /** An account name that no other test has. */
  static String newName(String stem) {
    return stem + NUMBERS.incrementAndGet() + Long.toString(System.nanoTime() % 1_000_000, 36);
  }

  /** A Swiss mobile number that no other test has, as +4179…. */
  static String newNumber() {
    return "+4179%07d"
        .formatted((System.nanoTime() / 1000 + NUMBERS.incrementAndGet()) % 10_000_000);
  }
}
