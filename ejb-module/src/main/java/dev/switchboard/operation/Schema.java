package dev.switchboard.operation;

import dev.switchboard.Environment;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what a start needs and brings the database to the schema of this release, before anything
 * else starts.
 *
 * <p>Every other start-up bean that touches the database says {@code @DependsOn("Schema")}.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  @Resource(lookup = "java:/jdbc/switchboard")
  private DataSource dataSource;

  @Inject private Event<Starting> starting;

  @PostConstruct
  void start() {
    try {
      starting.fire(new Starting());
      requirePreparedTransactions(poolSize());
    } catch (IllegalArgumentException e) {
      CannotStart.because(String.valueOf(e.getMessage()));
    }
    migrate();
  }

  private void migrate() {
    int applied =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration")
            .load()
            .migrate()
            .migrationsExecuted;
    LOG.info("schema is current, {} migrations applied", applied);
  }

  /**
   * One transaction spans database and messages, which PostgreSQL allows only when it may keep
   * prepared transactions (its default is none).
   */
  private void requirePreparedTransactions(int needed) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return;
      }
      try (ResultSet row = statement.executeQuery("show max_prepared_transactions")) {
        row.next();
        int allowed = row.getInt(1);
        if (allowed < needed) {
          String message =
              "PostgreSQL allows %d prepared transactions and Switchboard needs %d: set max_prepared_transactions = %d in postgresql.conf and restart PostgreSQL."
                  .formatted(allowed, needed, needed);
          CannotStart.because(message);
        }
      }
    } catch (SQLException e) {
      CannotStart.because("The database can't be reached: " + e.getMessage());
    }
  }

  /** As many as the largest pool may hold: each may carry a prepared transaction. */
  private static int poolSize() {
    return Environment.ofProcess().number("SWITCHBOARD_DB_POOL", 40, 1, 10_000);
  }
}
