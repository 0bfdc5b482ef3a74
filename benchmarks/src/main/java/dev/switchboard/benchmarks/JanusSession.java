package dev.switchboard.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One session with one handle of the video room, over Janus' HTTP interface. */
final class JanusSession {
  private static final ObjectMapper json = new ObjectMapper();
  private static final HttpClient http = HttpClient.newHttpClient();

  private final String session;
  private final String handle;

  private JanusSession(String session, String handle) {
    this.session = session;
    this.handle = handle;
  }

  static JanusSession open(int port) throws IOException {
    String root = "http://127.0.0.1:" + port + "/janus";
    String session = root + "/" + post(root, message("create")).at("/data/id").asText();
    ObjectNode attach = message("attach").put("plugin", "janus.plugin.videoroom");
    return new JanusSession(session, session + "/" + post(session, attach).at("/data/id").asText());
  }

  /** A request that is answered at once. */
  JsonNode request(ObjectNode body) throws IOException {
    return post(handle, message("message").set("body", body));
  }

  /** A request that is answered by an event. */
  JsonNode ask(ObjectNode body, @Nullable ObjectNode jsep) throws IOException {
    ObjectNode message = message("message").set("body", body);
    if (jsep != null) {
      message.set("jsep", jsep);
    }
    String transaction = message.get("transaction").asText();
    post(handle, message);
    while (true) {
      JsonNode event = send(HttpRequest.newBuilder(URI.create(session)).build());
      if (event.path("transaction").asText().equals(transaction)) {
        if (event.at("/plugindata/data").has("error")) {
          throw new IOException("Janus: " + event);
        }
        return event;
      }
    }
  }

  void destroy() throws IOException {
    post(session, message("destroy"));
  }

  private static ObjectNode message(String kind) {
    return json.createObjectNode()
        .put("janus", kind)
        .put("transaction", UUID.randomUUID().toString());
  }

  private static JsonNode post(String address, JsonNode message) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
            .build());
  }

  private static JsonNode send(HttpRequest request) throws IOException {
    try {
      JsonNode answer = json.readTree(http.send(request, BodyHandlers.ofString()).body());
      if (answer.path("janus").asText().equals("error")) {
        throw new IOException("Janus: " + answer);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
