package dev.switchboard.system;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * A call as the history page words it, a column each.
 *
 * @param who the other party with number and device
 * @param device the own device, and what became of each if several rang
 */
record HistoryRow(String direction, String who, String device, String duration, String cause) {
  /** The rows of a history page's first table page, the latest call first. */
  static List<HistoryRow> of(String page) {
    return Jsoup.parse(page).select("tr[data-ri]").stream().map(HistoryRow::of).toList();
  }

  private static HistoryRow of(Element row) {
    return new HistoryRow(
        text(row, "direction"),
        text(row, "who"),
        text(row, "on"),
        text(row, "duration"),
        text(row, "cause"));
  }

  private static String text(Element row, String column) {
    return row.select("td." + column).text();
  }
}
