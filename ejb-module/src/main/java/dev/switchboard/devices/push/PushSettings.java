package dev.switchboard.devices.push;

import dev.switchboard.Environment;
import java.util.Optional;

/**
 * What the operator decides about Web Push.
 *
 * @param hosts {@code SWITCHBOARD_PUSH_HOSTS}, default {@link PushHosts#KNOWN}: the push services
 *     that may be sent to
 * @param contact {@code SWITCHBOARD_PUSH_CONTACT}: {@code mailto:} or {@code https:} address by
 *     which the people of a push service reach the operator (RFC 8292 section 2.1); Apple's sends
 *     nothing without
 */
public record PushSettings(PushHosts hosts, Optional<String> contact) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable whose value can't be right
   */
  public static PushSettings from(Environment environment) {
    String contact = environment.text("SWITCHBOARD_PUSH_CONTACT", "");
    if (!contact.matches("|mailto:[^\\s\"\\\\@]+@[^\\s\"\\\\@]+|https://[^\\s\"\\\\]+")) {
      throw new IllegalArgumentException(
          "SWITCHBOARD_PUSH_CONTACT must be a mailto: or https: address: " + contact);
    }
    return new PushSettings(
        PushHosts.of(environment.text("SWITCHBOARD_PUSH_HOSTS", PushHosts.KNOWN)),
        Optional.of(contact).filter(text -> !text.isEmpty()));
  }
}
