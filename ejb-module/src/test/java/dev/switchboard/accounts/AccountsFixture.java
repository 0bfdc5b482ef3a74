package dev.switchboard.accounts;

import dev.switchboard.Environment;
import dev.switchboard.FakeClock;
import dev.switchboard.RecordedEvents;
import dev.switchboard.TestDatabase;
import java.util.Map;

/** The use cases of accounts on a database in memory, wired by hand. */
public final class AccountsFixture implements AutoCloseable {
  public static final String PASSWORD = "four unrelated words";
  public static final String ADDRESS = "192.0.2.1";

  public final TestDatabase database = new TestDatabase();
  public final FakeClock clock = new FakeClock();
  public final RecordedEvents<AccountClosed> closed = new RecordedEvents<>();
  public final RecordedEvents<PasswordChanged> passwordChanged = new RecordedEvents<>();
  public final AccountSettings settings;
  public final Attempts attempts;
  public final Accounts accounts;
  public final Registration registration;
  public final SetUpTokens setUpTokens;
  public final Credentials credentials;
  public final Passwords passwords;
  public final Administration administration;
  public final BlockedCallers blockedCallers;

  private int numbers;

  public AccountsFixture() {
    this(Map.of());
  }

  public AccountsFixture(Map<String, String> environment) {
    var entities = database.entities();
    settings = AccountSettings.from(new Environment(environment));
    attempts = new Attempts(new AttemptLog(entities), clock);
    PasswordGuard guard = new PasswordGuard(attempts);
    accounts = new Accounts(entities, settings, guard, closed);
    registration = new Registration(new NewAccounts(entities, clock), attempts, settings);
    setUpTokens = new SetUpTokens(entities, clock);
    credentials = new Credentials(entities, attempts, settings, clock);
    passwords = new Passwords(entities, settings, guard, passwordChanged);
    administration = new Administration(entities, clock, settings, closed, passwordChanged);
    blockedCallers = new BlockedCallers(entities, accounts);
    closed.observe(blockedCallers::onClosed);
  }

  /** Registers an account with a Swiss number of its own. */
  public Profile register(String name) {
    return register(name, "");
  }

  /** As {@link #register(String)}, with a set-up token. */
  public Profile register(String name, String token) {
    String number = "+4144668%04d".formatted(1800 + numbers++);
    RegistrationResult result =
        database.inTransaction(
            () ->
                registration.register(
                    new RegistrationForm(name, number, PASSWORD, token, "en"), ADDRESS));
    return ((RegistrationResult.Registered) result).profile();
  }

  /** Checks credentials as a log-in does. */
  public CredentialsResult check(String nameOrNumber, String password) {
    return check(nameOrNumber, password, ADDRESS);
  }

  /** As {@link #check(String, String)}, from some address. */
  public CredentialsResult check(String nameOrNumber, String password, String address) {
    return database.inTransaction(() -> credentials.check(nameOrNumber, password, address));
  }

  @Override
  public void close() {
    database.close();
  }
}
