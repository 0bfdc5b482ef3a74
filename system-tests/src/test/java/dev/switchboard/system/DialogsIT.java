package dev.switchboard.system;

import dev.switchboard.system.Looks.View;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What opens on the pages: dialogs, menus and parts that unfold, in both themes and languages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialogsIT {
  /** One size a theme suffices: a dialog has the same parts on both. */
  private static final List<View> VIEWS = List.of(View.PHONE_LIGHT, View.DESKTOP_DARK);

  private final String friend = SharedServer.newName("rita");
  private Person person;

  @BeforeAll
  void anAdministratorIsSignedIn() {
    Server server = SharedServer.get();
    new WebForms(server.home(), "x").register(friend, SharedServer.newNumber());
    person = new Person(server.home(), Browser.Kind.LAPTOP);
    person.logIn(SharedServer.administrator()).addContact(friend);
  }

  @AfterAll
  void close() {
    person.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index          | language-menu  | [data-menu=language] > summary | [data-menu=language] form",
        "index          | theme-menu     | [data-menu=theme] > summary    | [data-menu=theme] .menu-panel",
        "index          | account-menu   | [data-menu=account] > summary  | [data-menu=account] .menu-panel",
        "index          | dial-pad       | #dial-pad-toggle               | #dial-pad",
        "index          | check          | #check-open                    | #check",
        "contacts       | rename-contact | [data-dialog=rename]           | #rename",
        "contacts       | remove-contact | [data-dialog=remove]           | #remove",
        "devices        | change-device  | [data-dialog=change]           | #change",
        "devices        | remove-device  | [data-dialog=remove]           | #remove",
        "settings       | delete-account | [data-dialog=delete]           | #delete",
        "admin/index    | reset-password | [data-dialog=reset]            | #reset",
        "admin/index    | promote        | [data-dialog=promote]          | #promote",
        "admin/index    | disable        | [data-dialog=disable]          | #disable",
        "admin/index    | delete         | [data-dialog=delete]           | #delete",
      })
  void canBeUsed(String page, String name, String opener, String opened) {
    for (View view : VIEWS) {
      open(page, opener, opened, view);
      Looks.at(person, name + "-" + view);
    }
    Looks.language(person, "zh");
    open(page, opener, opened, View.PHONE_LIGHT);
    person.screenshot(name + "-chinese");
    Looks.language(person, "en");
  }

  private void open(String page, String opener, String opened, View view) {
    Looks.as(person, view);
    person.open(page + ".xhtml" + (page.startsWith("admin") ? "?search=" + friend : ""));
    person.click(opener);
    person.visible(opened);
  }
}
