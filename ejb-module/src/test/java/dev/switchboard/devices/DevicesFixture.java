package dev.switchboard.devices;

import dev.switchboard.Environment;
import dev.switchboard.RecordedEvents;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountsFixture;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The use cases of devices on a database in memory, wired by hand as the container does. */
public final class DevicesFixture implements AutoCloseable {
  public static final BrowserTraits LAPTOP =
      BrowserTraits.of(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537");
  public static final BrowserTraits PHONE =
      BrowserTraits.of("Mozilla/5.0 (Linux; Android 10; K) Chrome/142.0 Mobile Safari/537.36");

  public final AccountsFixture accounts;
  public final DeviceSettings settings;
  public final RecordedEvents<DeviceRemoved> removed = new RecordedEvents<>();
  public final RecordedEvents<DeviceSignedOut> signedOut = new RecordedEvents<>();
  public final RecordedEvents<PresenceChanged> presenceChanged = new RecordedEvents<>();
  public final Devices devices;
  public final DevicePresence presence;
  public final Logins logins;
  public final Pairings pairings;
  public final Contacts contacts;
  public final NewContacts newContacts;
  public final Directory directory;
  public final DeviceLookUp lookUp;
  public final TrustedCallers trusted;
  public final NewTrustedCallers newTrusted;
  public final UsableTerminals terminals;

  public DevicesFixture() {
    this(Map.of());
  }

  public DevicesFixture(Map<String, String> environment) {
    accounts = new AccountsFixture(environment);
    settings = DeviceSettings.from(new Environment(environment));
    var entities = accounts.database.entities();
    devices = new Devices(entities, removed, presenceChanged);
    presence = new DevicePresence(entities, accounts.clock, presenceChanged);
    LoginEnd loginEnd = new LoginEnd(entities, accounts.clock, signedOut, presenceChanged);
    NewLogins newLogins =
        new NewLogins(entities, settings, accounts.clock, loginEnd, presenceChanged);
    logins =
        new Logins(
            entities,
            accounts.credentials,
            accounts.accounts,
            newLogins,
            loginEnd,
            settings,
            accounts.clock);
    pairings =
        new Pairings(
            entities,
            accounts.accounts,
            newLogins,
            new PairingGuesses(accounts.attempts, settings),
            accounts.attempts,
            settings,
            accounts.clock);
    contacts = new Contacts(entities, accounts.accounts);
    directory =
        new Directory(
            accounts.accounts, accounts.blockedCallers, contacts, accounts.attempts, settings);
    newContacts = new NewContacts(directory, contacts);
    lookUp = new DeviceLookUp(directory, devices);
    trusted = new TrustedCallers(entities, devices, accounts.accounts, accounts.blockedCallers);
    newTrusted = new NewTrustedCallers(directory, devices, trusted);
    terminals = new UsableTerminals(devices, trusted, directory, accounts.accounts);
    accounts.closed.observe(devices::onClosed);
    accounts.closed.observe(logins::onClosed);
    accounts.closed.observe(contacts::onClosed);
    accounts.passwordChanged.observe(logins::onPasswordChanged);
  }

  /** Does something in a transaction of its own. */
  public <T> T inTransaction(Supplier<T> action) {
    return accounts.database.inTransaction(action);
  }

  /** As {@link #inTransaction(Supplier)}, for what returns nothing. */
  public void inTransaction(Runnable action) {
    accounts.database.inTransaction(action);
  }

  /** Registers an account. */
  public AccountId register(String name) {
    return accounts.register(name).id();
  }

  /** Logs in on a new device. */
  public LogInResult.Accepted logIn(String name, BrowserTraits traits) {
    return logIn(name, Optional.empty(), traits);
  }

  /** Logs in on a device that may have a key. */
  public LogInResult.Accepted logIn(String name, Optional<String> key, BrowserTraits traits) {
    return (LogInResult.Accepted)
        inTransaction(
            () ->
                logins.logIn(name, AccountsFixture.PASSWORD, AccountsFixture.ADDRESS, key, traits));
  }

  /** Logs in on a new device, which is connected, too. */
  public DeviceId connect(String name, BrowserTraits traits) {
    DeviceId device = logIn(name, traits).signedIn().device();
    inTransaction(() -> presence.connected(device, "node1", "session of " + name));
    presenceChanged.take();
    return device;
  }

  /** Looks somebody up. */
  public LookUpResult find(AccountId caller, DeviceId device, String callee) {
    return inTransaction(() -> lookUp.find(caller, device, callee));
  }

  @Override
  public void close() {
    accounts.close();
  }
}
