package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A list of devices that a caller has before them, and a limited time to choose from (S1.5). */
@Entity
@Table(name = "look_ups")
public class LookUp {
  @Id private String id;

  @Column(name = "caller_account")
  private String callerAccount;

  @Column(name = "caller_device")
  private String callerDevice;

  @Column(name = "callee_account")
  private String calleeAccount;

  @Column(name = "callee_name")
  private String calleeName;

  @Column(name = "callee_number")
  private @Nullable String calleeNumber;

  private Instant deadline;

  /** For JPA. */
  protected LookUp() {}

  LookUp(
      AccountId caller,
      DeviceId callerDevice,
      AccountId callee,
      String calleeName,
      @Nullable String calleeNumber,
      Instant now,
      Duration choose) {
    this.id = LookUpId.random().value();
    this.callerAccount = caller.value();
    this.callerDevice = callerDevice.value();
    this.calleeAccount = callee.value();
    this.calleeName = calleeName;
    this.calleeNumber = calleeNumber;
    this.deadline = now.plus(choose);
  }

  public LookUpId id() {
    return new LookUpId(id);
  }

  public AccountId callerAccount() {
    return new AccountId(callerAccount);
  }

  public DeviceId callerDevice() {
    return new DeviceId(callerDevice);
  }

  public AccountId callee() {
    return new AccountId(calleeAccount);
  }

  /** The callee in the words of the list, without a device. */
  Party calleeParty() {
    return new Party(callee(), calleeName, calleeNumber, null, null, null);
  }

  /** When the time to choose is over. */
  public Instant deadline() {
    return deadline;
  }

  boolean isLapsed(Instant now) {
    return !deadline.isAfter(now);
  }
}
