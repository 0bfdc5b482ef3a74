package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What people and administrators do with accounts, through the forms of the pages, and what the
 * terminals of these accounts notice of it. Numbers are confirmed by a gateway here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountPagesIT {
  private static final String NEW_PASSWORD = "five quite unrelated words";
  private static final Pattern TEMPORARY = Pattern.compile("password is ([A-Za-z0-9_-]{16})");
  private static final Pattern TOKEN = Pattern.compile("first administrator: (\\S+)");

  private Server server;
  private Integration gateway;
  private WebForms admin;

  @BeforeAll
  void start() {
    server =
        Server.start(
            Path.of("target/accounts-server"),
            SharedServer.settings(Map.of("SWITCHBOARD_NUMBER_CONFIRMATION", "gateway")));
    gateway = Integration.connect(server);
    Matcher token = TOKEN.matcher(server.consoleText());
    assertThat(token.find()).isTrue();
    admin = new WebForms(server.home(), "x");
    admin
        .form("register.xhtml", "form#register")
        .set("name", "admin")
        .set("number", SharedServer.newNumber())
        .set("password", Person.PASSWORD)
        .set("token", token.group(1))
        .submit();
    assertThat(path(admin.get("admin/index.xhtml"))).isEqualTo("/admin/index.xhtml");
  }

  @AfterAll
  void stop() {
    gateway.close();
    server.close();
  }

  @Test
  void aTemporaryPasswordOpensNothingButTheFormThatChangesIt() {
    String name = register("tess");
    try (Terminal former = Terminal.of(server, name)) {
      String temporary = reset(name);
      awaitSignedOut(former);
      try (Terminal terminal = new Terminal(server, "x")) {
        WebForms tess = terminal.forms();
        assertThat(path(tess.logIn(name, temporary))).isEqualTo("/settings.xhtml");
        for (String page :
            new String[] {"", "index.xhtml", "contacts.xhtml", "devices.xhtml", "history.xhtml"}) {
          assertThat(path(tess.get(page))).as(page).isEqualTo("/settings.xhtml");
        }
        for (String open : new String[] {"help.xhtml", "health/live", "resources/js/page.js"}) {
          assertThat(path(tess.get(open))).isEqualTo("/" + open);
        }
        Document settings = tess.page("settings.xhtml");
        assertThat(settings.select("main form").eachAttr("id")).containsExactly("password");
        assertThat(settings.select("nav, #call-texts")).isEmpty();
        assertThat(tess.get("socket").statusCode()).isEqualTo(401);
        assertThatThrownBy(terminal::open).isInstanceOf(CompletionException.class);

        tess.form("settings.xhtml", "form#password")
            .set("delete-form", "delete-form")
            .set("delete-form:password", temporary)
            .set("delete-form:yes", "1")
            .submit();
        assertThat(error(change(tess, temporary, temporary), "password:next")).contains("now");

        assertThat(change(tess, temporary, NEW_PASSWORD).select("#call-texts")).isNotEmpty();
        assertThat(path(tess.get("contacts.xhtml"))).isEqualTo("/contacts.xhtml");
        assertThat(terminal.connect().device()).isNotBlank();
      }
    }
  }

  @Test
  void aChangedPasswordEndsTheOtherLogins() {
    String name = register("uma");
    try (Terminal here = Terminal.of(server, name);
        Terminal elsewhere = Terminal.of(server, name)) {
      assertThat(error(change(here.forms(), "wrong", NEW_PASSWORD), "password:current"))
          .isNotBlank();
      assertThat(error(change(here.forms(), Person.PASSWORD, "short"), "password:next"))
          .isNotBlank();
      assertThat(notice(change(here.forms(), Person.PASSWORD, NEW_PASSWORD))).isNotBlank();
      awaitSignedOut(elsewhere);
      assertThat(path(elsewhere.forms().get("devices.xhtml"))).isEqualTo("/login.xhtml");
      assertThat(path(here.forms().get("devices.xhtml"))).isEqualTo("/devices.xhtml");
      assertThat(here.isOpen()).isTrue();
      assertThat(path(elsewhere.forms().logIn(name, Person.PASSWORD))).isEqualTo("/login.xhtml");
      assertThat(path(elsewhere.forms().logIn(name, NEW_PASSWORD))).isEqualTo("/");
    }
  }

  @Test
  void aDeletedAccountLeavesItsNameAndNumberFreeAndTheOthersHistoryReadable() {
    String number = SharedServer.newNumber();
    String name = SharedServer.newName("vera");
    new WebForms(server.home(), "x").register(name, number);
    String other = register("will");
    try (Terminal vera = Terminal.of(server, name);
        Terminal will = Terminal.of(server, other)) {
      String call = will.call(will.lookUp(name), "any").path("call").asText();
      vera.awaitType("invitation");
      vera.callRequest("confirm", call);
      vera.callRequest("decline", call);
      will.awaitState(call, "ended");
      PageForm deletion = vera.forms().form("settings.xhtml", "form#delete-form");
      assertThat(error(deletion.set("password", "wrong").submitted(), "delete-form:password"))
          .isNotBlank();
      deletion = vera.forms().form("settings.xhtml", "form#delete-form");
      assertThat(path(deletion.set("password", Person.PASSWORD).submit()))
          .isEqualTo("/login.xhtml");
      awaitSignedOut(vera);
      assertThat(path(vera.forms().logIn(name, Person.PASSWORD))).isEqualTo("/login.xhtml");
      assertThat(will.lookUp(name).path("code").asText()).isEqualTo("lookup-failed");

      vera.forms().register(name, number);
      assertThat(vera.forms().page("history.xhtml").select("tbody .who")).isEmpty();
      assertThat(will.forms().page("history.xhtml").select("tbody tr").eachText())
          .map(row -> row.replace(" ", ""))
          .anyMatch(row -> row.contains(name + number) && row.contains("Declined"));
    }
  }

  @Test
  void logOutEndsTheSessionAndKeepsTheDevice() {
    String name = register("xena");
    try (Terminal xena = Terminal.of(server, name)) {
      List<String> devices = devices(xena);
      assertThat(path(xena.forms().form("settings.xhtml", "form[action='/logout']").submit()))
          .isEqualTo("/login.xhtml");
      awaitSignedOut(xena);
      assertThat(path(xena.forms().get("settings.xhtml"))).isEqualTo("/login.xhtml");
      xena.forms().logIn(name, Person.PASSWORD);
      assertThat(devices(xena)).containsExactlyInAnyOrderElementsOf(devices);
    }
  }

  @Test
  void anAdministratorDisablesEnablesAndDeletesAnAccount() {
    String name = register("yuri");
    String other = register("zoe");
    try (Terminal yuri = Terminal.of(server, name);
        Terminal zoe = Terminal.of(server, other)) {
      String id = accountId(name);
      assertThat(notice(act("disable", id))).isNotBlank();
      awaitSignedOut(yuri);
      assertThat(path(yuri.forms().logIn(name, Person.PASSWORD))).isEqualTo("/login.xhtml");
      assertThat(zoe.lookUp(name).path("code").asText()).isEqualTo("lookup-failed");
      assertThat(notice(act("enable", id))).isNotBlank();
      assertThat(path(yuri.forms().logIn(name, Person.PASSWORD))).isEqualTo("/");
      assertThat(zoe.lookUp(name).path("type").asText()).isEqualTo("devices");
      assertThat(notice(act("delete", id))).isNotBlank();
      assertThat(path(yuri.forms().get("devices.xhtml"))).isEqualTo("/login.xhtml");
      for (String action : new String[] {"reset", "confirm", "enable", "disable", "promote"}) {
        assertThat(problem(act(action, id))).as(action).contains("deleted");
      }
      assertThat(problem(act("dance", accountId(other)))).isNotBlank();
      assertThat(problem(act("enable", "' or 1=1 --\u0000"))).isNotBlank();
    }
  }

  @Test
  void nobodyButAnAdministratorSeesTheAccounts() {
    String name = register("zack");
    WebForms zack = new WebForms(server.home(), "x");
    zack.logIn(name, Person.PASSWORD);
    assertThat(zack.get("admin/index.xhtml").statusCode()).isEqualTo(403);
    assertThat(notice(act("promote", accountId(name)))).isNotBlank();
    assertThat(path(zack.get("admin/index.xhtml"))).isEqualTo("/admin/index.xhtml");
    assertThat(notice(act("demote", accountId(name)))).isNotBlank();
    assertThat(zack.get("admin/index.xhtml").statusCode()).isEqualTo(403);
    assertThat(problem(act("disable", accountId("admin")))).isNotBlank();
    assertThat(problem(act("delete", accountId("admin")))).isNotBlank();
  }

  @Test
  void aNumberIsConfirmedByTheCodeThatTheGatewayBrings() {
    String number = SharedServer.newNumber();
    String name = SharedServer.newName("abel");
    WebForms abel = new WebForms(server.home(), "x");
    abel.register(name, number);
    try (Terminal other = Terminal.of(server, register("bess"))) {
      assertThat(other.lookUp(number).path("code").asText()).isEqualTo("lookup-failed");
      abel.submit("settings.xhtml", "send-code", Map.of());
      String code = gateway.text(number).replaceAll("(?s)^.*?(\\d{6}).*$", "$1");
      for (String wrong : new String[] {"", "1", code + "1", "<b>" + code}) {
        assertThat(error(confirm(abel, wrong), "confirm-code:code")).as(wrong).isNotBlank();
      }
      Document confirmed = confirm(abel, code);
      assertThat(notice(confirmed)).isNotBlank();
      assertThat(confirmed.select("form#confirm-code")).isEmpty();
      assertThat(other.lookUp(number).path("type").asText()).isEqualTo("devices");
    }
  }

  @Test
  void aNumberIsConfirmedByAnAdministrator() {
    String number = SharedServer.newNumber();
    String name = SharedServer.newName("cleo");
    new WebForms(server.home(), "x").register(name, number);
    try (Terminal other = Terminal.of(server, register("dora"));
        Terminal cleo = Terminal.of(server, name)) {
      assertThat(notice(act("confirm", accountId(name)))).isNotBlank();
      JsonNode found = other.lookUp(number);
      assertThat(found.path("devices").get(0).path("id").asText()).isEqualTo(cleo.device());
    }
  }

  private String register(String stem) {
    String name = SharedServer.newName(stem);
    new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    return name;
  }

  private String accountId(String name) {
    Element button =
        admin.page("admin/index.xhtml?search=" + name).selectFirst("[data-dialog=reset]");
    return button.attr("data-value");
  }

  /** Presses the button of an administrator's dialog for an account. */
  private Document act(String action, String account) {
    return admin
        .form("admin/index.xhtml", "dialog form")
        .set("what", action)
        .set("account", account)
        .submitted();
  }

  private String reset(String name) {
    Matcher told = TEMPORARY.matcher(act("reset", accountId(name)).text());
    assertThat(told.find()).isTrue();
    return told.group(1);
  }

  private static Document change(WebForms who, String current, String next) {
    return who.form("settings.xhtml", "form#password")
        .set("current", current)
        .set("next", next)
        .submitted();
  }

  private static Document confirm(WebForms who, String code) {
    return who.form("settings.xhtml", "form#confirm-code").set("code", code).submitted();
  }

  private static List<String> devices(Terminal terminal) {
    return terminal
        .forms()
        .page("devices.xhtml")
        .select("[data-dialog=remove]")
        .eachAttr("data-value");
  }

  private static void awaitSignedOut(Terminal terminal) {
    Wait.until("4003", Terminal.PATIENCE, () -> terminal.closeCode() == 4003);
  }

  private static String path(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(200);
    return answer.uri().getPath();
  }

  /** What the page says at a field. */
  static String error(Document page, String field) {
    return page.select("[id='" + field + "-error'] .error").text();
  }

  private static String notice(Document page) {
    return page.select(".banner.good").text();
  }

  private static String problem(Document page) {
    return page.select(".banner.bad").text();
  }
}
