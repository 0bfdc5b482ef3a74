package dev.switchboard.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Somebody whom an account does not want to be called by. */
@Entity
@Table(name = "blocked_callers")
@IdClass(BlockedCaller.Key.class)
class BlockedCaller {

  /** Who blocks whom; a class with fields because JPA 3.1 has no records as keys. */
  static class Key implements Serializable {
    private String owner;
    private String caller;

    public Key() {}

    Key(AccountId owner, AccountId caller) {
      this.owner = owner.value();
      this.caller = caller.value();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.owner.equals(owner) && key.caller.equals(caller);
    }

    @Override
    public int hashCode() {
      return owner.hashCode() * 31 + caller.hashCode();
    }
  }

  @Id
  @Column(name = "owner_id")
  private String owner;

  @Id
  @Column(name = "caller_id")
  private String caller;

  protected BlockedCaller() {}

  BlockedCaller(AccountId owner, AccountId caller) {
    this.owner = owner.value();
    this.caller = caller.value();
  }
}
