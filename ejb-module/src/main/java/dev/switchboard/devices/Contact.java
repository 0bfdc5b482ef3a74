package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody whom an account calls, and to whom it shows its devices if they are for contacts. */
@Entity
@Table(name = "contacts")
class Contact {
  static final int LONGEST_NAME = 60;

  @Id private String id;
  @Version private long version;

  @Column(name = "owner_id")
  private String owner;

  @Column(name = "account_id")
  private String account;

  private @Nullable String label;
  private boolean favourite;

  @Column(name = "last_device_id")
  private @Nullable String lastDevice;

  protected Contact() {}

  Contact(AccountId owner, AccountId account) {
    this.id = ContactId.random().value();
    this.owner = owner.value();
    this.account = account.value();
  }

  ContactId id() {
    return new ContactId(id);
  }

  AccountId owner() {
    return new AccountId(owner);
  }

  AccountId account() {
    return new AccountId(account);
  }

  Optional<String> label() {
    return Optional.ofNullable(label);
  }

  boolean isFavourite() {
    return favourite;
  }

  Optional<DeviceId> lastDevice() {
    return Optional.ofNullable(lastDevice).map(DeviceId::new);
  }

  void rename(String label) {
    this.label = label;
  }

  void setFavourite(boolean favourite) {
    this.favourite = favourite;
  }

  void called(DeviceId device) {
    lastDevice = device.value();
  }
}
