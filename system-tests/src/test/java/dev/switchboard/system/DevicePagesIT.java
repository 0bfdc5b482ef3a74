package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of one's own devices and contacts, and what terminals notice of what is done there. */
class DevicePagesIT {
  private final Server server = SharedServer.get();
  private final String name = SharedServer.newName("kate");
  private final String friend = SharedServer.newName("liam");
  private final String friendsNumber = SharedServer.newNumber();
  private Terminal kate;
  private Terminal liam;

  @BeforeEach
  void comeOnline() {
    new WebForms(server.home(), "x").register(name, SharedServer.newNumber());
    new WebForms(server.home(), "x").register(friend, friendsNumber);
    kate = Terminal.of(server, name);
    liam = Terminal.of(server, friend);
  }

  @AfterEach
  void leave() {
    kate.close();
    liam.close();
  }

  @Test
  void aRenamedDeviceIsShownInOpenLists() {
    JsonNode found = liam.lookUp(name);
    kate.forms()
        .form("devices.xhtml", "form#change-form")
        .set("device", kate.device())
        .set("name", "  Küche <3  ")
        .set("kind", "TV")
        .submit();
    liam.await(
        "the new name and kind",
        message ->
            message.path("lookup").equals(found.path("lookup"))
                && message.path("name").asText().equals("Küche <3")
                && message.path("kind").asText().equals("tv"));
    assertThat(kate.forms().page("devices.xhtml").select(".list-main strong").eachText())
        .contains("Küche <3");
  }

  @Test
  void aRemovedDeviceIsLoggedOutAtOnceAndItsRunningCallEnds() {
    try (Terminal other = Terminal.of(server, name)) {
      String call = liam.call(liam.lookUp(name), kate.device()).path("call").asText();
      liam.offerMedia(call);
      kate.awaitType("invitation");
      kate.callRequest("confirm", call);
      kate.callRequest("answer", call);
      kate.offerMedia(call);
      liam.awaitState(call, "connected");

      PageForm removal = other.forms().form("devices.xhtml", "form#remove-form");
      removal.set("device", kate.device()).submit();
      assertThat(liam.awaitState(call, "ended").path("cause").asText()).isEqualTo("DEVICE_REMOVED");
      Wait.until("4003", Terminal.PATIENCE, () -> kate.closeCode() == 4003);
      assertThat(kate.forms().get("devices.xhtml").uri().getPath()).isEqualTo("/login.xhtml");
      assertThat(other.forms().page("devices.xhtml").select("[data-dialog=remove]"))
          .extracting(button -> button.attr("data-value"))
          .contains(other.device())
          .doesNotContain(kate.device());
      assertThat(removal.submitted().select(".banner.bad").text()).isNotBlank();
    }
  }

  @Test
  void nobodyChangesTheDevicesAndContactsOfOthers() {
    for (String form : List.of("form#change-form", "form#remove-form")) {
      Document answer =
          liam.forms()
              .form("devices.xhtml", form)
              .set("device", kate.device())
              .set("name", "mine")
              .set("kind", "TV")
              .submitted();
      assertThat(answer.select(".banner.bad").text()).as(form).isNotBlank();
    }
    add("liam's own", friend);
    String contact = contact().selectFirst("[data-dialog=remove]").attr("data-value");
    liam.forms().form("contacts.xhtml", "form#remove-form").set("contact", contact).submit();
    assertThat(contact().selectFirst("strong").text()).isEqualTo(friend);
  }

  @Test
  void contactsAreAddedByNameOrNumberMarkedRenamedAndRemoved() {
    assertThat(add("by number", friendsNumber).select(".list-row strong").eachText())
        .containsExactly(friend);
    assertThat(add("once more, by name", friend).select(".list-row")).hasSize(1);
    kate.forms().form("contacts.xhtml", ".list-row form").submit();
    assertThat(contact().selectFirst(".star").attr("aria-pressed")).isEqualTo("true");
    kate.forms().form("contacts.xhtml", ".list-row form").submit();
    assertThat(contact().selectFirst(".star").attr("aria-pressed")).isEqualTo("false");
    String id = contact().selectFirst("[data-dialog=rename]").attr("data-value");
    kate.forms()
        .form("contacts.xhtml", "form#rename-form")
        .set("contact", id)
        .set("name", "Uncle <b>L</b>")
        .submit();
    assertThat(contact().selectFirst("strong").text()).isEqualTo("Uncle <b>L</b>");
    kate.forms().form("contacts.xhtml", "form#remove-form").set("contact", id).submit();
    assertThat(kate.forms().page("contacts.xhtml").select(".list-row")).isEmpty();
  }

  @Test
  void theDeviceOfAContactThatWasCalledLastIsOfferedFirstOnEveryDevice() {
    assertThat(kate.lookUp(friend).has("last")).isFalse();
    add("a contact", friend);
    try (Terminal second = Terminal.of(server, friend);
        Terminal other = Terminal.of(server, name)) {
      String call = kate.call(kate.lookUp(friend), second.device()).path("call").asText();
      kate.callRequest("cancel", call);
      assertThat(other.lookUp(friend).path("last").asText()).isEqualTo(second.device());
      second
          .forms()
          .form("devices.xhtml", "form#remove-form")
          .set("device", second.device())
          .submit();
      assertThat(other.lookUp(friend).has("last")).isFalse();
    }
  }

  private Document add(String why, String callee) {
    Document page =
        kate.forms().form("contacts.xhtml", "form#add").set("callee", callee).submitted();
    assertThat(page.select(".banner.good").text()).as(why).isNotBlank();
    return page;
  }

  private Element contact() {
    return kate.forms().page("contacts.xhtml").selectFirst(".list-row");
  }
}
