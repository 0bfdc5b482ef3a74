package dev.switchboard.devices;

import static dev.switchboard.devices.DevicesFixture.LAPTOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.PairingPoll.Reason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairingsTest {
  private static final BrowserTraits TV =
      BrowserTraits.of("Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) SamsungBrowser/4.0 TV Safari/537");
  private static final String TV_ADDRESS = "192.0.2.7";
  private static final String PHONE_ADDRESS = "192.0.2.8";
  private static final Problem WRONG = Problem.at("code", Message.PAIRING_CODE_WRONG);

  private final DevicesFixture fixture = new DevicesFixture();
  private final AccountId alice = fixture.register("alice");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void signsATvInThatAPhoneHasConfirmedAndNamed() {
    PairingBegin.Begun tv = begin();
    assertThat(poll(tv)).isEqualTo(Reason.AUTHORIZATION_PENDING);
    assertThat(find(alice, tv.userCode().toLowerCase(Locale.ROOT).replace("-", " ")))
        .isEqualTo(
            new PairingLookUp.Found(
                tv.userCode(),
                new PairingEntry(DeviceKind.TV, "Samsung Internet on Samsung TV", TV_ADDRESS)));
    assertThat(confirm(alice, tv.userCode(), " Living room ")).isEmpty();
    pass(Pairing.INTERVAL);

    LogInResult.Accepted login = paired(tv);
    assertThat(resume(login)).map(SignedIn::account).contains(alice);
    DeviceEntry device = fixture.devices.list(alice).get(0);
    assertThat(device.id()).isEqualTo(login.signedIn().device());
    assertThat(device.name()).isEqualTo("Living room");
    assertThat(device.kind()).isEqualTo(DeviceKind.TV);
  }

  @Test
  void showsCodesThatNobodyMisreads() {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      codes.add(UserCode.random().toString());
    }
    assertThat(codes)
        .hasSize(100)
        .allMatch(code -> code.matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}"));
    assertThat(UserCode.parse("bcdf ghjk")).map(UserCode::toString).contains("BCDF-GHJK");
    assertThat(UserCode.parse("BCDF-GHJ")).isEmpty();
    assertThat(UserCode.parse("BCDF-GHJI")).isEmpty();
    assertThat(UserCode.parse("BCDF-GHJK-L")).isEmpty();
  }

  @Test
  void forgetsACodeAfterFiveMinutes() {
    PairingBegin.Begun tv = begin();
    pass(tv.expiresIn().minusMillis(1));
    assertThat(find(alice, tv.userCode())).isInstanceOf(PairingLookUp.Found.class);
    pass(Duration.ofMillis(1));
    assertThat(find(alice, tv.userCode())).isEqualTo(new PairingLookUp.Refused(WRONG));
    assertThat(confirm(alice, tv.userCode(), "TV")).contains(WRONG);
    assertThat(poll(tv)).isEqualTo(Reason.EXPIRED_TOKEN);
    fixture.inTransaction(fixture.pairings::forgetExpired);
    assertThat(stored()).isZero();
  }

  @Test
  void letsATvInWhoseCodeIsConfirmedInTheLastMoment() {
    PairingBegin.Begun tv = begin();
    pass(tv.expiresIn().minusMillis(1));
    assertThat(confirm(alice, tv.userCode(), "TV")).isEmpty();
    pass(Pairing.INTERVAL);
    assertThat(paired(tv).profile().name()).isEqualTo("alice");
    PairingBegin.Begun late = begin();
    pass(late.expiresIn().minusMillis(1));
    confirm(alice, late.userCode(), "TV");
    pass(Duration.ofMinutes(1));
    assertThat(poll(late)).isEqualTo(Reason.EXPIRED_TOKEN);
  }

  @Test
  void takesEachCodeOnce() {
    PairingBegin.Begun tv = begin();
    assertThat(confirm(alice, tv.userCode(), "TV")).isEmpty();
    assertThat(find(alice, tv.userCode())).isEqualTo(new PairingLookUp.Refused(WRONG));
    assertThat(confirm(alice, tv.userCode(), "TV")).contains(WRONG);
    paired(tv);
    pass(Pairing.INTERVAL);
    assertThat(poll(tv)).isEqualTo(Reason.EXPIRED_TOKEN);
    assertThat(confirm(alice, tv.userCode(), "TV")).contains(WRONG);
    assertThat(fixture.devices.list(alice)).hasSize(1);
  }

  @Test
  void givesATvToTheFirstOfTwoPhones() {
    AccountId bob = fixture.register("bob");
    PairingBegin.Begun tv = begin();
    assertThat(find(alice, tv.userCode())).isInstanceOf(PairingLookUp.Found.class);
    assertThat(find(bob, tv.userCode())).isInstanceOf(PairingLookUp.Found.class);
    assertThat(confirm(bob, tv.userCode(), "Bob's")).isEmpty();
    assertThat(confirm(alice, tv.userCode(), "Alice's")).contains(WRONG);
    assertThat(paired(tv).profile().id()).isEqualTo(bob);
    assertThat(fixture.devices.list(alice)).isEmpty();
  }

  @Test
  void letsOneOfTwoPhonesWinThatBothReadThePairingOpen() {
    AccountId bob = fixture.register("bob");
    PairingBegin.Begun tv = begin();
    EntityManager other = fixture.accounts.database.otherEntities();
    other.getTransaction().begin();
    Pairing readOpen = other.find(Pairing.class, Secrets.hash(tv.deviceCode()));
    readOpen.confirm(bob, "Bob's", fixture.accounts.clock.instant());
    assertThat(confirm(alice, tv.userCode(), "Alice's")).isEmpty();
    assertThatThrownBy(() -> other.getTransaction().commit())
        .isInstanceOf(RollbackException.class)
        .hasCauseInstanceOf(OptimisticLockException.class);
    other.close();
    assertThat(paired(tv).profile().id()).isEqualTo(alice);
  }

  @Test
  void refusesAThousandGuessesOfAnAccountAndLetsItTryAgainLater() {
    PairingBegin.Begun tv = begin();
    for (int guess = 0; guess < 10; guess++) {
      assertThat(confirm(alice, "BBBB-BBBB", "TV")).contains(WRONG);
    }
    for (int guess = 0; guess < 990; guess++) {
      assertThat(find(alice, "BBBB-BBBB"))
          .isEqualTo(new PairingLookUp.Refused(Problem.at("code", Message.TOO_MANY_ATTEMPTS, 15L)));
    }
    assertThat(confirm(alice, tv.userCode(), "TV"))
        .as("the right one now")
        .contains(Problem.at("code", Message.TOO_MANY_ATTEMPTS, 15L));
    pass(Duration.ofMinutes(15));
    assertThat(confirm(alice, begin().userCode(), "TV")).isEmpty();
  }

  @Test
  void countsTheGuessesOfAnAddressWhicheverAccountMakesThem() {
    for (int account = 0; account < 5; account++) {
      AccountId one = fixture.register("one" + account);
      for (int guess = 0; guess < 10; guess++) {
        assertThat(confirm(one, "BBBB-BBBB", "TV")).contains(WRONG);
      }
    }
    String code = begin().userCode();
    assertThat(confirm(alice, code, "TV"))
        .contains(Problem.at("code", Message.TOO_MANY_ATTEMPTS, 15L));
    assertThat(
            fixture.inTransaction(() -> fixture.pairings.confirm(alice, code, "TV", "192.0.2.9")))
        .isEmpty();
  }

  @Test
  void doesNotCountRightCodes() {
    for (int i = 0; i < 30; i++) {
      assertThat(find(alice, begin().userCode())).isInstanceOf(PairingLookUp.Found.class);
    }
  }

  @Test
  void limitsTheCodesThatOneAddressAsksFor() {
    for (int i = 0; i < 120; i++) {
      begin();
    }
    assertThat(askForACode(Optional.empty()))
        .isEqualTo(new PairingBegin.Refused(Duration.ofHours(1)));
  }

  @Test
  void refusesANameThatIsNone() {
    PairingBegin.Begun tv = begin();
    Problem invalid = Problem.at("name", Message.DEVICE_NAME_INVALID, Device.LONGEST_NAME);
    assertThat(confirm(alice, tv.userCode(), "  ")).contains(invalid);
    assertThat(confirm(alice, tv.userCode(), "x".repeat(61))).contains(invalid);
    assertThat(confirm(alice, tv.userCode(), "x".repeat(60))).isEmpty();
  }

  @Test
  void tellsATvThatPollsTooOftenToSlowDown() {
    PairingBegin.Begun tv = begin();
    assertThat(poll(tv)).isEqualTo(Reason.AUTHORIZATION_PENDING);
    pass(Duration.ofSeconds(1));
    assertThat(poll(tv)).isEqualTo(Reason.SLOW_DOWN);
    pass(tv.interval());
    assertThat(poll(tv)).as("5 s longer now").isEqualTo(Reason.SLOW_DOWN);
    confirm(alice, tv.userCode(), "TV");
    pass(tv.interval().plusSeconds(10));
    assertThat(paired(tv).profile().name()).isEqualTo("alice");
  }

  @Test
  void dropsTheFormerCodeOfATvThatAsksForANewOne() {
    PairingBegin.Begun former = begin();
    PairingBegin.Begun tv = (PairingBegin.Begun) askForACode(Optional.of(former.deviceCode()));
    assertThat(find(alice, former.userCode())).isEqualTo(new PairingLookUp.Refused(WRONG));
    assertThat(poll(former)).isEqualTo(Reason.EXPIRED_TOKEN);
    assertThat(find(alice, tv.userCode())).isInstanceOf(PairingLookUp.Found.class);
  }

  @Test
  void deniesATvWhoseAccountIsDisabledBeforeItSignsIn() {
    PairingBegin.Begun tv = begin();
    confirm(alice, tv.userCode(), "TV");
    fixture.inTransaction(() -> fixture.accounts.administration.disable(alice, alice));
    assertThat(poll(tv)).isEqualTo(Reason.ACCESS_DENIED);
    pass(Pairing.INTERVAL);
    assertThat(poll(tv)).isEqualTo(Reason.EXPIRED_TOKEN);
    assertThat(fixture.devices.list(alice)).isEmpty();
  }

  @Test
  void staysSignedInUntilItIsRemovedAndThenStartsAnew() {
    PairingBegin.Begun tv = begin();
    confirm(alice, tv.userCode(), "TV");
    LogInResult.Accepted login = paired(tv);
    for (int year = 0; year < 3; year++) {
      pass(Duration.ofDays(365));
      fixture.inTransaction(fixture.logins::endExpired);
      assertThat(resume(login)).as("after " + (year + 1) + " years").isPresent();
    }
    fixture.inTransaction(() -> fixture.devices.remove(alice, login.signedIn().device()));
    assertThat(resume(login)).isEmpty();
    assertThat(poll(tv)).isEqualTo(Reason.EXPIRED_TOKEN);
    assertThat(fixture.devices.list(alice)).isEmpty();

    PairingBegin.Begun again = begin();
    confirm(alice, again.userCode(), "TV");
    assertThat(paired(again, Optional.of(login.deviceKey())).deviceKey())
        .isEqualTo(login.deviceKey());
    assertThat(fixture.devices.list(alice)).hasSize(1);
  }

  @Test
  void makesTheDeviceThatABrowserAlreadyIsATvAndGivesNamesOnce() {
    LogInResult.Accepted laptop = fixture.logIn("alice", LAPTOP);
    PairingBegin.Begun first = begin();
    confirm(alice, first.userCode(), "TV");
    LogInResult.Accepted login = paired(first, Optional.of(laptop.deviceKey()));
    assertThat(login.signedIn().device()).isEqualTo(laptop.signedIn().device());
    assertThat(resume(laptop)).as("the login by password").isEmpty();
    PairingBegin.Begun second = begin();
    confirm(alice, second.userCode(), "TV");
    paired(second);
    assertThat(fixture.devices.list(alice))
        .allMatch(device -> device.kind() == DeviceKind.TV)
        .extracting(DeviceEntry::name)
        .containsExactlyInAnyOrder("TV", "TV 2");
  }

  private PairingBegin.Begun begin() {
    return (PairingBegin.Begun) askForACode(Optional.empty());
  }

  private PairingBegin askForACode(Optional<String> former) {
    return fixture.inTransaction(() -> fixture.pairings.begin(former, TV, TV_ADDRESS));
  }

  private PairingLookUp find(AccountId account, String code) {
    return fixture.inTransaction(() -> fixture.pairings.find(account, code, PHONE_ADDRESS));
  }

  private Optional<Problem> confirm(AccountId account, String code, String name) {
    return fixture.inTransaction(
        () -> fixture.pairings.confirm(account, code, name, PHONE_ADDRESS));
  }

  private PairingPoll ask(PairingBegin.Begun tv, Optional<String> deviceKey) {
    return fixture.inTransaction(() -> fixture.pairings.poll(tv.deviceCode(), deviceKey, TV));
  }

  private Reason poll(PairingBegin.Begun tv) {
    return ((PairingPoll.Refused) ask(tv, Optional.empty())).reason();
  }

  private LogInResult.Accepted paired(PairingBegin.Begun tv) {
    return paired(tv, Optional.empty());
  }

  private LogInResult.Accepted paired(PairingBegin.Begun tv, Optional<String> deviceKey) {
    return ((PairingPoll.Paired) ask(tv, deviceKey)).login();
  }

  private Optional<SignedIn> resume(LogInResult.Accepted login) {
    return fixture.inTransaction(() -> fixture.logins.resume(login.token()));
  }

  private long stored() {
    return fixture
        .accounts
        .database
        .entities()
        .createQuery("select count(p) from Pairing p", Long.class)
        .getSingleResult();
  }

  private void pass(Duration duration) {
    fixture.accounts.clock.advance(duration);
  }
}
