package dev.switchboard.devices;

import static dev.switchboard.devices.DevicesFixture.LAPTOP;
import static dev.switchboard.devices.DevicesFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountsFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private final DevicesFixture fixture = new DevicesFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void recordsADeviceOnceHoweverOftenItLogsIn() {
    AccountId alice = fixture.register("alice");
    LogInResult.Accepted first = fixture.logIn("alice", LAPTOP);
    fixture.accounts.clock.advance(Duration.ofHours(1));
    LogInResult.Accepted second = fixture.logIn("ALICE", Optional.of(first.deviceKey()), LAPTOP);
    assertThat(second.deviceKey()).isEqualTo(first.deviceKey());
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(resume(first.token())).isEmpty();
    List<DeviceEntry> devices = fixture.devices.list(alice);
    assertThat(devices).hasSize(1);
    assertThat(devices.get(0).lastLogin())
        .isEqualTo(devices.get(0).firstLogin().plus(Duration.ofHours(1)));
    assertThat(resume(second.token())).map(SignedIn::device).contains(devices.get(0).id());
  }

  @Test
  void tellsDevicesOfTheSameBrowserApart() {
    AccountId alice = fixture.register("alice");
    fixture.logIn("alice", LAPTOP);
    fixture.logIn("alice", Optional.of("not a key of ours"), LAPTOP);
    fixture.logIn("alice", PHONE);
    assertThat(fixture.devices.list(alice))
        .extracting(DeviceEntry::name)
        .containsExactlyInAnyOrder("Chrome on Linux", "Chrome on Linux 2", "Chrome on Android");
  }

  @Test
  void makesABrowserOfflineUnderTheAccountThatUsedItBefore() {
    AccountId alice = fixture.register("alice");
    AccountId bob = fixture.register("bob");
    LogInResult.Accepted asAlice = fixture.logIn("alice", LAPTOP);
    DeviceId device = asAlice.signedIn().device();
    fixture.inTransaction(() -> fixture.presence.connected(device, "node1", "s1"));
    fixture.logIn("bob", Optional.of(asAlice.deviceKey()), LAPTOP);
    assertThat(fixture.signedOut.take())
        .containsExactly(new DeviceSignedOut(alice, device, DeviceSignedOut.Reason.OTHER_ACCOUNT));
    assertThat(resume(asAlice.token())).isEmpty();
    assertThat(fixture.devices.list(alice).get(0).presence()).isEqualTo(Presence.OFFLINE);
    assertThat(fixture.devices.list(bob)).hasSize(1);
  }

  @Test
  void endsALoginThatIsNotUsedOrTooOld() {
    fixture.register("alice");
    String idle = fixture.logIn("alice", LAPTOP).token();
    String used = fixture.logIn("alice", PHONE).token();
    for (int day = 0; day < 179; day++) {
      fixture.accounts.clock.advance(Duration.ofDays(1));
      assertThat(resume(used)).as("day " + day).isPresent();
    }
    assertThat(resume(idle)).isEmpty();
    fixture.accounts.clock.advance(Duration.ofDays(1));
    assertThat(resume(used)).isEmpty();
    fixture.inTransaction(fixture.logins::endExpired);
    assertThat(fixture.signedOut.take()).hasSize(2);
  }

  @Test
  void endsTheOtherLoginsWhenThePasswordIsChanged() {
    AccountId alice = fixture.register("alice");
    LogInResult.Accepted laptop = fixture.logIn("alice", LAPTOP);
    LogInResult.Accepted phone = fixture.logIn("alice", PHONE);
    fixture.inTransaction(
        () ->
            fixture.accounts.passwords.change(
                alice, AccountsFixture.PASSWORD, "five quite unrelated words", laptop.token()));
    assertThat(resume(laptop.token())).isPresent();
    assertThat(resume(phone.token())).isEmpty();
    assertThat(fixture.signedOut.take())
        .extracting(DeviceSignedOut::device)
        .containsExactly(phone.signedIn().device());
  }

  @Test
  void logsOutAndForgetsNothing() {
    AccountId alice = fixture.register("alice");
    String token = fixture.logIn("alice", LAPTOP).token();
    fixture.inTransaction(() -> fixture.logins.logOut(token));
    fixture.inTransaction(() -> fixture.logins.logOut(token));
    assertThat(fixture.signedOut.take()).hasSize(1);
    assertThat(resume(token)).isEmpty();
    assertThat(fixture.devices.list(alice)).hasSize(1);
  }

  @Test
  void signsOutADisabledAccountEverywhere() {
    AccountId alice = fixture.register("alice");
    String token = fixture.logIn("alice", LAPTOP).token();
    fixture.logIn("alice", PHONE);
    fixture.inTransaction(() -> fixture.accounts.administration.disable(alice, alice));
    assertThat(fixture.signedOut.take())
        .extracting(DeviceSignedOut::reason)
        .containsOnly(DeviceSignedOut.Reason.ACCOUNT_DISABLED)
        .hasSize(2);
    assertThat(resume(token)).isEmpty();
  }

  private Optional<SignedIn> resume(String token) {
    return fixture.inTransaction(() -> fixture.logins.resume(token));
  }
}
