package dev.switchboard.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A call as the history page words it, a column each.
 *
 * @param who the other party with number and device
 * @param device the own device, and what became of each if several rang
 */
record HistoryRow(String direction, String who, String device, String duration, String cause) {
  private static final Pattern ROW = Pattern.compile("<tr[^>]*data-ri=.*?</tr>", Pattern.DOTALL);
  private static final Pattern CELL =
      Pattern.compile("<td[^>]*class=\"([^\"]*)\"[^>]*>(.*?)</td>", Pattern.DOTALL);
  private static final Pattern TAGS = Pattern.compile("<[^>]*>|\\s+");

  /** The rows of a history page's first table page, the latest call first. */
  static List<HistoryRow> of(String page) {
    return ROW.matcher(page).results().map(MatchResult::group).map(HistoryRow::row).toList();
  }

  private static HistoryRow row(String html) {
    Map<String, String> cells = new HashMap<>();
    CELL.matcher(html).results().forEach(cell -> cells.put(cell.group(1), text(cell.group(2))));
    return new HistoryRow(
        cells.get("direction"),
        cells.get("who"),
        cells.get("on"),
        cells.get("duration"),
        cells.get("cause"));
  }

  private static String text(String html) {
    return TAGS.matcher(html).replaceAll(" ").replaceAll(" +", " ").strip();
  }
}
