package dev.switchboard.recordings.web;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.recordings.RecordingEntry;
import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.RecordingLibrary;
import dev.switchboard.recordings.RecordingList;
import dev.switchboard.recordings.RecordingList.Order;
import dev.switchboard.recordings.RecordingList.Selection;
import dev.switchboard.recordings.RecordingState;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Figures;
import dev.switchboard.web.Visitor;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.omnifaces.util.Faces;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The recordings that the visitor may watch, page by page, searched and in order (S4.6). */
@Named("recordingList")
@RequestScoped
public class RecordingsPage {
  @Inject private RecordingList list;
  @Inject private RecordingLibrary library;
  @Inject private Visitor visitor;

  private String person = "";
  private String state = "";
  private String order = "";
  private @Nullable LazyDataModel<RecordingEntry> recordings;

  /**
   * Of every request: the page's forms send them again, since those for a part of a page set no
   * view parameters.
   */
  @PostConstruct
  void read() {
    person = parameter("person");
    state = parameter("state");
    order = parameter("order");
  }

  private static String parameter(String name) {
    return Optional.ofNullable(Faces.getRequestParameter(name)).orElse("");
  }

  /** The same each time: the table asks the one that it has loaded how many pages there are. */
  public LazyDataModel<RecordingEntry> getRecordings() {
    if (recordings == null) {
      recordings = new Entries(this, visitor.account());
    }
    return recordings;
  }

  /** Whether there is nothing to be searched. */
  public boolean isNone() {
    return list.count(visitor.account(), new Selection("", Optional.empty())) == 0;
  }

  /** Whether one of them will come to another state by itself. */
  public boolean isMoving() {
    return list.isMoving(visitor.account());
  }

  /** The states that can be looked for. */
  public List<RecordingState> getStates() {
    return List.of(
        RecordingState.RECORDING,
        RecordingState.FINISHING,
        RecordingState.READY,
        RecordingState.FAILED);
  }

  public Order[] getOrders() {
    return Order.values();
  }

  /** A part of a name, as the visitor typed it. */
  public String getPerson() {
    return person;
  }

  /** The state's name; empty, or anything else, for all. */
  public String getState() {
    return state;
  }

  /** The order's name; the latest first if it is none. */
  public String getOrder() {
    return order;
  }

  private Selection selection() {
    return new Selection(
        person, getStates().stream().filter(one -> one.name().equals(state)).findFirst());
  }

  private Order order() {
    return Stream.of(Order.values())
        .filter(one -> one.name().equals(order))
        .findFirst()
        .orElse(Order.LATEST);
  }

  /** Who else took part. */
  public String others(RecordingEntry recording) {
    return String.join(", ", recording.others());
  }

  /** As {@code 1:05:09} or {@code 0:42}; empty as long as it is not known. */
  public String length(RecordingEntry recording) {
    return recording.length().isZero() ? "" : Figures.clock(recording.length());
  }

  /** As {@code 12.3 MB}; empty as long as it is not known. */
  public String size(RecordingEntry recording) {
    return recording.bytes() == 0 ? "" : Figures.size(recording.bytes());
  }

  /** Whether it can be watched. */
  public boolean isReady(RecordingEntry recording) {
    return recording.state() == RecordingState.READY;
  }

  /** The style of the badge with its state. */
  public String style(RecordingEntry recording) {
    return switch (recording.state()) {
      case READY -> "good";
      case FAILED, REFUSED, DELETED -> "bad";
      case REQUESTED, RECORDING, FINISHING -> "warn";
    };
  }

  /** The address of the first still picture; empty if there is none. */
  public Optional<String> still(RecordingEntry recording) {
    return recording.stills().stream()
        .findFirst()
        .map(name -> "/recordings/" + recording.id() + "/" + name);
  }

  /** Deletes the recording of parameter {@code recording}, if it is the visitor's. */
  public String delete() {
    if (library.delete(visitor.account(), new RecordingId(visitor.id("recording")))) {
      FieldMessages.done("recordings.deleted");
    }
    return "/recordings.xhtml?faces-redirect=true";
  }

  /** Reads what the table shows. What has been shown once is no news any more. */
  private static final class Entries extends LazyDataModel<RecordingEntry> {
    private static final long serialVersionUID = 1L;

    private final transient RecordingsPage page;
    private final AccountId account;

    Entries(RecordingsPage page, AccountId account) {
      this.page = page;
      this.account = account;
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return Math.toIntExact(page.list.count(account, page.selection()));
    }

    @Override
    public List<RecordingEntry> load(
        int first, int most, Map<String, SortMeta> sorting, Map<String, FilterMeta> filters) {
      page.library.markSeen(account);
      return page.list.page(account, page.selection(), page.order(), first, most);
    }
  }
}
