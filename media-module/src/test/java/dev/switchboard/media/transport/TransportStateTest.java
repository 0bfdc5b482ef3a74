package dev.switchboard.media.transport;

import static dev.switchboard.media.transport.TransportState.CHECKING;
import static dev.switchboard.media.transport.TransportState.CLOSED;
import static dev.switchboard.media.transport.TransportState.CONNECTED;
import static dev.switchboard.media.transport.TransportState.FAILED;
import static dev.switchboard.media.transport.TransportState.NEW;
import static dev.switchboard.media.transport.TransportState.SECURING;
import static dev.switchboard.media.transport.TransportState.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A transport that is")
class TransportStateTest {
  private static final Map<TransportState, Set<TransportState>> LEGAL =
      Map.of(
          NEW, Set.of(CHECKING, FAILED, CLOSED),
          CHECKING, Set.of(SECURING, FAILED, CLOSED),
          SECURING, Set.of(CONNECTED, FAILED, CLOSED),
          CONNECTED, Set.of(SILENT, FAILED, CLOSED),
          SILENT, Set.of(CONNECTED, FAILED, CLOSED),
          FAILED, Set.of(CLOSED),
          CLOSED, Set.of());

  @ParameterizedTest
  @EnumSource
  @DisplayName("in one state can become those of the table and no other")
  void followsTheTable(TransportState from) {
    for (TransportState to : TransportState.values()) {
      assertThat(from.canBecome(to))
          .as("%s to %s", from, to)
          .isEqualTo(LEGAL.get(from).contains(to));
    }
  }
}
