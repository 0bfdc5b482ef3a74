package dev.switchboard.accounts;

import static dev.switchboard.accounts.AccountsFixture.ADDRESS;
import static dev.switchboard.accounts.AccountsFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final AccountsFixture fixture = new AccountsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void isFoundByNameInAnyCaseAndByNumberInAnySpelling() {
    Profile alice = fixture.register("Alice");
    for (String spelling :
        List.of("alice", " ALICE ", "+41 44 668 18 00", "044 668 18 00", "0041446681800")) {
      assertThat(resolve(spelling)).as(spelling).map(Profile::id).contains(alice.id());
    }
    assertThat(resolve("bob")).isEmpty();
    assertThat(resolve("")).isEmpty();
    assertThat(alice.registeredAt()).isEqualTo(fixture.clock.instant());
    assertThat(fixture.accounts.get(alice.id())).isEqualTo(alice);
  }

  @Test
  void tellsEveryFieldThatIsWrongAtOnceAndStoresNothing() {
    fixture.register("alice");
    assertThat(problems("alice", "044 668 18 00", "short", "no token"))
        .containsExactly(
            Map.entry("name", Message.NAME_TAKEN),
            Map.entry("number", Message.NUMBER_TAKEN),
            Map.entry("password", Message.PASSWORD_SHORT),
            Map.entry("token", Message.TOKEN_INVALID));
    assertThat(problems("1", "hello", "aaaaaaaaaaaaaaaa", ""))
        .containsExactly(
            Map.entry("name", Message.NAME_INVALID),
            Map.entry("number", Message.NUMBER_INVALID),
            Map.entry("password", Message.PASSWORD_WEAK));
    assertThat(fixture.administration.count("")).isEqualTo(1);
  }

  @Test
  void noticesANameThatWasTakenWhileTheFormWasChecked() {
    Profile alice = fixture.register("alice");
    NewAccounts racing =
        new NewAccounts(fixture.database.entities(), fixture.clock) {
          private boolean asked;

          @Override
          List<Problem> taken(Optional<AccountName> name, Optional<PhoneNumber> number) {
            if (asked) {
              fixture.database.entities().getTransaction().rollback();
              return super.taken(name, number);
            }
            asked = true;
            return List.of();
          }
        };
    fixture.database.entities().getTransaction().begin();
    RegistrationResult result =
        new Registration(racing, fixture.attempts, fixture.settings)
            .register(
                new RegistrationForm("ALICE", alice.number().e164(), PASSWORD, "", "en"), ADDRESS);
    assertThat(((RegistrationResult.Refused) result).problems())
        .extracting(Problem::message)
        .containsExactly(Message.NAME_TAKEN, Message.NUMBER_TAKEN);
  }

  @Test
  void limitsRegistrationsFromOneAddress() {
    IntStream.range(0, 30).forEach(i -> problems("1", "", "", ""));
    assertThat(problems("alice", "044 668 18 00", PASSWORD, ""))
        .containsExactly(Map.entry("", Message.TOO_MANY_ATTEMPTS));
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(fixture.register("alice").name()).isEqualTo("alice");
  }

  @Test
  void makesTheFirstAdministratorWithATokenThatWorksOnce() {
    String first = issue().orElseThrow();
    String second = issue().orElseThrow();
    Profile admin = fixture.register("admin", first);
    assertThat(admin.isAdministrator()).isTrue();
    assertThat(issue()).isEmpty();
    assertThat(problems("mallory", "044 668 18 99", PASSWORD, first))
        .containsExactly(Map.entry("token", Message.TOKEN_INVALID));
    assertThat(problems("mallory", "044 668 18 99", PASSWORD, second))
        .containsExactly(Map.entry("token", Message.TOKEN_INVALID));
    assertThat(fixture.register("bob").isAdministrator()).isFalse();
  }

  @Test
  void refusesUnknownAccountsAndWrongPasswordsWithTheSameWords() {
    Profile alice = fixture.register("alice");
    assertThat(accepted(fixture.check("alice", PASSWORD))).isEqualTo(alice);
    assertThat(accepted(fixture.check("044 668 18 00", PASSWORD))).isEqualTo(alice);
    CredentialsResult wrong = fixture.check("alice", "another password");
    assertThat(wrong).isEqualTo(fixture.check("nobody", PASSWORD));
    assertThat(wrong).isEqualTo(fixture.check("+41446689999", PASSWORD));
    assertThat(wrong).isEqualTo(fixture.check("", ""));
    assertThat(wrong).isEqualTo(fixture.check("alice", "x".repeat(5000)));
  }

  @Test
  void locksOutTheAddressThatGuessesWhetherTheAccountExistsOrNot() {
    fixture.register("alice");
    for (String name : List.of("alice", "nobody")) {
      for (int i = 0; i < 5; i++) {
        assertThat(message(fixture.check(name, "wrong"))).isEqualTo(Message.LOGIN_REFUSED);
        fixture.clock.advance(Duration.ofSeconds(1));
      }
      CredentialsResult locked = fixture.check(name, PASSWORD);
      assertThat(((CredentialsResult.Refused) locked).problem())
          .isEqualTo(Problem.at("", Message.LOGIN_LOCKED, 15L));
    }
    assertThat(accepted(fixture.check("alice", PASSWORD, "192.0.2.2")).name()).isEqualTo("alice");
    fixture.clock.advance(Duration.ofMinutes(15));
    assertThat(accepted(fixture.check("alice", PASSWORD)).name()).isEqualTo("alice");
  }

  @Test
  void forgetsWrongPasswordsAfterARightOne() {
    fixture.register("alice");
    for (int i = 0; i < 12; i++) {
      fixture.check("alice", i % 4 == 3 ? PASSWORD : "wrong");
    }
    assertThat(accepted(fixture.check("alice", PASSWORD)).name()).isEqualTo("alice");
  }

  @Test
  void changesAPasswordOnlyForWhoKnowsTheOldOne() {
    AccountId alice = fixture.register("alice").id();
    assertThat(change(alice, "wrong", "five quite unrelated words"))
        .contains(Problem.at("current", Message.PASSWORD_WRONG));
    assertThat(change(alice, PASSWORD, PASSWORD))
        .contains(Problem.at("next", Message.PASSWORD_SAME));
    assertThat(change(alice, PASSWORD, "Alice1234567"))
        .contains(Problem.at("next", Message.PASSWORD_WEAK));
    assertThat(fixture.passwordChanged.take()).isEmpty();
    assertThat(change(alice, PASSWORD, "five quite unrelated words")).isEmpty();
    assertThat(fixture.passwordChanged.take()).containsExactly(new PasswordChanged(alice, "token"));
    assertThat(message(fixture.check("alice", PASSWORD))).isEqualTo(Message.LOGIN_REFUSED);
    for (int i = 0; i < 5; i++) {
      change(alice, "wrong", PASSWORD);
    }
    assertThat(change(alice, "five quite unrelated words", PASSWORD))
        .contains(Problem.at("current", Message.TOO_MANY_ATTEMPTS, 15L));
  }

  @Test
  void resetsAPasswordToOneThatMustBeChangedInTime() {
    AccountId admin = fixture.register("admin").id();
    AccountId alice = fixture.register("alice").id();
    String temporary = inTransaction(() -> fixture.administration.resetPassword(admin, alice));
    assertThat(fixture.passwordChanged.take()).containsExactly(new PasswordChanged(alice, null));
    assertThat(message(fixture.check("alice", PASSWORD))).isEqualTo(Message.LOGIN_REFUSED);
    assertThat(accepted(fixture.check("alice", temporary)).mustChangePassword()).isTrue();
    fixture.clock.advance(Duration.ofHours(72));
    assertThat(message(fixture.check("alice", temporary))).isEqualTo(Message.LOGIN_REFUSED);
    inTransaction(() -> fixture.administration.resetPassword(admin, alice));
    String again = inTransaction(() -> fixture.administration.resetPassword(admin, alice));
    assertThat(change(alice, again, PASSWORD)).isEmpty();
    assertThat(accepted(fixture.check("alice", PASSWORD)).mustChangePassword()).isFalse();
  }

  @Test
  void keepsOneAdministrator() {
    AccountId first = fixture.register("first", issue().orElseThrow()).id();
    AccountId second = fixture.register("second").id();
    assertThat(disable(first)).contains(Problem.at("account", Message.LAST_ADMINISTRATOR));
    assertThat(delete(first, PASSWORD))
        .contains(Problem.at("password", Message.LAST_ADMINISTRATOR));
    assertThat(role(first, Role.USER)).contains(Problem.at("account", Message.LAST_ADMINISTRATOR));
    assertThat(role(second, Role.ADMIN)).isEmpty();
    assertThat(disable(first)).isEmpty();
    assertThat(fixture.closed.take())
        .containsExactly(new AccountClosed(first, AccountClosed.Reason.DISABLED));
    assertThat(message(fixture.check("first", PASSWORD))).isEqualTo(Message.LOGIN_REFUSED);
    assertThat(resolve("first")).isEmpty();
    assertThat(role(second, Role.USER)).contains(Problem.at("account", Message.LAST_ADMINISTRATOR));
    fixture.database.inTransaction(() -> fixture.administration.enable(second, first));
    assertThat(accepted(fixture.check("first", PASSWORD)).isAdministrator()).isTrue();
  }

  @Test
  void deletesAnAccountWithItsPasswordAndFreesItsName() {
    AccountId alice = fixture.register("alice").id();
    AccountId bob = fixture.register("bob").id();
    inTransaction(() -> fixture.blockedCallers.block(alice, bob));
    inTransaction(() -> fixture.blockedCallers.block(bob, alice));
    assertThat(delete(alice, "wrong")).contains(Problem.at("password", Message.PASSWORD_WRONG));
    assertThat(delete(alice, PASSWORD)).isEmpty();
    assertThat(fixture.accounts.find(alice)).isEmpty();
    assertThat(fixture.blockedCallers.list(bob)).isEmpty();
    assertThat(fixture.register("Alice").id()).isNotEqualTo(alice);
  }

  @Test
  void letsAnAdministratorDeleteAnyAccountButItsOwn() {
    AccountId admin = fixture.register("admin", issue().orElseThrow()).id();
    AccountId alice = fixture.register("alice").id();
    assertThat(inTransaction(() -> fixture.administration.delete(admin, admin)))
        .contains(Problem.at("account", Message.ACCOUNT_OWN));
    assertThat(inTransaction(() -> fixture.administration.delete(admin, alice))).isEmpty();
    assertThat(fixture.closed.take())
        .containsExactly(new AccountClosed(alice, AccountClosed.Reason.DELETED));
    assertThat(fixture.accounts.find(alice)).isEmpty();
    assertThat(fixture.register("alice").id()).isNotEqualTo(alice);
  }

  @Test
  void blocksAndUnblocksCallers() {
    AccountId alice = fixture.register("alice").id();
    AccountId bob = fixture.register("bob").id();
    AccountId carol = fixture.register("Carol").id();
    inTransaction(() -> fixture.blockedCallers.block(alice, carol));
    inTransaction(() -> fixture.blockedCallers.block(alice, bob));
    assertThat(inTransaction(() -> fixture.blockedCallers.block(alice, bob))).isEmpty();
    assertThat(fixture.blockedCallers.list(alice))
        .extracting(Profile::name)
        .containsExactly("bob", "Carol");
    assertThat(fixture.blockedCallers.isBlocked(alice, bob)).isTrue();
    assertThat(fixture.blockedCallers.isBlocked(bob, alice)).isFalse();
    assertThat(inTransaction(() -> fixture.blockedCallers.block(alice, alice)))
        .contains(Problem.at("caller", Message.ACCOUNT_OWN));
    fixture.database.inTransaction(() -> fixture.blockedCallers.unblock(alice, bob));
    assertThat(fixture.blockedCallers.isBlocked(alice, bob)).isFalse();
  }

  @Test
  void listsAccountsForTheAdministratorTakingThePartLiterally() {
    List.of("anna", "Berta", "carl_a", "carlxa").forEach(fixture::register);
    assertThat(fixture.administration.list("", 1, 2))
        .extracting(Profile::name)
        .containsExactly("Berta", "carl_a");
    assertThat(fixture.administration.list("L_A", 0, 9))
        .extracting(Profile::name)
        .containsExactly("carl_a");
    assertThat(fixture.administration.count("4466")).isEqualTo(4);
    assertThat(fixture.administration.count("%")).isZero();
  }

  @Test
  void doesNotFindAnUnconfirmedNumberWhereNumbersMustBeConfirmed() {
    try (AccountsFixture strict =
        new AccountsFixture(Map.of("SWITCHBOARD_NUMBER_CONFIRMATION", "admin"))) {
      Profile alice = strict.register("alice");
      assertThat(strict.accounts.resolve("alice")).isPresent();
      assertThat(strict.accounts.resolve(alice.number().e164())).isEmpty();
      strict.database.inTransaction(
          () -> strict.administration.confirmNumber(alice.id(), alice.id()));
      assertThat(strict.accounts.resolve(alice.number().e164())).isPresent();
    }
  }

  private <T> T inTransaction(Supplier<T> action) {
    return fixture.database.inTransaction(action);
  }

  private Optional<Profile> resolve(String text) {
    return fixture.accounts.resolve(text);
  }

  private Optional<String> issue() {
    return inTransaction(fixture.setUpTokens::issue);
  }

  private Optional<Problem> change(AccountId id, String current, String next) {
    return inTransaction(() -> fixture.passwords.change(id, current, next, "token"));
  }

  private Optional<Problem> delete(AccountId id, String password) {
    return inTransaction(() -> fixture.accounts.delete(id, password));
  }

  private Optional<Problem> disable(AccountId id) {
    return inTransaction(() -> fixture.administration.disable(id, id));
  }

  private Optional<Problem> role(AccountId id, Role role) {
    return inTransaction(() -> fixture.administration.setRole(id, id, role));
  }

  private List<Map.Entry<String, Message>> problems(
      String name, String number, String password, String token) {
    RegistrationResult result =
        inTransaction(
            () ->
                fixture.registration.register(
                    new RegistrationForm(name, number, password, token, "en"), ADDRESS));
    return ((RegistrationResult.Refused) result)
        .problems().stream().map(p -> Map.entry(p.field(), p.message())).toList();
  }

  private static Profile accepted(CredentialsResult result) {
    return ((CredentialsResult.Accepted) result).profile();
  }

  private static Message message(CredentialsResult result) {
    return ((CredentialsResult.Refused) result).problem().message();
  }
}
