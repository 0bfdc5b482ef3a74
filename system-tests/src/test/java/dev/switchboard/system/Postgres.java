package dev.switchboard.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;

/** A real PostgreSQL for tests, from binaries that Maven brings; runs as an ordinary process. */
final class Postgres implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private Postgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts one that allows as many prepared transactions as given (Switchboard needs 40). */
  static Postgres start(int preparedTransactions) {
    try {
      return new Postgres(
          EmbeddedPostgres.builder()
              .setServerConfig("max_prepared_transactions", Integer.toString(preparedTransactions))
              .setServerConfig("listen_addresses", "localhost")
              .start());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings that make a server use it. */
  Map<String, String> settings() {
    return Map.of(
        "SWITCHBOARD_DB_URL", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
        "SWITCHBOARD_DB_USER", "postgres",
        "SWITCHBOARD_DB_PASSWORD", "postgres");
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
