package dev.switchboard.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for tests, from binaries that Maven brings; runs as an ordinary process. */
final class Postgres implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final AtomicInteger databases = new AtomicInteger();

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
              .setServerConfig("max_connections", "300")
              .start());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings that make a server use a new, empty database of it. */
  Map<String, String> newDatabase() {
    String name = "switchboard" + databases.incrementAndGet();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "SWITCHBOARD_DB_URL", "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name,
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
