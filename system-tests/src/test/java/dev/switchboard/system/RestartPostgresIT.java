package dev.switchboard.system;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** On a real PostgreSQL. */
class RestartPostgresIT extends RestartScenarios {
  private final Postgres postgres = Postgres.start(100);

  @Override
  String name() {
    return "postgres";
  }

  @Override
  Map<String, String> database() {
    return postgres.newDatabase();
  }

  @AfterAll
  void stopDatabase() {
    postgres.close();
  }
}
