package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Adds contacts by what their owner types. To be called outside of a transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class NewContacts {
  @Inject private Directory directory;
  @Inject private Contacts contacts;

  protected NewContacts() {}

  NewContacts(Directory directory, Contacts contacts) {
    this.directory = directory;
    this.contacts = contacts;
  }

  /**
   * Adds a contact by name or number. Nobody learns more by this than by a look-up, and it counts
   * as one. An account that is a contact already stays one.
   *
   * @return why not, at field {@code callee}
   */
  public Optional<Problem> add(AccountId owner, String nameOrNumber) {
    Directory.Sighting sighting = directory.search(owner, nameOrNumber);
    if (sighting instanceof Directory.Sighting.Unseen unseen) {
      return Optional.of(unseen.problem());
    }
    AccountId found = ((Directory.Sighting.Seen) sighting).profile().id();
    if (found.equals(owner)) {
      return Optional.of(Problem.at("callee", Message.ACCOUNT_OWN));
    }
    contacts.add(owner, found);
    return Optional.empty();
  }
}
