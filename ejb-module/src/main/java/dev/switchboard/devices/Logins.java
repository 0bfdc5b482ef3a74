package dev.switchboard.devices;

import dev.switchboard.RetryOnConflict;
import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountClosed;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Credentials;
import dev.switchboard.accounts.CredentialsResult;
import dev.switchboard.accounts.PasswordChanged;
import dev.switchboard.accounts.Profile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is signed in on which device (S1.2). */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Logins {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Credentials credentials;
  @Inject private Accounts accounts;
  @Inject private NewLogins newLogins;
  @Inject private LoginEnd loginEnd;
  @Inject private DeviceSettings settings;
  @Inject private Clock clock;

  protected Logins() {}

  Logins(
      EntityManager entities,
      Credentials credentials,
      Accounts accounts,
      NewLogins newLogins,
      LoginEnd loginEnd,
      DeviceSettings settings,
      Clock clock) {
    this.entities = entities;
    this.credentials = credentials;
    this.accounts = accounts;
    this.newLogins = newLogins;
    this.loginEnd = loginEnd;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Logs in, and records the device. To be called outside of a transaction, since it takes long.
   *
   * @param nameOrNumber an account's name, or its number in any spelling
   * @param address from which the request came, for the lock-out
   * @param deviceKey from the browser's device cookie; one that has not the shape of ours is
   *     replaced by a new one
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public LogInResult logIn(
      String nameOrNumber,
      String password,
      String address,
      Optional<String> deviceKey,
      BrowserTraits traits) {
    CredentialsResult checked = credentials.check(nameOrNumber, password, address);
    if (checked instanceof CredentialsResult.Accepted accepted) {
      String key = deviceKey.filter(Secrets::isToken).orElseGet(Secrets::token);
      return open(accepted.profile(), key, traits);
    }
    return new LogInResult.Refused(((CredentialsResult.Refused) checked).problem());
  }

  /** Who is signed in by a session cookie; empty if nobody is (any more). */
  public Optional<SignedIn> resume(String token) {
    Instant now = clock.instant();
    LoginSession login = entities.find(LoginSession.class, Secrets.hash(token));
    if (login == null || login.isOver(now)) {
      return Optional.empty();
    }
    Optional<SignedIn> signedIn =
        accounts
            .find(login.account())
            .filter(Profile::enabled)
            .map(profile -> new SignedIn(profile, login.device()));
    if (signedIn.isPresent() && login.isStale(now)) {
      login.use(now, settings);
      // Without the row's version: being seen is nothing that a call could collide with.
      entities
          .createQuery("update Device d set d.lastSeen = :now where d.id = :device")
          .setParameter("now", now)
          .setParameter("device", login.device().value())
          .executeUpdate();
    }
    return signedIn;
  }

  /** Ends a login; does nothing if it is none (any more). */
  public void logOut(String token) {
    LoginSession login = entities.find(LoginSession.class, Secrets.hash(token));
    if (login != null) {
      loginEnd.end(List.of(login), DeviceSignedOut.Reason.LOGGED_OUT);
    }
  }

  /** Ends the logins whose time is over. */
  void endExpired() {
    loginEnd.end(
        entities
            .createQuery(
                "select s from LoginSession s where s.expiresAt <= :now order by s.device",
                LoginSession.class)
            .setParameter("now", clock.instant())
            .getResultList(),
        DeviceSignedOut.Reason.LOGGED_OUT);
  }

  void onPasswordChanged(@Observes PasswordChanged event) {
    String kept = event.keptToken() == null ? "" : Secrets.hash(event.keptToken());
    List<LoginSession> others =
        of(event.account()).stream().filter(login -> !login.tokenHash().equals(kept)).toList();
    loginEnd.end(others, DeviceSignedOut.Reason.PASSWORD_CHANGED);
  }

  void onClosed(@Observes AccountClosed event) {
    if (event.reason() == AccountClosed.Reason.DISABLED) {
      loginEnd.end(of(event.account()), DeviceSignedOut.Reason.ACCOUNT_DISABLED);
    }
  }

  private LogInResult open(Profile profile, String deviceKey, BrowserTraits traits) {
    String token = Secrets.token();
    DeviceId device;
    try {
      device = newLogins.open(profile.id(), token, deviceKey, traits);
    } catch (PersistenceException e) {
      // Another tab of the same browser has just added the device: now it is there.
      device = newLogins.open(profile.id(), token, deviceKey, traits);
    }
    return new LogInResult.Accepted(token, deviceKey, new SignedIn(profile, device));
  }

  private List<LoginSession> of(AccountId account) {
    return entities
        .createQuery(
            "select s from LoginSession s where s.account = :account order by s.device",
            LoginSession.class)
        .setParameter("account", account.value())
        .getResultList();
  }
}
