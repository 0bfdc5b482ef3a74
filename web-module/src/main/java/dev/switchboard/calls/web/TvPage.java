package dev.switchboard.calls.web;

import dev.switchboard.calls.CallHistory;
import dev.switchboard.calls.Cause;
import dev.switchboard.calls.HistoryEntry;
import dev.switchboard.calls.Party;
import dev.switchboard.devices.ContactEntry;
import dev.switchboard.devices.Contacts;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a TV offers to call: favourites, those who were called or have called, all contacts. */
@Named("tv")
@RequestScoped
public class TvPage {
  /** So many calls are looked at for those who were called, or have called, last. */
  private static final int CALLS = 50;

  /** As many as fill two lines. */
  private static final int RECENT = 8;

  @Inject private Contacts contacts;
  @Inject private CallHistory history;
  @Inject private Devices devices;
  @Inject private Visitor visitor;

  private @Nullable List<Group> groups;

  /**
   * Somebody to call.
   *
   * @param callee to be looked up by
   * @param name as the owner of the account calls them
   * @param last their last call; null among contacts
   */
  public record Tile(String callee, String name, @Nullable Instant last, boolean missed) {
    /** What stands for somebody of whom there is no picture. */
    public String initial() {
      return new String(Character.toChars(name.codePointAt(0)));
    }
  }

  /** Tiles that stand together, under the text with the key {@code tv.NAME}; at least one. */
  public record Group(String name, List<Tile> tiles) {}

  /** What there is to choose from, in the order in which it is shown; groups that are empty not. */
  public List<Group> getGroups() {
    if (groups == null) {
      groups = collect();
    }
    return groups;
  }

  /** How this device is called. */
  public String getDeviceName() {
    return visitor
        .signedIn()
        .map(SignedIn::device)
        .flatMap(devices::find)
        .map(DeviceEntry::name)
        .orElse("");
  }

  private List<Group> collect() {
    List<ContactEntry> all = contacts.list(visitor.account(), visitor.getLocale());
    List<Group> found = new ArrayList<>();
    add(found, "favourites", tiles(all, true));
    add(found, "recent", recent(all));
    add(found, "contacts", tiles(all, false));
    return List.copyOf(found);
  }

  private static void add(List<Group> groups, String name, List<Tile> tiles) {
    if (!tiles.isEmpty()) {
      groups.add(new Group(name, tiles));
    }
  }

  private static List<Tile> tiles(List<ContactEntry> contacts, boolean favourite) {
    return contacts.stream()
        .filter(contact -> contact.favourite() == favourite)
        .map(contact -> new Tile(contact.accountName(), contact.name(), null, false))
        .toList();
  }

  /** The other parties of the last calls, each once, by their last call. */
  private List<Tile> recent(List<ContactEntry> contacts) {
    Map<String, String> names = new HashMap<>();
    contacts.forEach(contact -> names.put(contact.number(), contact.name()));
    Map<String, Tile> tiles = new LinkedHashMap<>();
    for (HistoryEntry call : history.page(visitor.account(), 0, CALLS)) {
      Party peer = call.peer();
      boolean somebody = call.cause().filter(Cause.LOOKUP_FAILED::equals).isEmpty();
      if (somebody && !visitor.account().equals(peer.account())) {
        String callee = Optional.ofNullable(peer.number()).orElse(peer.name());
        String name = names.getOrDefault(callee, peer.name());
        tiles.putIfAbsent(callee, new Tile(callee, name, call.at(), call.missed()));
      }
    }
    return tiles.values().stream().limit(RECENT).toList();
  }
}
