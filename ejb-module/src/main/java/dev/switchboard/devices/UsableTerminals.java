package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * At which devices somebody may have a call placed, other than the one in the hand (S2.3): the
 * account's own, and those of others that answer it by themselves, as in one household. Whoever
 * hides from the account, or has blocked it, shows it no such device.
 */
@ApplicationScoped
@Transactional
public class UsableTerminals {
  @Inject private Devices devices;
  @Inject private TrustedCallers trusted;
  @Inject private Directory directory;
  @Inject private Accounts accounts;

  protected UsableTerminals() {}

  UsableTerminals(Devices devices, TrustedCallers trusted, Directory directory, Accounts accounts) {
    this.devices = devices;
    this.trusted = trusted;
    this.directory = directory;
    this.accounts = accounts;
  }

  /**
   * The devices from which an account may choose: its own, those that can be reached first; then
   * those of others, in the order of their owners' names.
   *
   * @param asking the device in the hand, which is left out
   */
  public List<UsableTerminal> list(AccountId account, DeviceId asking) {
    Stream<UsableTerminal> own =
        devices.list(account).stream()
            .filter(device -> !device.id().equals(asking))
            .map(device -> new UsableTerminal(device, Optional.empty()));
    Stream<UsableTerminal> others =
        trusted.trusting(account).stream()
            .filter(device -> directory.stillSees(account, device.account()))
            .map(device -> new UsableTerminal(device, Optional.of(owner(device))))
            .sorted(
                Comparator.comparing(
                        (UsableTerminal terminal) -> terminal.owner().orElseThrow().name(),
                        String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(UsableTerminal::device, DeviceEntry.REACHABLE_FIRST));
    return Stream.concat(own, others).toList();
  }

  /** The device with that id, if {@link #list} has it. */
  public Optional<UsableTerminal> find(AccountId account, DeviceId asking, DeviceId id) {
    return list(account, asking).stream()
        .filter(terminal -> terminal.device().id().equals(id))
        .findFirst();
  }

  private Callee owner(DeviceEntry device) {
    Profile profile = accounts.get(device.account());
    return new Callee(profile.id(), profile.name(), profile.number());
  }
}
