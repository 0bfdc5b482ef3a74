package dev.switchboard.recordings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.calls.Party;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The words in which integrators hear of recordings: CloudEvents 1.0 in structured mode, described
 * in docs/events.md. Pure.
 */
final class RecordingEvents {
  private static final String TYPE_PREFIX = "dev.switchboard.recording.";

  private final ObjectMapper mapper = new ObjectMapper();

  /** A change in its envelope; {@code type} is there for message selectors. */
  record Event(String type, String json) {}

  Event of(Recording recording, RecordingChange change) {
    String type = TYPE_PREFIX + wire(change.to());
    ObjectNode data = mapper.createObjectNode().put("number", change.number());
    change.from().ifPresent(from -> data.put("from", wire(from)));
    data.put("to", wire(change.to()));
    data.set("recording", snapshot(recording));
    ObjectNode envelope =
        mapper
            .createObjectNode()
            .put("specversion", "1.0")
            .put("id", recording.id() + "-" + change.number())
            .put("source", "/switchboard/" + recording.node())
            .put("type", type)
            .put("subject", recording.call().value())
            .put("time", change.at().toString())
            .put("datacontenttype", "application/json");
    envelope.set("data", data);
    return new Event(type, envelope.toString());
  }

  /** Who was asked when, and what each said, to be kept outside of this server. */
  String consents(Recording recording) {
    return snapshot(recording).toPrettyString();
  }

  private ObjectNode snapshot(Recording recording) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("id", recording.id().value())
            .put("call", recording.call().value())
            .put("state", wire(recording.state()))
            .put("mode", recording.mode().wire())
            .put("video", recording.hasVideo())
            .put("requestedAt", recording.requestedAt().toString());
    put(node, "startedAt", recording.startedAt());
    put(node, "endedAt", recording.endedAt());
    put(node, "readyAt", recording.readyAt());
    put(node, "deletedAt", recording.deletedAt());
    recording.outcome().ifPresent(outcome -> node.put("outcome", outcome.name()));
    if (recording.isComplete()) {
      node.put("length", recording.length().toMillis()).put("bytes", recording.bytes());
    }
    for (RecordingParty party : recording.parties()) {
      node.withArray("parties").add(party(party));
    }
    return node;
  }

  private ObjectNode party(RecordingParty each) {
    Party party = each.party();
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("leg", each.leg().value())
            .put("name", party.name())
            .put("requester", each.isRequester())
            .put("consent", each.consent().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    each.track().ifPresent(track -> node.put("track", track));
    if (party.number() != null) {
      node.put("number", party.number());
    }
    if (party.account() != null) {
      node.put("account", party.account().value());
    }
    node.put("device", each.askedDevice().value()).put("askedAt", each.askedAt().toString());
    if (!each.device().equals(each.askedDevice())) {
      node.put("movedTo", each.device().value());
    }
    put(node, "answeredAt", each.answeredAt());
    put(node, "withdrawnAt", each.withdrawnAt());
    return node;
  }

  private static void put(ObjectNode node, String field, Optional<Instant> instant) {
    instant.ifPresent(value -> node.put(field, value.toString()));
  }

  private static String wire(RecordingState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
