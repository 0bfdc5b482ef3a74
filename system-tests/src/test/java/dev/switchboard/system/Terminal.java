package dev.switchboard.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.media.sdp.BadSdpException;
import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A headless device: logs in through the forms and speaks the socket's protocol. It sees every
 * message as JSON, so that tests hold the wire format itself to its word.
 */
class Terminal implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI socketAddress;
  private final WebForms forms;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private volatile WebSocket socket;
  private volatile int closeCode;
  private Softphone softphone;
  private String account = "";
  private String device = "";

  Terminal(Server server, String userAgent) {
    this.socketAddress = server.socket();
    this.forms = new WebForms(server.home(), userAgent);
  }

  /** A device of an account that exists, signed in and online. */
  static Terminal of(Server server, String account) {
    return of(server, account, "Terminal/1.0 (Linux x86_64)");
  }

  /** The same with a device that names itself by this user agent. */
  static Terminal of(Server server, String account, String userAgent) {
    Terminal terminal = new Terminal(server, userAgent);
    terminal.account = account;
    terminal.forms.logIn(account, Person.PASSWORD);
    return terminal.connect();
  }

  /** The name of the account that it is signed in under. */
  String account() {
    return account;
  }

  /** The id of this device, once connected. */
  String device() {
    return device;
  }

  WebForms forms() {
    return forms;
  }

  /** Opens the socket and says hello; a new session. */
  Terminal connect() {
    open();
    device = request("hello", fields -> {}).path("device").path("id").asText();
    return this;
  }

  /** Opens the socket and takes an earlier session up again. */
  JsonNode resume(String session, long highest) {
    open();
    return request("hello", fields -> fields.put("resume", session).put("received", highest));
  }

  void open() {
    closeCode = 0;
    socket =
        HTTP.newWebSocketBuilder()
            .header("Cookie", forms.cookieHeader())
            .header("Origin", forms.origin())
            .buildAsync(socketAddress, new Listener())
            .join();
  }

  /** What fills in a request. */
  interface Fields {
    void fill(ObjectNode message);
  }

  /** Sends a request and returns its reply, which may be an error. */
  JsonNode request(String type, Fields fields) {
    String id = send(type, fields);
    return await("the reply to " + type, message -> id.equals(message.path("re").asText(null)));
  }

  /** Sends a request; returns its id. */
  String send(String type, Fields fields) {
    String id = Integer.toString(requests.incrementAndGet());
    ObjectNode message = JSON.createObjectNode().put("type", type).put("id", id);
    fields.fill(message);
    sendText(message.toString());
    return id;
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  JsonNode callRequest(String type, String call) {
    return request(type, fields -> fields.put("call", call));
  }

  /** The first message so far, or to come, that fits. */
  JsonNode await(String description, Predicate<JsonNode> wanted) {
    return Wait.value(
        description + ", among " + received,
        PATIENCE,
        () -> received.stream().filter(wanted).findFirst().orElse(null));
  }

  JsonNode awaitType(String type) {
    return await("a message " + type, message -> message.path("type").asText().equals(type));
  }

  /** The call-state of a call in a state. */
  JsonNode awaitState(String call, String state) {
    return await(
        "state " + state + " of call " + call,
        message ->
            message.path("type").asText().equals("call-state")
                && message.path("call").asText().equals(call)
                && message.path("state").asText().equals(state));
  }

  boolean has(Predicate<JsonNode> wanted) {
    return received.stream().anyMatch(wanted);
  }

  List<JsonNode> received() {
    return List.copyOf(received);
  }

  void forget() {
    received.clear();
  }

  /** Looks up and returns the reply {@code devices} or {@code error}. */
  JsonNode lookUp(String callee) {
    return request("lookup", fields -> fields.put("callee", callee));
  }

  /** Calls a device of a look-up ("any" for any); returns the reply. */
  JsonNode call(JsonNode lookup, String device) {
    return request(
        "call",
        fields -> fields.put("lookup", lookup.path("lookup").asText()).put("device", device));
  }

  /**
   * Offers a softphone's media to a call and takes the answer; replaces that of an earlier call.
   */
  Softphone offerMedia(String call) {
    return offerMedia(call, SoftphoneConfig.named("terminal"));
  }

  /** The same with media of this kind. */
  Softphone offerMedia(String call, SoftphoneConfig media) {
    try {
      endMedia();
      softphone = Phones.ALL.add(media);
      String offer = softphone.offer();
      JsonNode reply = request("media-offer", fields -> fields.put("call", call).put("sdp", offer));
      softphone.accept(reply.path("sdp").asText());
      return softphone;
    } catch (IOException | BadSdpException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its media is gone from one moment to the next. */
  void endMedia() {
    if (softphone != null) {
      softphone.close();
      softphone = null;
    }
  }

  /** Breaks the connection as a dead network would: without a close frame. */
  void breakLine() {
    socket.abort();
  }

  int closeCode() {
    return closeCode;
  }

  boolean isOpen() {
    return socket != null && !socket.isInputClosed();
  }

  @Override
  public void close() {
    endMedia();
    if (isOpen()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    }
  }

  /** The softphones of all terminals share a loop, which lives as long as the tests do. */
  private static final class Phones {
    static final Softphones ALL = open();

    private static Softphones open() {
      try {
        return Softphones.open(InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          received.add(JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      closeCode = statusCode;
      return CompletableFuture.completedFuture(null);
    }
  }
}
