package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.RetryOnConflict;
import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Attempts;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.RemoteAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Signs a TV in by a phone that is signed in (S2.1), in the shape of RFC 8628: the TV shows a code,
 * the phone confirms it, the TV fetches its login with a secret of its own. Nothing is ever typed
 * on the TV.
 */
@ApplicationScoped
@RetryOnConflict
@Transactional
public class Pairings {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private Accounts accounts;
  @Inject private NewLogins newLogins;
  @Inject private PairingGuesses guesses;
  @Inject private Attempts attempts;
  @Inject private DeviceSettings settings;
  @Inject private Clock clock;

  protected Pairings() {}

  Pairings(
      EntityManager entities,
      Accounts accounts,
      NewLogins newLogins,
      PairingGuesses guesses,
      Attempts attempts,
      DeviceSettings settings,
      Clock clock) {
    this.entities = entities;
    this.accounts = accounts;
    this.newLogins = newLogins;
    this.guesses = guesses;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A TV asks for a code; the one that it had before is good no more.
   *
   * @param former the device code that it had before, if it had one
   * @param address that it asks from
   */
  public PairingBegin begin(Optional<String> former, BrowserTraits tv, String address) {
    String network = RemoteAddress.subject(address);
    Optional<Duration> waiting = attempts.admit(settings.pairings(), network).waiting();
    if (waiting.isPresent()) {
      return new PairingBegin.Refused(waiting.get());
    }
    former.flatMap(this::byDeviceCode).ifPresent(entities::remove);
    String deviceCode = Secrets.token();
    UserCode userCode = freeUserCode();
    entities.persist(
        new Pairing(
            Secrets.hash(deviceCode),
            userCode,
            BrowserDescription.of(tv),
            network,
            clock.instant()));
    return new PairingBegin.Begun(deviceCode, userCode.toString(), Pairing.VALID, Pairing.INTERVAL);
  }

  /**
   * A TV asks whether it is confirmed; if so, that signs it in, as a device of kind TV.
   *
   * @param deviceKey from the browser's device cookie; one that has not the shape of ours is
   *     replaced by a new one
   */
  public PairingPoll poll(String deviceCode, Optional<String> deviceKey, BrowserTraits tv) {
    Instant now = clock.instant();
    Optional<Pairing> found = byDeviceCode(deviceCode).filter(waiting -> !waiting.isOver(now));
    if (found.isEmpty()) {
      return new PairingPoll.Refused(PairingPoll.Reason.EXPIRED_TOKEN);
    }
    Pairing pairing = found.get();
    if (!pairing.poll(now)) {
      return new PairingPoll.Refused(PairingPoll.Reason.SLOW_DOWN);
    }
    Optional<Pairing.Confirmation> confirmation = pairing.confirmation();
    if (confirmation.isEmpty()) {
      return new PairingPoll.Refused(PairingPoll.Reason.AUTHORIZATION_PENDING);
    }
    entities.remove(pairing);
    return signIn(confirmation.get(), deviceKey, tv);
  }

  /**
   * Shows which TV asks with a code. A wrong one is counted.
   *
   * @param account whose user has typed or scanned it
   * @param address from which that comes
   */
  public PairingLookUp find(AccountId account, String typed, String address) {
    PairingGuesses.Guess guess = guesses.begin(account, address);
    if (guess.refused().isPresent()) {
      return new PairingLookUp.Refused(guess.refused().get());
    }
    Optional<UserCode> code = UserCode.parse(typed);
    Optional<Pairing> found = code.flatMap(this::open);
    if (found.isEmpty()) {
      return new PairingLookUp.Refused(Problem.at("code", Message.PAIRING_CODE_WRONG));
    }
    guesses.takeBack(guess);
    return new PairingLookUp.Found(code.get().toString(), found.get().entry());
  }

  /**
   * Confirms the TV that shows a code: it signs in to the account with its next poll. A wrong code
   * is counted; of two phones that confirm at once, the first one has it.
   *
   * @param name what the device is to be called; a number is added if the account has one like it
   * @return why not, at field {@code name} or {@code code}
   */
  public Optional<Problem> confirm(AccountId account, String typed, String name, String address) {
    Optional<String> deviceName = Device.name(name);
    if (deviceName.isEmpty()) {
      return Optional.of(Problem.at("name", Message.DEVICE_NAME_INVALID, Device.LONGEST_NAME));
    }
    PairingGuesses.Guess guess = guesses.begin(account, address);
    if (guess.refused().isPresent()) {
      return guess.refused();
    }
    Optional<Pairing> found = UserCode.parse(typed).flatMap(this::open);
    if (found.isEmpty()) {
      return Optional.of(Problem.at("code", Message.PAIRING_CODE_WRONG));
    }
    guesses.takeBack(guess);
    found.get().confirm(account, deviceName.get(), clock.instant());
    return Optional.empty();
  }

  /** Forgets the pairings whose time is over. */
  void forgetExpired() {
    entities
        .createQuery("delete from Pairing p where p.expiresAt <= :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  private PairingPoll signIn(
      Pairing.Confirmation confirmation, Optional<String> deviceKey, BrowserTraits tv) {
    Optional<Profile> profile =
        accounts
            .find(confirmation.account())
            .filter(owner -> owner.enabled() && !owner.mustChangePassword());
    if (profile.isEmpty()) {
      return new PairingPoll.Refused(PairingPoll.Reason.ACCESS_DENIED);
    }
    String token = Secrets.token();
    String key = deviceKey.filter(Secrets::isToken).orElseGet(Secrets::token);
    DeviceId device =
        newLogins.pair(confirmation.account(), token, key, tv, confirmation.deviceName());
    return new PairingPoll.Paired(
        new LogInResult.Accepted(token, key, new SignedIn(profile.get(), device)));
  }

  private Optional<Pairing> byDeviceCode(String code) {
    return Optional.ofNullable(
        entities.find(Pairing.class, Secrets.hash(code), LockModeType.PESSIMISTIC_WRITE));
  }

  private Optional<Pairing> open(UserCode code) {
    return byUserCode(code).filter(pairing -> pairing.isOpen(clock.instant()));
  }

  private Optional<Pairing> byUserCode(UserCode code) {
    return entities
        .createQuery("select p from Pairing p where p.userCodeHash = :code", Pairing.class)
        .setParameter("code", code.hash())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /** Another TV may show the same one: unlikely, but then a phone would confirm the wrong one. */
  private UserCode freeUserCode() {
    UserCode code = UserCode.random();
    while (byUserCode(code).isPresent()) {
      code = UserCode.random();
    }
    return code;
  }
}
