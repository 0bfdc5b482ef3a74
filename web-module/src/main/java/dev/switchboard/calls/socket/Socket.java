package dev.switchboard.calls.socket;

import dev.switchboard.calls.Terminals;
import dev.switchboard.devices.Logins;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.recordings.Recordings;
import dev.switchboard.signalling.ClientMessage;
import dev.switchboard.signalling.Decoded;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.Reply;
import dev.switchboard.signalling.SignallingCodec;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One terminal's socket: reads a frame, refuses what is no message, has the request done, replies.
 * The container calls it for one frame after the other, on a thread that may block.
 */
@ServerEndpoint("/socket")
@SuppressWarnings("NullAway.Init") // The container calls open() before anything else.
public class Socket {
  private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

  /** The container closes the socket at larger frames (1009); up to here it gets an error. */
  private static final int LARGEST_READ = 2 * 1024 * 1024;

  /** A fraction of the day that a login lives at least without use, and no write for each ping. */
  private static final Duration PROLONG_EVERY = Duration.ofHours(1);

  private static final int REQUESTS = 50;
  private static final Duration REQUEST_WINDOW = Duration.ofSeconds(10);

  private final SignallingCodec codec = new SignallingCodec();

  @Inject private TerminalSessions sessions;
  @Inject private TerminalRequests requests;
  @Inject private Terminals terminals;
  @Inject private Recordings recordings;
  @Inject private Logins logins;
  @Inject private SocketErrors errors;
  @Inject private Clock clock;

  private Link link;
  private SignedIn who;
  private Locale language;
  private RateLimiter limiter;
  private String token;
  private Pace prolonging;

  /** The container may close the socket on another thread, while a frame is handled. */
  private volatile @Nullable TerminalSession session;

  private volatile boolean closed;

  @OnOpen
  public void open(Session socket) {
    socket.setMaxTextMessageBufferSize(LARGEST_READ);
    socket.setMaxIdleTimeout(0);
    link = new Link(socket, codec, clock);
    limiter = new RateLimiter(REQUESTS, REQUEST_WINDOW, clock);
    prolonging = new Pace(PROLONG_EVERY, clock);
    SocketGate.Terminal terminal = (SocketGate.Terminal) socket.getUserPrincipal();
    who = terminal.who();
    token = terminal.token();
    language = Terminals.language(who);
    sessions.connected(link);
  }

  @OnMessage
  public void frame(String text) {
    link.heard();
    RateLimiter.Verdict verdict = limiter.arrive();
    if (verdict == RateLimiter.Verdict.DISCONNECT) {
      link.close(Link.Close.FLOOD);
      return;
    }
    if (text.length() > SignallingCodec.MAX_FRAME) {
      link.send(errors.of(null, ErrorCode.TOO_LARGE, null, language));
      return;
    }
    Decoded<ClientMessage> decoded = codec.decodeClient(text);
    String id = requestId(decoded);
    if (verdict == RateLimiter.Verdict.REFUSE) {
      link.send(errors.of(id, ErrorCode.TOO_MANY_REQUESTS, null, language));
    } else {
      take(decoded, id);
    }
  }

  @OnMessage
  public void pong(PongMessage pong) {
    // A socket that opens no session is none to keep.
    if (session != null) {
      link.heard();
      prolong();
    }
  }

  @OnClose
  public void close(CloseReason reason) {
    boolean bye = reason.getCloseCode() == CloseReason.CloseCodes.NORMAL_CLOSURE;
    closed = true;
    sessions.disconnected(link, Optional.ofNullable(session), bye);
  }

  @OnError
  public void error(Throwable problem) {
    // The container closes the socket after this; the session waits to be resumed.
    LOG.debug("A socket broke", problem);
  }

  /** A terminal that stays on one page asks for nothing else: its socket is the login's use. */
  private void prolong() {
    if (prolonging.isDue()) {
      logins.resume(token);
    }
  }

  private void take(Decoded<ClientMessage> decoded, @Nullable String id) {
    if (decoded instanceof Decoded.Malformed<ClientMessage> malformed) {
      link.send(errors.of(id, ErrorCode.MALFORMED, malformed.field(), language));
    } else if (decoded instanceof Decoded.Valid<ClientMessage> valid) {
      TerminalSession open = session;
      if (valid.message() instanceof ClientMessage.Request request) {
        answer(request, open);
      } else if (valid.message() instanceof ClientMessage.Ack ack && open != null) {
        open.acknowledge(ack.received());
      }
    }
  }

  private void answer(ClientMessage.Request request, @Nullable TerminalSession open) {
    if (request instanceof ClientMessage.Hello hello && open == null) {
      attempt(request, () -> sessions.exclusively(who.device(), () -> hello(hello)));
    } else if (open == null) {
      link.send(errors.of(request.id(), ErrorCode.NOT_READY, null, language));
    } else {
      open.beginRequest();
      try {
        attempt(request, () -> handle(request));
      } finally {
        open.endRequest();
      }
    }
  }

  private void attempt(ClientMessage.Request request, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      link.send(errors.of(request.id(), e, language));
    }
  }

  private void handle(ClientMessage.Request request) {
    CompletionStage<? extends Reply> reply = request.accept(requests.of(who));
    reply.whenComplete(
        (message, problem) ->
            link.send(problem == null ? message : errors.of(request.id(), problem, language)));
  }

  private void hello(ClientMessage.Hello hello) {
    try {
      if (!resume(hello)) {
        begin(hello);
      }
    } catch (RuntimeException e) {
      // So that the terminal tries again.
      link.close(Link.Close.BROKEN);
      throw e;
    } finally {
      // Whoever closed the socket meanwhile may not have seen the session.
      if (closed) {
        sessions.disconnected(link, Optional.ofNullable(session), false);
      }
    }
  }

  private boolean resume(ClientMessage.Hello hello) {
    long received = hello.received() == null ? 0 : hello.received();
    Optional<TerminalSession> resumed =
        Optional.ofNullable(hello.resume())
            .flatMap(id -> sessions.find(who, id))
            .filter(
                former ->
                    former.resume(
                        link,
                        received,
                        terminals
                            .arrived(who, former.id())
                            .welcome(hello.id(), former.id(), true)));
    resumed.ifPresent(
        former -> {
          session = former;
          // A page that was loaded again resumes the session, and knows nothing.
          recordings.arrived(who).forEach(former::tell);
        });
    return resumed.isPresent();
  }

  private void begin(ClientMessage.Hello hello) {
    TerminalSession begun = sessions.begin(who, link);
    session = begun;
    // The login may have ended since the socket was opened; from now on its end finds the session.
    if (logins.resume(token).filter(SignedIn::mayCall).isEmpty()) {
      link.close(Link.Close.SIGNED_OUT);
      return;
    }
    Terminals.Arrival arrival = terminals.arrived(who, begun.id());
    begun.open(arrival.welcome(hello.id(), begun.id(), false));
    arrival.notices().forEach(begun::tell);
    recordings.arrived(who).forEach(begun::tell);
  }

  private static @Nullable String requestId(Decoded<ClientMessage> decoded) {
    if (decoded instanceof Decoded.Malformed<ClientMessage> malformed) {
      return malformed.id();
    }
    return decoded instanceof Decoded.Valid<ClientMessage> valid
            && valid.message() instanceof ClientMessage.Request request
        ? request.id()
        : null;
  }
}
