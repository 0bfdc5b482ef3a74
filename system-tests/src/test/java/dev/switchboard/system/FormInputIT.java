package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every field of every form: what it can't take is said at that field, and nothing is stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormInputIT {
  private static final String HTML = "<script>alert(1)</script>";
  private static final Map<String, String> NOTHING_BUT_TEXT =
      Map.of("empty", "", "spaces", "   ", "NUL", "a\u0000b", "control", "a\u0007\u001bb");

  private final Server server = SharedServer.get();
  private final String name = SharedServer.newName("mona");
  private final WebForms mona = new WebForms(server.home(), "x");

  @BeforeAll
  void signIn() {
    mona.register(name, SharedServer.newNumber());
  }

  @Test
  void registrationRefusesWhatIsNoNameNumberPasswordOrToken() {
    for (String field : List.of("name", "number", "password", "token")) {
      for (String bad : bad(field.equals("token") ? "x" : "?", !field.equals("token"))) {
        boolean fine =
            switch (field) {
              case "password" -> bad.equals(HTML);
              case "token" -> bad.isBlank();
              default -> false;
            };
        if (fine) {
          continue;
        }
        String free = SharedServer.newName("nick");
        WebForms nick = new WebForms(server.home(), "x");
        Map<String, String> good =
            Map.of("name", free, "number", SharedServer.newNumber(), "password", Person.PASSWORD);
        PageForm form = nick.form("register.xhtml", "form#register");
        good.forEach(form::set);
        assertRefusedAt("register:" + field, bad, form.set(field, bad).submit());
        assertThat(nick.hasCookie("switchboard-session")).isFalse();
        assertThat(nick.logIn(free, Person.PASSWORD).uri().getPath()).isEqualTo("/login.xhtml");
      }
    }
  }

  @Test
  void logInRefusesWithoutSayingWhatIsWrong() {
    for (String bad : List.of("", "a\u0000b", "x".repeat(5000), HTML)) {
      for (String field : List.of("name", "password")) {
        WebForms visitor = new WebForms(server.home(), "x");
        HttpResponse<String> answer =
            visitor
                .form("login.xhtml", "form#login")
                .set("name", name)
                .set("password", Person.PASSWORD)
                .set(field, bad)
                .submit();
        Document page = page(answer);
        assertThat(page.select(".error, .banner.bad").text()).as(field + bad).isNotBlank();
        assertThat(visitor.hasCookie("switchboard-session")).isFalse();
      }
    }
  }

  @Test
  void contactsRefuseWhoIsNobodyAndWhatIsNoName() {
    for (String bad : bad("?", true)) {
      assertRefusedAt(
          "add:callee", bad, mona.form("contacts.xhtml", "form#add").set("callee", bad).submit());
    }
    assertThat(mona.page("contacts.xhtml").select(".list-row")).isEmpty();
    String friend = SharedServer.newName("olga");
    new WebForms(server.home(), "x").register(friend, SharedServer.newNumber());
    Document page = mona.form("contacts.xhtml", "form#add").set("callee", friend).submitted();
    String id = page.selectFirst("[data-dialog=rename]").attr("data-value");
    for (String bad : bad("x".repeat(61), false)) {
      assertRefusedAt(
          "rename-form:name",
          bad,
          mona.form("contacts.xhtml", "form#rename-form")
              .set("contact", id)
              .set("name", bad)
              .submit());
    }
    assertThat(mona.page("contacts.xhtml").select(".list-row strong").text()).isEqualTo(friend);
  }

  @Test
  void devicesRefuseWhatIsNoNameOrKind() {
    Document devices = mona.page("devices.xhtml");
    String id = devices.selectFirst("[data-dialog=change]").attr("data-value");
    String before = devices.select(".list-main").text();
    for (String field : List.of("name", "kind")) {
      for (String bad : bad(field.equals("kind") ? "FAX" : "x".repeat(200), false)) {
        assertRefusedAt(
            "change-form:" + field,
            bad,
            mona.form("devices.xhtml", "form#change-form")
                .set("device", id)
                .set("name", "kitchen")
                .set("kind", "TV")
                .set(field, bad)
                .submit());
      }
    }
    for (String setting : List.of("call-waiting", "auto-answer")) {
      for (String bad : bad("?", false)) {
        HttpResponse<String> answer =
            mona.form("devices.xhtml", "form." + setting + "-setting").set("device", bad).submit();
        assertThat(page(answer).select(".banner.bad").text()).as(setting + bad).isNotBlank();
      }
    }
    assertThat(mona.page("devices.xhtml").select(".list-main").text()).isEqualTo(before);
  }

  @Test
  void settingsRefuseWhatTheyCanNotTake() {
    for (String bad : bad("SOME", false)) {
      assertRefusedAt(
          "visibility:choice",
          bad,
          mona.form("settings.xhtml", "form#visibility").set("choice", bad).submit());
    }
    for (String bad : bad("?", true)) {
      assertRefusedAt(
          "block:caller",
          bad,
          mona.form("settings.xhtml", "form#block").set("caller", bad).submit());
    }
    for (String bad : List.of("", "short", "a\u0000b" + Person.PASSWORD, "x".repeat(5000))) {
      assertRefusedAt(
          "password:next",
          bad,
          mona.form("settings.xhtml", "form#password")
              .set("current", Person.PASSWORD)
              .set("next", bad)
              .submit());
    }
    for (String bad : List.of("", "a\u0000b", HTML, "x".repeat(5000))) {
      assertRefusedAt(
          "password:current",
          bad,
          mona.form("settings.xhtml", "form#password")
              .set("current", bad)
              .set("next", "five quite unrelated words")
              .submit());
    }
    for (String bad : List.of("", "a\u0000b", HTML)) {
      assertRefusedAt(
          "delete-form:password",
          bad,
          mona.form("settings.xhtml", "form#delete-form").set("password", bad).submit());
    }
    Document settings = mona.page("settings.xhtml");
    assertThat(settings.select("#visibility [checked]").val()).isEqualTo("EVERYONE");
    assertThat(settings.select("form:has(input[name=caller][type=hidden])")).isEmpty();
    assertThat(new WebForms(server.home(), "x").logIn(name, Person.PASSWORD).uri().getPath())
        .isEqualTo("/");
  }

  @Test
  void addressesWithAnythingInThemShowThePage() {
    for (String bad : List.of("%00", "%0d%0aSet-Cookie:x", "%3Cscript%3Ealert(1)%3C/script%3E")) {
      for (String path : List.of("login.xhtml?back=", "index.xhtml?callee=", "contacts.xhtml?x=")) {
        assertThat(page(mona.get(path + bad)).select("h1").text()).as(path + bad).isNotBlank();
      }
    }
    for (String bad : List.of("", "tlh", "\u0000", HTML)) {
      PageForm language = mona.form("settings.xhtml", "form[action='/language']");
      assertThat(page(language.set("back", "//evil.example/" + bad).submit()).location())
          .startsWith(server.home().toString());
    }
  }

  /**
   * What no field takes: nothing, what can't be seen, far too much; and something of the wrong
   * kind.
   */
  private static List<String> bad(String wrong, boolean withHtml) {
    List<String> bad = new ArrayList<>(NOTHING_BUT_TEXT.values());
    bad.add("x".repeat(5000));
    bad.add(wrong);
    if (withHtml) {
      bad.add(HTML);
    }
    return bad;
  }

  private static void assertRefusedAt(String field, String bad, HttpResponse<String> answer) {
    Document page = page(answer);
    String shown = bad.length() > 20 ? bad.length() + " characters" : bad;
    assertThat(AccountPagesIT.error(page, field)).as(field + " with " + shown).isNotBlank();
    assertThat(page.select("[id='" + field + "'][aria-invalid=true], fieldset").size())
        .as(field + " is marked")
        .isPositive();
  }

  /** The page, which never is an error page, and has nothing in it that was typed as HTML. */
  private static Document page(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(HTML).doesNotContain("went wrong");
    return Jsoup.parse(answer.body(), answer.uri().toString());
  }
}
