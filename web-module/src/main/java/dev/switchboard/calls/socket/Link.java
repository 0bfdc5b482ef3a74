package dev.switchboard.calls.socket;

import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.SignallingCodec;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket: messages leave it in order, one at a time, without blocking who sends.
 * Thread-safe. A terminal that doesn't take what it is sent is cut off, so that its queue can't
 * grow: it resumes its session when it is able to.
 */
final class Link {
  /** Why we close a link, as docs/signalling.md names it. */
  enum Close {
    /** A newer socket of the same device has taken over. */
    REPLACED(4001, "replaced"),
    /** The login is over. */
    SIGNED_OUT(4003, "signed out"),
    /** The terminal goes on sending more than it may. */
    FLOOD(4029, "too many requests"),
    /** Nothing has been heard of the terminal, or it takes nothing. */
    BROKEN(4008, "no answer"),
    /** The server goes down; the terminal should come back in a moment. */
    RESTART(1012, "restart");

    private final CloseReason reason;

    Close(int code, String text) {
      reason = new CloseReason(CloseReason.CloseCodes.getCloseCode(code), text);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MAX_QUEUED = 300;

  private final Session socket;
  private final SignallingCodec codec;
  private final Clock clock;
  private final Deque<String> queue = new ArrayDeque<>();
  private boolean sending;
  private boolean closed;
  private volatile Instant lastHeard;

  Link(Session socket, SignallingCodec codec, Clock clock) {
    this.socket = socket;
    this.codec = codec;
    this.clock = clock;
    this.lastHeard = clock.instant();
  }

  /** Sends a message after all that were sent before it. */
  void send(ServerMessage message) {
    String frame = codec.encode(message);
    boolean overflow;
    synchronized (this) {
      if (closed) {
        return;
      }
      overflow = queue.size() >= MAX_QUEUED;
      if (!overflow) {
        queue.addLast(frame);
      }
    }
    if (overflow) {
      close(Close.BROKEN);
    } else {
      pump();
    }
  }

  /** Something has come from the terminal. */
  void heard() {
    lastHeard = clock.instant();
  }

  /** When something came from the terminal the last time. */
  Instant lastHeard() {
    return lastHeard;
  }

  /** Asks the terminal for a sign of life, which the browser gives without the page. */
  void ping() {
    try {
      socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      LOG.debug("A ping could not be sent", e);
    }
  }

  /** Closes the socket; nothing is sent after that. */
  void close(Close why) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      queue.clear();
    }
    try {
      socket.close(why.reason);
    } catch (IOException | RuntimeException e) {
      LOG.debug("A socket could not be closed properly", e);
    }
  }

  private void pump() {
    String next;
    synchronized (this) {
      if (sending || closed || queue.isEmpty()) {
        return;
      }
      sending = true;
      next = queue.removeFirst();
    }
    try {
      socket.getAsyncRemote().sendText(next, this::sent);
    } catch (RuntimeException e) {
      sent(new SendResult(e));
    }
  }

  private void sent(SendResult result) {
    synchronized (this) {
      sending = false;
    }
    if (result.isOK()) {
      pump();
    } else {
      LOG.debug("A message could not be sent", result.getException());
      close(Close.BROKEN);
    }
  }
}
