package dev.switchboard.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A program of the enterprise's: a plain Artemis client that reads events and failures. */
final class Integration implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<JsonNode> failures = new CopyOnWriteArrayList<>();
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  private Integration(ActiveMQConnectionFactory factory, Connection connection) {
    this.factory = factory;
    this.connection = connection;
  }

  static Integration connect(Server server) {
    String address = "tcp://127.0.0.1:" + server.setting("SWITCHBOARD_JMS_PORT");
    // Closing the factory would close its connections, so it stays open with ours.
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(address);
    try {
      String password =
          Files.readString(server.data().resolve("keys/integration-users.properties"))
              .strip()
              .substring("integration=".length());
      Integration integration =
          new Integration(factory, factory.createConnection("integration", password));
      integration.read();
      return integration;
    } catch (JMSException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The failure that fits, waiting for it. */
  JsonNode failure(Predicate<JsonNode> wanted) {
    return Wait.value(
        "a failure on the queue, among " + failures,
        Duration.ofSeconds(10),
        () -> failures.stream().filter(wanted).findFirst().orElse(null));
  }

  /** The latest text for a phone number, waiting for the first; it is forgotten then. */
  String text(String number) {
    return Wait.value("a text for " + number, Duration.ofSeconds(10), () -> texts.remove(number));
  }

  /** All failures so far, in the order of arrival. */
  List<JsonNode> failures() {
    return List.copyOf(failures);
  }

  /** The changes of a call that is over, or about to be, in the order of arrival. */
  List<Event> eventsOf(String call) {
    Wait.until(
        "the end of " + call + " among the events",
        Duration.ofSeconds(10),
        () ->
            ofCall(call).stream()
                .anyMatch(event -> event.type().equals("dev.switchboard.call.ended")));
    return ofCall(call);
  }

  /** The samples of a call's quality so far, waiting for the first. */
  List<JsonNode> qualityOf(String call) {
    return Wait.value(
        "a sample of the quality of " + call,
        Duration.ofSeconds(15),
        () -> {
          List<JsonNode> samples =
              events.stream()
                  .filter(event -> event.call().equals(call) && event.isQuality())
                  .map(Event::json)
                  .toList();
          return samples.isEmpty() ? null : samples;
        });
  }

  /** The changes of the recordings of a call, once one of them has entered that state. */
  List<JsonNode> recordingsOf(String call, String state) {
    return Wait.value(
        "a recording of " + call + " that is " + state,
        Duration.ofSeconds(20),
        () -> {
          List<JsonNode> changes =
              events.stream()
                  .filter(event -> event.call().equals(call) && event.isRecording())
                  .map(Event::json)
                  .toList();
          boolean there =
              changes.stream().anyMatch(change -> state.equals(change.at("/data/to").asText()));
          return there ? changes : null;
        });
  }

  /** A message of the topic: its body, and its properties for selectors; 0 without a sequence. */
  record Event(JsonNode json, String type, String call, long sequence) {
    boolean isQuality() {
      return type.equals("dev.switchboard.call.quality");
    }

    boolean isRecording() {
      return type.startsWith("dev.switchboard.recording.");
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      factory.close();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() throws JMSException {
    Session eventSession = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    eventSession
        .createConsumer(eventSession.createTopic("jms.topic.switchboard.call.events"))
        .setMessageListener(message -> events.add(event(message)));
    Session failureSession = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    failureSession
        .createConsumer(failureSession.createQueue("jms.queue.switchboard.call.failures"))
        .setMessageListener(message -> failures.add(json(message)));
    Session textSession = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    textSession
        .createConsumer(textSession.createQueue("jms.queue.switchboard.gateway.messages"))
        .setMessageListener(this::deliver);
    connection.start();
  }

  private void deliver(Message message) {
    try {
      texts.put(message.getStringProperty("number"), message.getBody(String.class));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Event> ofCall(String call) {
    return events.stream()
        .filter(event -> event.call().equals(call) && event.sequence() > 0)
        .toList();
  }

  private static Event event(Message message) {
    try {
      return new Event(
          json(message),
          message.getStringProperty("type"),
          message.getStringProperty("call"),
          message.propertyExists("sequence") ? message.getLongProperty("sequence") : 0);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(Message message) {
    try {
      return JSON.readTree(message.getBody(String.class));
    } catch (JMSException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
