package dev.switchboard.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person or a shared line: a unique name and one bound phone number (RFC 3261, address of
 * record).
 *
 * <p>It is registered, may be disabled and enabled again by an administrator, and is deleted by its
 * owner; then the row is gone, and its name and number are free. What happened in its calls stays
 * in the history of others, who keep its name as text.
 */
@Entity
@Table(name = "accounts")
@NamedQuery(
    name = "Account.byRegistration",
    query = "select a from Account a where a.nameKey = :key or a.number = :key")
class Account {
  @Id private String id;
  @Version private long version;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String number;

  @Column(name = "number_confirmed")
  private boolean numberConfirmed;

  @Column(name = "password_hash")
  private String passwordHash;

  @Column(name = "temporary_until")
  private @Nullable Instant temporaryUntil;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Enumerated(EnumType.STRING)
  private Visibility visibility;

  private String language;
  private boolean enabled;

  @Column(name = "registered_at")
  private Instant registeredAt;

  protected Account() {}

  Account(
      AccountName name,
      PhoneNumber number,
      PasswordHash password,
      Role role,
      String language,
      Instant now) {
    this.id = AccountId.random().value();
    this.name = name.text();
    this.nameKey = name.key();
    this.number = number.e164();
    this.passwordHash = password.text();
    this.role = role;
    this.visibility = Visibility.EVERYONE;
    this.language = language;
    this.enabled = true;
    this.registeredAt = now;
  }

  AccountId id() {
    return new AccountId(id);
  }

  String name() {
    return name;
  }

  PhoneNumber number() {
    return new PhoneNumber(number);
  }

  Role role() {
    return role;
  }

  boolean isEnabled() {
    return enabled;
  }

  boolean isNumberConfirmed() {
    return numberConfirmed;
  }

  PasswordHash password() {
    return new PasswordHash(passwordHash);
  }

  /**
   * Whether a right password lets in: not when disabled, nor when it was temporary too long ago.
   */
  boolean mayLogIn(Instant now) {
    return enabled && (temporaryUntil == null || now.isBefore(temporaryUntil));
  }

  Profile profile() {
    return new Profile(
        id(),
        name,
        number(),
        numberConfirmed,
        role,
        visibility,
        language,
        enabled,
        temporaryUntil != null,
        registeredAt);
  }

  void changePassword(PasswordHash password) {
    passwordHash = password.text();
    temporaryUntil = null;
  }

  void resetPassword(PasswordHash password, Instant until) {
    passwordHash = password.text();
    temporaryUntil = until;
  }

  void showDevicesTo(Visibility visibility) {
    this.visibility = visibility;
  }

  void speak(String language) {
    this.language = language;
  }

  void confirmNumber() {
    numberConfirmed = true;
  }

  void enable() {
    enabled = true;
  }

  void disable() {
    enabled = false;
  }

  void makeAdministrator() {
    role = Role.ADMIN;
  }

  void makeUser() {
    role = Role.USER;
  }
}
