package dev.switchboard.devices;

import static dev.switchboard.devices.DevicesFixture.LAPTOP;
import static dev.switchboard.devices.DevicesFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountsFixture;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private final DevicesFixture fixture = new DevicesFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void renamesAndRemovesOnlyOnesOwnDevices() {
    AccountId alice = fixture.register("alice");
    AccountId bob = fixture.register("bob");
    LogInResult.Accepted login = fixture.logIn("alice", LAPTOP);
    DeviceId device = login.signedIn().device();
    Problem unknown = Problem.at("device", Message.DEVICE_UNKNOWN);
    assertThat(rename(bob, device, "mine")).contains(unknown);
    assertThat(rename(alice, new DeviceId("none"), "mine")).contains(unknown);
    assertThat(rename(alice, device, "  "))
        .contains(Problem.at("name", Message.DEVICE_NAME_INVALID, 60));
    assertThat(rename(alice, device, " Kitchen ")).isEmpty();
    fixture.inTransaction(() -> fixture.devices.setKind(alice, device, DeviceKind.ROOM));
    fixture.inTransaction(() -> fixture.devices.setCallWaiting(alice, device, true));
    DeviceEntry entry = fixture.devices.find(device).orElseThrow();
    assertThat(entry.name()).isEqualTo("Kitchen");
    assertThat(entry.kind()).isEqualTo(DeviceKind.ROOM);
    assertThat(entry.callWaiting()).isTrue();

    assertThat(remove(bob, device)).contains(unknown);
    occupy(device, "c1", Activity.IN_CALL);
    assertThat(remove(alice, device)).isEmpty();
    assertThat(fixture.removed.take()).containsExactly(new DeviceRemoved(alice, device));
    assertThat(fixture.inTransaction(() -> fixture.logins.resume(login.token()))).isEmpty();
    assertThat(fixture.devices.list(alice)).isEmpty();
  }

  @Test
  void removesTheDevicesOfADeletedAccount() {
    AccountId alice = fixture.register("alice");
    AccountId bob = fixture.register("bob");
    DeviceId laptop = fixture.connect("alice", LAPTOP);
    occupy(laptop, "c1", Activity.IN_CALL);
    fixture.connect("alice", PHONE);
    DeviceId bobs = fixture.connect("bob", PHONE);
    fixture.inTransaction(() -> fixture.newContacts.add(alice, "bob"));
    fixture.inTransaction(() -> fixture.newContacts.add(bob, "alice"));
    assertThat(
            fixture.inTransaction(
                () -> fixture.accounts.accounts.delete(alice, AccountsFixture.PASSWORD)))
        .isEmpty();
    assertThat(fixture.removed.take()).hasSize(2);
    assertThat(fixture.devices.find(laptop)).isEmpty();
    assertThat(fixture.devices.find(bobs)).isPresent();
    assertThat(fixture.contacts.list(bob, Locale.ENGLISH)).isEmpty();
  }

  @Test
  void showsPresenceThroughACall() {
    AccountId alice = fixture.register("alice");
    DeviceId device = fixture.logIn("alice", LAPTOP).signedIn().device();
    fixture.presenceChanged.take();
    connect(device, "s1");
    assertThat(occupy(device, "c1", Activity.RINGING)).isTrue();
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isTrue();
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isTrue();
    disconnect(device, "an older session");
    release(device, "c2");
    release(device, "c1");
    release(device, "c1");
    disconnect(device, "s1");
    assertThat(fixture.presenceChanged.take())
        .extracting(PresenceChanged::presence)
        .containsExactly(
            Presence.ONLINE, Presence.RINGING, Presence.IN_CALL, Presence.ONLINE, Presence.OFFLINE);
    assertThat(fixture.devices.list(alice).get(0).node()).isEmpty();
  }

  @Test
  void givesADeviceToOneCallOnlyUnlessItHasCallWaiting() {
    AccountId alice = fixture.register("alice");
    DeviceId device = fixture.connect("alice", LAPTOP);
    assertThat(occupy(device, "c1", Activity.RINGING)).isTrue();
    assertThat(occupy(device, "c2", Activity.RINGING)).isFalse();
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isTrue();
    assertThat(occupy(device, "c2", Activity.RINGING)).isFalse();
    fixture.inTransaction(() -> fixture.devices.setCallWaiting(alice, device, true));
    assertThat(occupy(device, "c2", Activity.RINGING)).isTrue();
    assertThat(occupy(device, "c3", Activity.RINGING)).isFalse();
    assertThat(occupy(device, "c2", Activity.IN_CALL)).isFalse();
    assertThat(fixture.presence.of(device)).isEqualTo(Presence.IN_CALL);
    release(device, "c1");
    assertThat(fixture.presence.of(device)).isEqualTo(Presence.RINGING);
    assertThat(occupy(device, "c2", Activity.IN_CALL)).isTrue();
    assertThat(occupy(new DeviceId("none"), "c1", Activity.RINGING)).isFalse();
  }

  @Test
  void saysWhetherAnotherCallHasADevice() {
    AccountId alice = fixture.register("alice");
    DeviceId device = fixture.connect("alice", LAPTOP);
    fixture.inTransaction(() -> fixture.devices.setCallWaiting(alice, device, true));
    assertThat(fixture.presence.hasNoCallBut(device, "c1")).isTrue();
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isTrue();
    assertThat(fixture.presence.hasNoCallBut(device, "c1")).isTrue();
    assertThat(fixture.presence.hasNoCallBut(device, "c2")).isFalse();
    assertThat(occupy(device, "c2", Activity.RINGING)).isTrue();
    assertThat(fixture.presence.hasNoCallBut(device, "c2")).isFalse();
    release(device, "c1");
    assertThat(fixture.presence.hasNoCallBut(device, "c2")).isTrue();
  }

  @Test
  void letsADeviceThatRingsCallOutIfItHasCallWaitingAndKeepsItInOneCall() {
    AccountId alice = fixture.register("alice");
    DeviceId device = fixture.connect("alice", LAPTOP);
    assertThat(occupy(device, "c1", Activity.RINGING)).isTrue();
    assertThat(occupy(device, "c2", Activity.IN_CALL)).isFalse();
    fixture.inTransaction(() -> fixture.devices.setCallWaiting(alice, device, true));
    assertThat(occupy(device, "c2", Activity.IN_CALL)).isTrue();
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isFalse();
    assertThat(occupy(device, "c3", Activity.IN_CALL)).isFalse();
    release(device, "c2");
    assertThat(occupy(device, "c1", Activity.IN_CALL)).isTrue();
  }

  @Test
  void isTakenByOneOfTwoCallsThatReadItFree() {
    fixture.register("alice");
    DeviceId device = fixture.connect("alice", LAPTOP);
    EntityManager other = fixture.accounts.database.otherEntities();
    other.getTransaction().begin();
    Device seenFree = other.find(Device.class, device.value());
    assertThat(seenFree.occupy("c2", Activity.RINGING)).isTrue();
    assertThat(occupy(device, "c1", Activity.RINGING)).isTrue();
    assertThatThrownBy(() -> other.getTransaction().commit())
        .isInstanceOf(RollbackException.class)
        .hasCauseInstanceOf(OptimisticLockException.class);
    other.close();
    assertThat(fixture.presence.of(device)).isEqualTo(Presence.RINGING);
  }

  @Test
  void putsTheDevicesOfANodeOfflineWhenItStarts() {
    AccountId alice = fixture.register("alice");
    DeviceId here = fixture.connect("alice", LAPTOP);
    DeviceId there = fixture.logIn("alice", PHONE).signedIn().device();
    fixture.inTransaction(() -> fixture.presence.connected(there, "node2", "s2"));
    fixture.inTransaction(() -> fixture.presence.resetNode("node1"));
    assertThat(fixture.presence.of(here)).isEqualTo(Presence.OFFLINE);
    assertThat(fixture.devices.list(alice))
        .extracting(DeviceEntry::id)
        .isEqualTo(List.of(there, here));
  }

  private Optional<Problem> rename(AccountId owner, DeviceId device, String name) {
    return fixture.inTransaction(() -> fixture.devices.rename(owner, device, name));
  }

  private Optional<Problem> remove(AccountId owner, DeviceId device) {
    return fixture.inTransaction(() -> fixture.devices.remove(owner, device));
  }

  private void connect(DeviceId device, String session) {
    fixture.inTransaction(() -> fixture.presence.connected(device, "node1", session));
  }

  private void disconnect(DeviceId device, String session) {
    fixture.inTransaction(() -> fixture.presence.disconnected(device, session));
  }

  private boolean occupy(DeviceId device, String call, Activity activity) {
    return fixture.inTransaction(() -> fixture.presence.occupy(device, call, activity));
  }

  private void release(DeviceId device, String call) {
    fixture.inTransaction(() -> fixture.presence.release(device, call));
  }
}
