package dev.switchboard.calls.socket;

import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ServerMessage.Notice;
import dev.switchboard.signalling.ServerMessage.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A terminal's session: it outlives its sockets. Notices are numbered when they come, and sent when
 * there is a link and no request is being handled, so that the reply to a request comes before the
 * notices that the request has caused. Thread-safe; no method blocks.
 */
final class TerminalSession {
  /**
   * More than half a minute of a lively call, and fewer than a link takes at once; a terminal that
   * missed more begins anew.
   */
  private static final int NOTICES_KEPT = 250;

  private final String id;
  private final SignedIn who;
  private final NoticeBuffer notices = new NoticeBuffer(NOTICES_KEPT);
  private @Nullable Link link;
  private @Nullable Instant brokenAt;

  /** Until it is open, too. */
  private boolean handling = true;

  private boolean over;
  private long sentUpTo;

  /**
   * @param id unguessable
   * @param first on which it is about to be opened
   */
  TerminalSession(String id, SignedIn who, Link first) {
    this.id = id;
    this.who = who;
    this.link = first;
  }

  String id() {
    return id;
  }

  /** Whether the session is this account's on this device, however its profile has changed. */
  boolean isOf(SignedIn other) {
    return who.account().equals(other.account()) && who.device().equals(other.device());
  }

  SignedIn who() {
    return who;
  }

  /** A request is being handled: notices wait for its reply. */
  synchronized void beginRequest() {
    handling = true;
  }

  /** The request's reply is sent, or will come later: notices need wait no longer. */
  synchronized void endRequest() {
    handling = false;
    flush();
  }

  /** Numbers a notice and sends it as soon as may be. False if the session is over. */
  synchronized boolean tell(Notice notice) {
    if (over) {
      return false;
    }
    notices.add(notice);
    flush();
    return true;
  }

  /** The terminal has received the notices up to this number. */
  synchronized void acknowledge(long received) {
    notices.acknowledge(received);
  }

  /** Opens the session, on its first link if that is still there. */
  synchronized void open(Reply welcome) {
    if (link != null) {
      link.send(welcome);
    }
    endRequest();
  }

  /**
   * Goes on on another link after what the terminal has received; the former link is closed.
   *
   * @return false if the session is over or has lost what the terminal missed
   */
  synchronized boolean resume(Link next, long received, Reply welcome) {
    if (over || !notices.canResumeAfter(received)) {
      return false;
    }
    Link former = link;
    link = next;
    brokenAt = null;
    // Now that it is no more the session's: that it closes must be no news.
    if (former != null && former != next) {
      former.close(Link.Close.REPLACED);
    }
    notices.acknowledge(received);
    sentUpTo = received;
    next.send(welcome);
    endRequest();
    return true;
  }

  /**
   * This link is gone, and the time to resume begins. False if that is no news: the session is
   * over, or has another link.
   */
  synchronized boolean detach(Link gone, Instant now) {
    if (over || link != gone) {
      return false;
    }
    link = null;
    brokenAt = now;
    return true;
  }

  /** Whether it waits to be resumed. */
  synchronized boolean isBroken() {
    return !over && brokenAt != null;
  }

  /** Ends the session if its socket has been gone since before then. True if this call did it. */
  synchronized boolean expire(Instant goneSince) {
    if (over || brokenAt == null || brokenAt.isAfter(goneSince)) {
      return false;
    }
    over = true;
    return true;
  }

  /** Ends the session and closes its link, if it has one. False if it was over already. */
  synchronized boolean end(Link.Close why) {
    if (over) {
      return false;
    }
    over = true;
    if (link != null) {
      link.close(why);
    }
    return true;
  }

  /** Whether this is the session's link. */
  synchronized boolean isOn(Link candidate) {
    return link == candidate;
  }

  private void flush() {
    // One that breaks while it is sent to may be taken from the session meanwhile.
    Link open = link;
    if (handling || open == null) {
      return;
    }
    for (Notice notice : notices.after(sentUpTo)) {
      open.send(notice);
      sentUpTo = notice.seq();
    }
  }
}
