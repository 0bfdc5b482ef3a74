package dev.switchboard.calls.socket;

import dev.switchboard.signalling.ServerMessage.Notice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Numbers a session's notices and keeps those that the terminal has not acknowledged, so that a
 * resumed session misses none. Not thread-safe; its session guards it.
 */
final class NoticeBuffer {
  private final int capacity;
  private final Deque<Notice> unacknowledged = new ArrayDeque<>();
  private long lastSeq;

  /**
   * @param capacity notices to keep at most; 1 or more
   */
  NoticeBuffer(int capacity) {
    this.capacity = capacity;
  }

  /** Gives the notice the next number and keeps it; the oldest one goes if there are too many. */
  Notice add(Notice notice) {
    lastSeq++;
    Notice numbered = notice.withSeq(lastSeq);
    if (unacknowledged.size() == capacity) {
      unacknowledged.removeFirst();
    }
    unacknowledged.addLast(numbered);
    return numbered;
  }

  /** Forgets the notices up to this number. */
  void acknowledge(long received) {
    while (!unacknowledged.isEmpty() && unacknowledged.getFirst().seq() <= received) {
      unacknowledged.removeFirst();
    }
  }

  /**
   * Whether a terminal that has received everything up to this number can be given all that it
   * missed. A number that was never sent is not that of this session.
   */
  boolean canResumeAfter(long received) {
    long firstKept = unacknowledged.isEmpty() ? lastSeq + 1 : unacknowledged.getFirst().seq();
    return received <= lastSeq && received >= firstKept - 1;
  }

  /** What is kept with a higher number than this, the oldest first. */
  List<Notice> after(long seq) {
    List<Notice> later = new ArrayList<>();
    Iterator<Notice> newestFirst = unacknowledged.descendingIterator();
    while (newestFirst.hasNext()) {
      Notice notice = newestFirst.next();
      if (notice.seq() <= seq) {
        break;
      }
      later.add(0, notice);
    }
    return later;
  }
}
