package dev.switchboard.operation;

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

  /** As many as the largest pool may hold: each may carry a prepared transaction. */
  private static final int PREPARED_TRANSACTIONS_NEEDED = poolSize();

  @Resource(lookup = "java:/jdbc/switchboard")
  private DataSource dataSource;

  @Inject private Event<Starting> starting;

  @PostConstruct
  void start() {
    try {
      starting.fire(new Starting());
    } catch (IllegalArgumentException e) {
      CannotStart.because(String.valueOf(e.getMessage()));
    }
    requirePreparedTransactions();
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
  private void requirePreparedTransactions() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return;
      }
      try (ResultSet row = statement.executeQuery("show max_prepared_transactions")) {
        row.next();
        int allowed = row.getInt(1);
        if (allowed < PREPARED_TRANSACTIONS_NEEDED) {
          String message =
              "PostgreSQL allows %d prepared transactions and Switchboard needs %d: set max_prepared_transactions = %d in postgresql.conf and restart PostgreSQL."
                  .formatted(allowed, PREPARED_TRANSACTIONS_NEEDED, PREPARED_TRANSACTIONS_NEEDED);
          CannotStart.because(message);
        }
      }
    } catch (SQLException e) {
      CannotStart.because("The database can't be reached: " + e.getMessage());
    }
  }

  private static int poolSize() {
    String configured = System.getenv("SWITCHBOARD_DB_POOL");
    return configured == null ? 40 : Integer.parseInt(configured);
  }
}
