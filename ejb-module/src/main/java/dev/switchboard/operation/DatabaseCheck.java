package dev.switchboard.operation;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The database answers. */
@ApplicationScoped
public class DatabaseCheck implements ReadinessCheck {
  @Resource(lookup = "java:/jdbc/switchboard")
  private DataSource dataSource;

  @Override
  public String name() {
    return "database";
  }

  @Override
  public void check() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.isValid(1)) {
        throw new SQLException("the connection is not valid");
      }
    }
  }
}
