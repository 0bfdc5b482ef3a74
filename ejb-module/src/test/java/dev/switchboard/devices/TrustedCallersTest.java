package dev.switchboard.devices;

import static dev.switchboard.devices.DevicesFixture.LAPTOP;
import static dev.switchboard.devices.DevicesFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountsFixture;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.Visibility;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustedCallersTest {
  private final DevicesFixture fixture = new DevicesFixture();
  private AccountId alice;
  private AccountId bob;
  private DeviceId laptop;
  private DeviceId phone;

  @BeforeEach
  void register() {
    alice = fixture.register("alice");
    bob = fixture.register("bob");
    laptop = fixture.connect("alice", LAPTOP);
    phone = fixture.connect("bob", PHONE);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aDeviceTrustsItsOwnerUntilToldOtherwise() {
    assertThat(trusts(laptop, alice)).isTrue();
    assertThat(trusts(laptop, bob)).isFalse();
    assertThat(names(alice, laptop)).containsExactly("alice");
    assertThat(remove(alice, laptop, alice)).isEmpty();
    assertThat(trusts(laptop, alice)).isFalse();
    assertThat(names(alice, laptop)).isEmpty();
    assertThat(add(alice, laptop, "alice")).isEmpty();
    assertThat(trusts(laptop, alice)).isTrue();
  }

  @Test
  void othersAreAddedByNameOrNumberOnceAndRemoved() {
    fixture.register("Carl");
    assertThat(add(alice, laptop, "Carl")).isEmpty();
    assertThat(add(alice, laptop, "044 668 18 01")).isEmpty();
    assertThat(add(alice, laptop, "bob")).isEmpty();
    assertThat(names(alice, laptop)).containsExactly("alice", "bob", "Carl");
    assertThat(trusts(laptop, bob)).isTrue();
    assertThat(remove(alice, laptop, bob)).isEmpty();
    assertThat(remove(alice, laptop, bob)).isEmpty();
    assertThat(trusts(laptop, bob)).isFalse();
  }

  @Test
  void nobodyLearnsMoreOfAnAccountThanByALookUp() {
    Optional<Problem> unknown = Optional.of(Problem.at("callee", Message.ACCOUNT_UNKNOWN));
    assertThat(add(alice, laptop, "nobody")).isEqualTo(unknown);
    fixture.inTransaction(() -> fixture.accounts.accounts.setVisibility(bob, Visibility.NOBODY));
    assertThat(add(alice, laptop, "bob")).isEqualTo(unknown);
    for (int i = 0; i < 28; i++) {
      add(alice, laptop, "alice");
    }
    assertThat(add(alice, laptop, "alice"))
        .contains(Problem.at("callee", Message.LOOK_UP_TOO_MANY, 60L));
  }

  @Test
  void onlyItsOwnerSaysWhomADeviceTrusts() {
    Optional<Problem> unknown = Optional.of(Problem.at("device", Message.DEVICE_UNKNOWN));
    assertThat(add(alice, phone, "alice")).isEqualTo(unknown);
    assertThat(add(alice, new DeviceId("none"), "alice")).isEqualTo(unknown);
    assertThat(remove(alice, phone, bob)).isEqualTo(unknown);
    assertThat(setAutoAnswer(alice, phone, false)).isEqualTo(unknown);
    assertThat(names(alice, phone)).isEmpty();
    assertThat(trusts(phone, bob)).isTrue();
    assertThat(trusts(new DeviceId("none"), bob)).isFalse();
  }

  @Test
  void switchedOffItTrustsNobodyAndKeepsItsList() {
    add(alice, laptop, "bob");
    assertThat(setAutoAnswer(alice, laptop, false)).isEmpty();
    assertThat(trusts(laptop, alice)).isFalse();
    assertThat(trusts(laptop, bob)).isFalse();
    assertThat(names(alice, laptop)).containsExactly("alice", "bob");
    assertThat(fixture.devices.find(laptop).orElseThrow().autoAnswer()).isFalse();
    setAutoAnswer(alice, laptop, true);
    assertThat(trusts(laptop, bob)).isTrue();
  }

  @Test
  void aBlockedCallerIsTrustedByNoDevice() {
    add(alice, laptop, "bob");
    fixture.inTransaction(() -> fixture.accounts.blockedCallers.block(alice, bob));
    assertThat(trusts(laptop, bob)).isFalse();
    assertThat(terminals(bob, phone)).isEmpty();
  }

  @Test
  void aDeletedAccountLeavesTheLists() {
    add(bob, phone, "alice");
    fixture.inTransaction(() -> fixture.accounts.accounts.delete(alice, AccountsFixture.PASSWORD));
    assertThat(names(bob, phone)).containsExactly("bob");
    assertThat(trusts(phone, alice)).isFalse();
  }

  @Test
  void aListGoesWithItsDevice() {
    add(alice, laptop, "bob");
    assertThat(fixture.inTransaction(() -> fixture.devices.remove(alice, laptop))).isEmpty();
    assertThat(trusts(laptop, bob)).isFalse();
    assertThat(terminals(bob, phone)).isEmpty();
  }

  @Test
  void aCallMayBePlacedAtOnesOwnDevicesAndThoseThatTrustOne() {
    DeviceId tablet = fixture.connect("alice", PHONE);
    add(bob, phone, "alice");
    fixture.connect("bob", LAPTOP);

    assertThat(terminals(alice, laptop))
        .extracting(terminal -> terminal.device().id())
        .containsExactly(tablet, phone);
    assertThat(terminals(alice, laptop).get(0).owner()).isEmpty();
    assertThat(terminals(alice, laptop).get(1).owner().orElseThrow().name()).isEqualTo("bob");
    assertThat(find(alice, laptop, phone)).isPresent();
    assertThat(find(alice, laptop, laptop)).as("the device in the hand").isEmpty();
    assertThat(find(bob, phone, laptop)).as("does not trust bob").isEmpty();
  }

  @Test
  void noCallMayBePlacedAtADeviceThatIsSwitchedOffOrWhoseOwnerHides() {
    add(bob, phone, "alice");
    setAutoAnswer(bob, phone, false);
    assertThat(terminals(alice, laptop)).isEmpty();
    setAutoAnswer(bob, phone, true);
    assertThat(terminals(alice, laptop)).hasSize(1);
    fixture.inTransaction(() -> fixture.accounts.accounts.setVisibility(bob, Visibility.NOBODY));
    assertThat(terminals(alice, laptop)).isEmpty();
  }

  private boolean trusts(DeviceId device, AccountId caller) {
    return fixture.inTransaction(() -> fixture.trusted.trusts(device, caller));
  }

  private Optional<Problem> add(AccountId owner, DeviceId device, String nameOrNumber) {
    return fixture.inTransaction(() -> fixture.newTrusted.add(owner, device, nameOrNumber));
  }

  private Optional<Problem> remove(AccountId owner, DeviceId device, AccountId caller) {
    return fixture.inTransaction(() -> fixture.trusted.remove(owner, device, caller));
  }

  private Optional<Problem> setAutoAnswer(AccountId owner, DeviceId device, boolean on) {
    return fixture.inTransaction(() -> fixture.devices.setAutoAnswer(owner, device, on));
  }

  private List<String> names(AccountId owner, DeviceId device) {
    return fixture.inTransaction(
        () -> fixture.trusted.list(owner, device).stream().map(Profile::name).toList());
  }

  private List<UsableTerminal> terminals(AccountId account, DeviceId asking) {
    return fixture.inTransaction(() -> fixture.terminals.list(account, asking));
  }

  private Optional<UsableTerminal> find(AccountId account, DeviceId asking, DeviceId wanted) {
    return fixture.inTransaction(() -> fixture.terminals.find(account, asking, wanted));
  }
}
