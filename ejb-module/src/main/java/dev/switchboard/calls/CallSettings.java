package dev.switchboard.calls;

import dev.switchboard.Environment;
import java.time.Duration;

/**
 * The limits of a call (S1.5, S1.9, S1.11), each 1 s to 1 hour, and this node's name.
 *
 * @param choose for the caller to choose a device
 * @param confirm for a device to confirm an invitation
 * @param ring for a device to ring
 * @param connect from the answer until media is up at both sides
 * @param lost for a side without signalling and media, before the call ends
 * @param resume for a terminal whose socket broke to take its session up again
 * @param node which node of a cluster this is, 1 to 23 letters, digits, dots or dashes: it is the
 *     identifier of the node's transactions, too, which has room for no more
 */
public record CallSettings(
    Duration choose,
    Duration confirm,
    Duration ring,
    Duration connect,
    Duration lost,
    Duration resume,
    String node) {

  public CallSettings {
    if (!node.matches("[A-Za-z0-9.-]{1,23}")) {
      throw new IllegalArgumentException(
          "SWITCHBOARD_NODE must be 1 to 23 letters, digits, dots or dashes: " + node);
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static CallSettings from(Environment environment) {
    return new CallSettings(
        seconds(environment, "SWITCHBOARD_CHOOSE_SECONDS", 60),
        seconds(environment, "SWITCHBOARD_CONFIRM_SECONDS", 3),
        seconds(environment, "SWITCHBOARD_RING_SECONDS", 30),
        seconds(environment, "SWITCHBOARD_CONNECT_SECONDS", 15),
        seconds(environment, "SWITCHBOARD_LOST_SECONDS", 30),
        seconds(environment, "SWITCHBOARD_RESUME_SECONDS", 30),
        environment.text("SWITCHBOARD_NODE", "node1"));
  }

  private static Duration seconds(Environment environment, String name, int preset) {
    return Duration.ofSeconds(environment.number(name, preset, 1, 3_600));
  }
}
