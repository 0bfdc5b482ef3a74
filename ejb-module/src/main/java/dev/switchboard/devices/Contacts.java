package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Whom an account calls often (S1.10); {@link NewContacts} adds them. */
@ApplicationScoped
@Transactional
public class Contacts {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Accounts accounts;

  protected Contacts() {}

  Contacts(EntityManager entities, Accounts accounts) {
    this.entities = entities;
    this.accounts = accounts;
  }

  /** An account's contacts: favourites first, then by name as the language sorts it. */
  public List<ContactEntry> list(AccountId owner, Locale language) {
    Comparator<Object> byName = Collator.getInstance(language);
    return entities
        .createQuery("select c from Contact c where c.owner = :owner", Contact.class)
        .setParameter("owner", owner.value())
        .getResultStream()
        .map(this::entry)
        .sorted(
            Comparator.comparing((ContactEntry contact) -> !contact.favourite())
                .thenComparing(ContactEntry::name, byName::compare))
        .toList();
  }

  /** Whether an account has another one among its contacts. */
  public boolean has(AccountId owner, AccountId account) {
    return byAccount(owner, account).isPresent();
  }

  /**
   * Gives a contact a name of the owner's choice.
   *
   * @return why not, at field {@code name}
   */
  public Optional<Problem> rename(AccountId owner, ContactId id, String name) {
    String trimmed = name.strip();
    if (trimmed.isEmpty() || trimmed.length() > Contact.LONGEST_NAME) {
      return Optional.of(Problem.at("name", Message.CONTACT_NAME_INVALID, Contact.LONGEST_NAME));
    }
    change(owner, id, contact -> contact.rename(trimmed));
    return Optional.empty();
  }

  /** Puts a contact among the favourites, or takes it from them; nothing if it is gone. */
  public void setFavourite(AccountId owner, ContactId id, boolean favourite) {
    change(owner, id, contact -> contact.setFavourite(favourite));
  }

  /** Removes a contact; nothing if it is gone. */
  public void remove(AccountId owner, ContactId id) {
    change(owner, id, entities::remove);
  }

  /** Remembers which device of an account its contact called last; nothing if it is no contact. */
  public void called(AccountId owner, AccountId account, DeviceId device) {
    byAccount(owner, account).ifPresent(contact -> contact.called(device));
  }

  /**
   * The device of an account that its contact called last, if it is one and the device is there.
   */
  public Optional<DeviceId> lastDevice(AccountId owner, AccountId account) {
    return byAccount(owner, account).flatMap(this::lastDevice);
  }

  private Optional<DeviceId> lastDevice(Contact contact) {
    return contact
        .lastDevice()
        .filter(device -> entities.find(Device.class, device.value()) != null);
  }

  void add(AccountId owner, AccountId account) {
    if (!has(owner, account)) {
      entities.persist(new Contact(owner, account));
    }
  }

  void onClosed(@Observes AccountClosed event) {
    if (event.reason() == AccountClosed.Reason.DELETED) {
      entities
          .createQuery("delete from Contact c where c.owner = :id or c.account = :id")
          .setParameter("id", event.account().value())
          .executeUpdate();
    }
  }

  private ContactEntry entry(Contact contact) {
    Profile profile = accounts.get(contact.account());
    return new ContactEntry(
        contact.id(),
        profile.id(),
        contact.label().orElse(profile.name()),
        profile.name(),
        profile.number().e164(),
        contact.isFavourite(),
        lastDevice(contact));
  }

  private void change(AccountId owner, ContactId id, Consumer<Contact> change) {
    Contact contact = entities.find(Contact.class, id.value());
    if (contact != null && contact.owner().equals(owner)) {
      change.accept(contact);
    }
  }

  private Optional<Contact> byAccount(AccountId owner, AccountId account) {
    return entities
        .createQuery(
            "select c from Contact c where c.owner = :owner and c.account = :account",
            Contact.class)
        .setParameter("owner", owner.value())
        .setParameter("account", account.value())
        .getResultStream()
        .findFirst();
  }
}
