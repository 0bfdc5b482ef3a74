package dev.switchboard.calls.web;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.CallHistory;
import dev.switchboard.calls.Cause;
import dev.switchboard.calls.HistoryEntry;
import dev.switchboard.signalling.ServerMessage.Direction;
import dev.switchboard.web.Figures;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The visitor's past calls, page by page, the latest first (S1.10). */
@Named("callHistory")
@RequestScoped
public class CallHistoryPage {
  @Inject private CallHistory history;
  @Inject private Visitor visitor;

  private @Nullable LazyDataModel<HistoryEntry> calls;

  /** The same each time: the table asks the one that it has loaded how many pages there are. */
  public LazyDataModel<HistoryEntry> getCalls() {
    if (calls == null) {
      calls = new Entries(history, visitor.account());
    }
    return calls;
  }

  public boolean isOutgoing(HistoryEntry call) {
    return call.direction() == Direction.OUTGOING;
  }

  /** As {@code 1:05:09} or {@code 0:42}; empty for a call that was never connected. */
  public String duration(HistoryEntry call) {
    return call.duration().map(Figures::clock).orElse("");
  }

  /** The end of the key of the words for how the call ended. */
  public String cause(HistoryEntry call) {
    return key(call.cause());
  }

  /** The end of the key of the words for how one of several devices came out of the call. */
  public String deviceCause(HistoryEntry.Rung device) {
    return key(device.cause());
  }

  /** The address of the page that looks the other party up again. */
  public String callAddress(HistoryEntry call) {
    String number = call.peer().number();
    String callee = number == null ? call.peer().name() : number;
    return "/?callee=" + URLEncoder.encode(callee, StandardCharsets.UTF_8);
  }

  private static String key(Optional<Cause> cause) {
    return cause.map(Cause::name).orElse("none");
  }

  /** Reads what the table shows. What has been shown once is no news any more. */
  private static final class Entries extends LazyDataModel<HistoryEntry> {
    private static final long serialVersionUID = 1L;

    private final transient CallHistory history;
    private final AccountId account;

    Entries(CallHistory history, AccountId account) {
      this.history = history;
      this.account = account;
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return Math.toIntExact(history.count(account));
    }

    @Override
    public List<HistoryEntry> load(
        int first, int most, Map<String, SortMeta> sorting, Map<String, FilterMeta> filters) {
      List<HistoryEntry> entries = history.page(account, first, most);
      history.markSeen(account);
      return entries;
    }
  }
}
