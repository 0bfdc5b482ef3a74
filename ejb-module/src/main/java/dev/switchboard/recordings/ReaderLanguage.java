package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/** In which language somebody reads what the server says. */
@ApplicationScoped
public class ReaderLanguage {
  @Inject private Accounts accounts;

  /** The account's language; English for who has no account here any more. */
  Locale of(Optional<AccountId> account) {
    return account
        .flatMap(accounts::find)
        .map(profile -> Locale.forLanguageTag(profile.language()))
        .orElse(Locale.ENGLISH);
  }
}
