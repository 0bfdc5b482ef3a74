package dev.switchboard.devices;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Attempts;
import dev.switchboard.accounts.BlockedCallers;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds accounts for others, as far as these may see them (S1.4), and not so often that numbers
 * could be tried one after the other. To be called outside of a transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Directory {
  @Inject private Accounts accounts;
  @Inject private BlockedCallers blockedCallers;
  @Inject private Contacts contacts;
  @Inject private Attempts attempts;
  @Inject private DeviceSettings settings;

  protected Directory() {}

  Directory(
      Accounts accounts,
      BlockedCallers blockedCallers,
      Contacts contacts,
      Attempts attempts,
      DeviceSettings settings) {
    this.accounts = accounts;
    this.blockedCallers = blockedCallers;
    this.contacts = contacts;
    this.attempts = attempts;
    this.settings = settings;
  }

  /** What somebody finds. */
  public sealed interface Sighting {
    /** An account that may be seen. */
    record Seen(Profile profile) implements Sighting {}

    /** Nothing; the result says why, as far as privacy allows. Never {@code Found}. */
    record Unseen(LookUpResult result) implements Sighting {
      /** Why somebody can't be added to a list of accounts, at field {@code callee}. */
      Problem problem() {
        return result instanceof LookUpResult.TooMany tooMany
            ? Problem.at("callee", Message.LOOK_UP_TOO_MANY, tooMany.seconds())
            : Problem.at("callee", Message.ACCOUNT_UNKNOWN);
      }
    }
  }

  /**
   * Looks an account up for somebody who is signed in.
   *
   * @param registration an account's name, a number in any spelling, or {@code name@server}
   */
  public Sighting search(AccountId seeker, String registration) {
    Optional<Duration> waiting = attempts.waiting(settings.failedLookUps(), seeker.value());
    waiting =
        waiting.isPresent()
            ? waiting
            : attempts.admit(settings.lookUps(), seeker.value()).waiting();
    if (waiting.isPresent()) {
      return new Sighting.Unseen(new LookUpResult.TooMany((waiting.get().toMillis() + 999) / 1000));
    }
    int at = registration.lastIndexOf('@');
    String server = registration.substring(at + 1).strip();
    if (at >= 0 && !server.equalsIgnoreCase(settings.serverName())) {
      attempts.count(settings.failedLookUps(), seeker.value());
      return unseen(
          Message.LOOK_UP_SERVER_UNKNOWN, server.substring(0, Math.min(server.length(), 100)));
    }
    Optional<Profile> found =
        seen(seeker, accounts.resolve(at < 0 ? registration : registration.substring(0, at)));
    if (found.isEmpty()) {
      attempts.count(settings.failedLookUps(), seeker.value());
      return unseen(Message.LOOK_UP_UNKNOWN);
    }
    return new Sighting.Seen(found.get());
  }

  /**
   * Whether an account that somebody has found before may still be seen: it is there, enabled, and
   * has not hidden itself from them since.
   */
  @Transactional
  public boolean stillSees(AccountId seeker, AccountId account) {
    return seen(seeker, accounts.find(account).filter(Profile::enabled)).isPresent();
  }

  /**
   * What somebody may see of an account, if there is one. The same is asked of the database in any
   * case, so that the time tells as little as the words.
   */
  private Optional<Profile> seen(AccountId seeker, Optional<Profile> account) {
    AccountId id = account.map(Profile::id).orElseGet(AccountId::random);
    boolean blocked = blockedCallers.isBlocked(id, seeker);
    boolean contact = contacts.has(id, seeker);
    return account.filter(
        profile -> id.equals(seeker) || (!blocked && isShown(profile.visibility(), contact)));
  }

  private static boolean isShown(Visibility visibility, boolean contact) {
    return visibility == Visibility.EVERYONE || (visibility == Visibility.CONTACTS && contact);
  }

  private static Sighting unseen(Message reason, Object... arguments) {
    return new Sighting.Unseen(new LookUpResult.Failed(reason, List.of(arguments)));
  }
}
