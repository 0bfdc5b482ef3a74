package dev.switchboard.accounts;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets an account prove that its number is its own, by a code that is sent to it: where the setting
 * is {@link NumberConfirmation#GATEWAY} (S1.1).
 */
@ApplicationScoped
@Transactional
public class NumberConfirmations {
  private static final Duration VALID = Duration.ofMinutes(10);

  /** Messages cost money, and annoy whose number it really is. */
  private static final Limit SENDING = new Limit("code-sent", 5, Duration.ofHours(1));

  /** Of a million codes, these few can be tried in the time that one is valid. */
  private static final Limit TRYING = new Limit("code-tried", 5, VALID);

  private static final SecureRandom RANDOM = new SecureRandom();

  @PersistenceContext(unitName = "switchboard")
  private EntityManager entities;

  @Inject private MessageGateway gateway;
  @Inject private Attempts attempts;
  @Inject private AccountSettings settings;
  @Inject private Clock clock;

  protected NumberConfirmations() {}

  NumberConfirmations(
      EntityManager entities,
      MessageGateway gateway,
      Attempts attempts,
      AccountSettings settings,
      Clock clock) {
    this.entities = entities;
    this.gateway = gateway;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether the account is to be asked for a code: there is a gateway, and it has not yet. */
  public boolean isNeeded(AccountId id) {
    return settings.confirmation() == NumberConfirmation.GATEWAY
        && !Accounts.load(entities, id).isNumberConfirmed();
  }

  /**
   * Sends a new code of six digits to the account's number; it is valid for ten minutes, and an
   * earlier one no more. Does nothing if none is needed.
   *
   * @return why not, at field {@code code}
   */
  public Optional<Problem> sendCode(AccountId id) {
    if (!isNeeded(id)) {
      return Optional.empty();
    }
    Optional<Duration> waiting = attempts.admit(SENDING, id.value()).waiting();
    if (waiting.isPresent()) {
      return tooMany(waiting.get());
    }
    Account account = Accounts.load(entities, id);
    String code = "%06d".formatted(RANDOM.nextInt(1_000_000));
    ConfirmationCode stored = entities.find(ConfirmationCode.class, id.value());
    if (stored == null) {
      stored = new ConfirmationCode(id);
      stored.renew(hash(id, code), clock.instant().plus(VALID));
      entities.persist(stored);
    } else {
      stored.renew(hash(id, code), clock.instant().plus(VALID));
    }
    String text =
        Message.CODE_TEXT.text(Locale.forLanguageTag(account.profile().language()), List.of(code));
    gateway.send(account.number(), text, VALID.toMillis());
    return Optional.empty();
  }

  /**
   * Confirms the number by the code that was sent to it.
   *
   * @return why not, at field {@code code}
   */
  public Optional<Problem> confirm(AccountId id, String code) {
    Optional<Duration> waiting = attempts.admit(TRYING, id.value()).waiting();
    if (waiting.isPresent()) {
      return tooMany(waiting.get());
    }
    ConfirmationCode stored = entities.find(ConfirmationCode.class, id.value());
    if (stored == null || !stored.matches(hash(id, code.strip()), clock.instant())) {
      return Optional.of(Problem.at("code", Message.CODE_WRONG));
    }
    entities.remove(stored);
    Accounts.load(entities, id).confirmNumber();
    return Optional.empty();
  }

  private static Optional<Problem> tooMany(Duration waiting) {
    return Optional.of(Problem.at("code", Message.TOO_MANY_ATTEMPTS, Attempts.minutes(waiting)));
  }

  /** With the account, so that equal codes don't look equal. */
  private static String hash(AccountId id, String code) {
    return Secrets.hash(id + " " + code);
  }
}
