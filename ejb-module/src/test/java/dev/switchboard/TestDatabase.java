package dev.switchboard;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

/**
 * Our persistence unit on an empty database in memory, with the schema of the migrations: for tests
 * of mappings and queries. With {@code SWITCHBOARD_TEST_DATABASE=jdbc:postgresql://…} in the
 * environment, user and password in the address, it is a new schema of that database instead.
 *
 * <p>Use cases get {@link #entities()} by their package-private constructors; what the container
 * would do around them, {@link #inTransaction} does.
 */
public final class TestDatabase implements AutoCloseable {
  private final EntityManagerFactory factory;
  private final EntityManager entities;

  public TestDatabase() {
    String url = url();
    Flyway.configure()
        .dataSource(url, null, null)
        .createSchemas(true)
        .locations("classpath:db/migration")
        .load()
        .migrate();
    factory =
        Persistence.createEntityManagerFactory(
            "switchboard",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.jdbc.url", url,
                // A name of its own, or two databases of one test run would share their session.
                "eclipselink.session-name", url,
                "eclipselink.weaving", "false"));
    entities = factory.createEntityManager();
  }

  private static String url() {
    String id = UUID.randomUUID().toString().replace("-", "");
    String server = System.getenv().getOrDefault("SWITCHBOARD_TEST_DATABASE", "");
    return server.isEmpty()
        ? "jdbc:h2:mem:" + id + ";DB_CLOSE_DELAY=-1"
        : server + (server.contains("?") ? "&" : "?") + "currentSchema=test_" + id;
  }

  /** The one entity manager that all use cases of a test share. */
  public EntityManager entities() {
    return entities;
  }

  /** Another entity manager: another node, or another request at the same time. */
  public EntityManager otherEntities() {
    return factory.createEntityManager();
  }

  /** Does something in a transaction of its own, and forgets the objects, as a request would. */
  public <T> T inTransaction(Supplier<T> action) {
    if (entities.getTransaction().isActive()) {
      return action.get();
    }
    entities.getTransaction().begin();
    try {
      T result = action.get();
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.clear();
    }
  }

  /** As {@link #inTransaction(Supplier)}, for what returns nothing. */
  public void inTransaction(Runnable action) {
    inTransaction(
        () -> {
          action.run();
          return true;
        });
  }

  @Override
  public void close() {
    entities.close();
    factory.close();
  }
}
