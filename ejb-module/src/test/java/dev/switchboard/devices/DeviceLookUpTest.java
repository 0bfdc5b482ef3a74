package dev.switchboard.devices;

import static dev.switchboard.devices.DevicesFixture.LAPTOP;
import static dev.switchboard.devices.DevicesFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.BlockedCallers;
import dev.switchboard.accounts.Visibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceLookUpTest {
  private static final LookUpResult UNKNOWN =
      new LookUpResult.Failed(Message.LOOK_UP_UNKNOWN, List.of());

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
  void findsTheDevicesByNameNumberAndServer() {
    DeviceId offline = fixture.logIn("bob", LAPTOP).signedIn().device();
    for (String spelling :
        List.of("bob", "Bob@switchboard", "044 668 18 01", "+41 (44) 668-18-01")) {
      LookUpResult.Found found = (LookUpResult.Found) look(spelling);
      assertThat(found.callee().name()).isEqualTo("bob");
      assertThat(found.callee().number().e164()).isEqualTo("+41446681801");
      assertThat(found.devices())
          .extracting(DeviceEntry::id, DeviceEntry::presence)
          .containsExactly(tuple(phone, Presence.ONLINE), tuple(offline, Presence.OFFLINE));
    }
  }

  @Test
  void findsOnesOwnOtherDevices() {
    assertThat(look("alice"))
        .isEqualTo(new LookUpResult.Failed(Message.LOOK_UP_NO_DEVICE, List.of()));
    DeviceId tablet = fixture.connect("alice", PHONE);
    visible(alice, Visibility.NOBODY);
    assertThat(((LookUpResult.Found) look("alice")).devices())
        .extracting(DeviceEntry::id)
        .containsExactly(tablet);
  }

  @Test
  void saysTheSameOfWhomItDoesNotKnowAndWhomItDoesNotShow() {
    assertThat(look("nobody")).isEqualTo(UNKNOWN);
    assertThat(look("044 668 99 99")).isEqualTo(UNKNOWN);
    visible(bob, Visibility.NOBODY);
    assertThat(look("bob")).isEqualTo(UNKNOWN);
    visible(bob, Visibility.CONTACTS);
    assertThat(look("bob")).isEqualTo(UNKNOWN);
    assertThat(fixture.inTransaction(() -> fixture.newContacts.add(bob, "alice"))).isEmpty();
    assertThat(look("bob")).isInstanceOf(LookUpResult.Found.class);
    fixture.inTransaction(() -> fixture.accounts.blockedCallers.block(bob, alice));
    assertThat(look("bob")).isEqualTo(UNKNOWN);
    visible(bob, Visibility.EVERYONE);
    assertThat(look("bob")).isEqualTo(UNKNOWN);
    fixture.inTransaction(() -> fixture.accounts.blockedCallers.unblock(bob, alice));
    fixture.inTransaction(() -> fixture.accounts.administration.disable(alice, bob));
    assertThat(look("bob")).isEqualTo(UNKNOWN);
    assertThat(look("bob@elsewhere.example"))
        .isEqualTo(
            new LookUpResult.Failed(Message.LOOK_UP_SERVER_UNKNOWN, List.of("elsewhere.example")));
  }

  @Test
  void limitsLookUpsInAMinuteAndFailuresInAnHour() {
    for (int i = 0; i < 30; i++) {
      assertThat(look("bob")).isInstanceOf(LookUpResult.Found.class);
    }
    assertThat(look("bob")).isEqualTo(new LookUpResult.TooMany(60));
    assertThat(fixture.find(bob, phone, "alice")).isInstanceOf(LookUpResult.Found.class);
    for (int i = 0; i < 60; i++) {
      fixture.accounts.clock.advance(Duration.ofMinutes(i == 0 ? 1 : 0).plusSeconds(3));
      assertThat(look("nobody")).isEqualTo(UNKNOWN);
    }
    fixture.accounts.clock.advance(Duration.ofMinutes(5));
    assertThat(look("bob")).isInstanceOf(LookUpResult.TooMany.class);
    fixture.accounts.clock.advance(Duration.ofMinutes(55));
    assertThat(look("bob")).isInstanceOf(LookUpResult.Found.class);
  }

  @Test
  void keepsContactsSortedWithFavouritesFirst() {
    for (String name : List.of("Emile", "dora", "carl")) {
      fixture.register(name);
      assertThat(add(name)).isEmpty();
    }
    assertThat(add("dora")).isEmpty();
    assertThat(add("044 668 18 01")).isEmpty();
    assertThat(add("alice")).contains(Problem.at("callee", Message.ACCOUNT_OWN));
    assertThat(add("nobody")).contains(Problem.at("callee", Message.ACCOUNT_UNKNOWN));
    ContactId dora = contacts().get(2).id();
    fixture.inTransaction(() -> fixture.contacts.setFavourite(alice, dora, true));
    fixture.inTransaction(() -> fixture.contacts.setFavourite(bob, contacts().get(1).id(), true));
    assertThat(contacts())
        .extracting(ContactEntry::name)
        .containsExactly("dora", "bob", "carl", "Emile");
    fixture.inTransaction(() -> fixture.contacts.rename(alice, dora, "aunt Dora"));
    fixture.inTransaction(() -> fixture.contacts.remove(bob, dora));
    assertThat(contacts().get(0).name()).isEqualTo("aunt Dora");
    assertThat(contacts().get(0).accountName()).isEqualTo("dora");
    fixture.inTransaction(() -> fixture.contacts.remove(alice, dora));
    assertThat(contacts()).hasSize(3);
  }

  @Test
  void remembersTheDeviceThatWasCalledLastWhileItIsThere() {
    add("bob");
    fixture.inTransaction(() -> fixture.contacts.called(alice, bob, phone));
    fixture.inTransaction(() -> fixture.contacts.called(bob, alice, laptop));
    assertThat(contacts().get(0).lastDevice()).contains(phone);
    assertThat(fixture.contacts.lastDevice(alice, bob)).contains(phone);
    assertThat(fixture.contacts.lastDevice(bob, alice)).isEmpty();
    fixture.inTransaction(() -> fixture.devices.remove(bob, phone));
    assertThat(contacts().get(0).lastDevice()).isEmpty();
    assertThat(fixture.contacts.lastDevice(alice, bob)).isEmpty();
  }

  @Test
  void seesAnAccountNoMoreOnceItHasBlockedHiddenOrGone() {
    assertThat(stillSees(bob)).isTrue();
    fixture.inTransaction(() -> fixture.accounts.blockedCallers.block(bob, alice));
    assertThat(stillSees(bob)).isFalse();
    fixture.inTransaction(() -> fixture.accounts.blockedCallers.unblock(bob, alice));
    visible(bob, Visibility.NOBODY);
    assertThat(stillSees(bob)).isFalse();
    visible(bob, Visibility.EVERYONE);
    fixture.inTransaction(() -> fixture.accounts.administration.disable(alice, bob));
    assertThat(stillSees(bob)).isFalse();
    assertThat(stillSees(AccountId.random())).isFalse();
    visible(alice, Visibility.NOBODY);
    assertThat(stillSees(alice)).isTrue();
  }

  @Test
  void asksTheDatabaseTheSameWhetherAnAccountIsHiddenOrUnknown() {
    List<String> asked = new ArrayList<>();
    BlockedCallers blockedCallers =
        new BlockedCallers() {
          @Override
          public boolean isBlocked(AccountId owner, AccountId caller) {
            asked.add("blocked");
            return fixture.accounts.blockedCallers.isBlocked(owner, caller);
          }
        };
    Contacts contacts =
        new Contacts() {
          @Override
          public boolean has(AccountId owner, AccountId account) {
            asked.add("contact");
            return fixture.contacts.has(owner, account);
          }
        };
    Directory watched =
        new Directory(
            fixture.accounts.accounts,
            blockedCallers,
            contacts,
            fixture.accounts.attempts,
            fixture.settings);
    visible(bob, Visibility.NOBODY);
    for (String callee : List.of("bob", "nobody", "+41446681801", "+41446689999", "alice")) {
      asked.clear();
      fixture.inTransaction(() -> watched.search(alice, callee));
      assertThat(asked).as(callee).containsExactly("blocked", "contact");
    }
  }

  private boolean stillSees(AccountId account) {
    return fixture.inTransaction(() -> fixture.directory.stillSees(alice, account));
  }

  private LookUpResult look(String callee) {
    return fixture.find(alice, laptop, callee);
  }

  private void visible(AccountId account, Visibility visibility) {
    fixture.inTransaction(() -> fixture.accounts.accounts.setVisibility(account, visibility));
  }

  private Optional<Problem> add(String callee) {
    return fixture.inTransaction(() -> fixture.newContacts.add(alice, callee));
  }

  private List<ContactEntry> contacts() {
    return fixture.contacts.list(alice, Locale.ENGLISH);
  }
}
