package dev.switchboard.system;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** The database of a server that is down, for what would take the server days. */
record StoppedDatabase(String url, String user, String password) {
  static StoppedDatabase of(Server server) {
    Path file = server.data().resolve("database/switchboard");
    return new StoppedDatabase(
        or(server, "SWITCHBOARD_DB_URL", "jdbc:h2:file:" + file + ";IFEXISTS=TRUE"),
        or(server, "SWITCHBOARD_DB_USER", "switchboard"),
        or(server, "SWITCHBOARD_DB_PASSWORD", "switchboard"));
  }

  private static String or(Server server, String setting, String otherwise) {
    return Optional.ofNullable(server.setting(setting)).orElse(otherwise);
  }

  /** A recording's time is over since then. */
  void expire(String recording, Instant when) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        PreparedStatement update =
            connection.prepareStatement("update recordings set expires_at = ? where id = ?")) {
      update.setTimestamp(1, Timestamp.from(when));
      update.setString(2, recording);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("no recording " + recording);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key with which the server signs links. */
  String linkKey() {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        PreparedStatement query =
            connection.prepareStatement("select key_text from recording_link_keys");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
