package dev.switchboard.calls;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words in which integrators hear of calls: CloudEvents 1.0 in structured mode for changes, and
 * plain JSON for failures; both are described in docs/events.md. Pure.
 */
final class CallEvents {
  private static final String TYPE_PREFIX = "dev.switchboard.";

  private final ObjectMapper mapper = new ObjectMapper();

  /** An event for each change, in their order. */
  List<Event> of(Call call, List<CallChange> changes) {
    ObjectNode snapshot = snapshot(call);
    return changes.stream().map(change -> event(call, change, snapshot)).toList();
  }

  /** A change in its envelope; {@code type} is there for message selectors. */
  record Event(long sequence, String type, String json) {}

  /** An event for a sample of quality, without a number: it is no change. */
  Quality of(CallSample sample, String node) {
    String call = sample.call().value();
    String type = TYPE_PREFIX + "call.quality";
    ObjectNode data =
        mapper
            .createObjectNode()
            .put("from", sample.from().toString())
            .put("until", sample.until().toString());
    for (CallSample.OfLeg leg : sample.legs()) {
      ObjectNode figures = data.withArray("legs").addObject().put("id", leg.leg().value());
      figures.set("up", figures(leg.up()));
      figures.set("down", figures(leg.down()));
    }
    ObjectNode envelope =
        envelope(call + "-quality-" + sample.until().toEpochMilli(), node, type, call)
            .put("time", sample.until().toString());
    envelope.set("data", data);
    return new Quality(type, envelope.toString());
  }

  /** A sample of quality in its envelope. */
  record Quality(String type, String json) {}

  private ObjectNode figures(Figures figures) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("bitrate", figures.bitrate())
            .put("loss", figures.loss())
            .put("unrecovered", figures.unrecovered())
            .put("jitter", figures.jitter());
    figures.roundTrip().ifPresent(value -> node.put("roundTrip", value));
    node.put("framesPerSecond", figures.framesPerSecond())
        .put("freezes", figures.freezes())
        .put("frozen", figures.frozenMillis());
    figures.mos().ifPresent(value -> node.put("mos", value));
    return node;
  }

  private ObjectNode envelope(String id, String node, String type, String call) {
    return mapper
        .createObjectNode()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", "/switchboard/" + node)
        .put("type", type)
        .put("subject", call)
        .put("datacontenttype", "application/json");
  }

  /** A failed call, or a failed leg of a call that rang several devices. */
  String failure(Call call, Optional<Leg> leg, Cause cause, Instant at) {
    ObjectNode failure = mapper.createObjectNode().put("call", call.id().value());
    leg.ifPresent(failed -> failure.put("leg", failed.id().value()));
    failure
        .put("cause", cause.name())
        .put("sip", cause.sip())
        .put("q850", cause.q850())
        .put("at", at.toString());
    listed(call, LegRole.CALLER).ifPresent(caller -> failure.set("caller", party(caller.party())));
    leg.or(() -> listed(call, LegRole.CALLEE))
        .ifPresent(callee -> failure.set("callee", party(callee.party())));
    return failure.toString();
  }

  private Event event(Call call, CallChange change, ObjectNode snapshot) {
    String type =
        TYPE_PREFIX
            + (change.leg().isPresent() ? "leg." : "call.")
            + change.to().toLowerCase(Locale.ROOT).replace('_', '-');
    ObjectNode data = mapper.createObjectNode();
    change.leg().ifPresent(leg -> data.put("leg", leg.id().value()));
    change.from().ifPresent(from -> data.put("from", wire(from)));
    data.put("to", wire(change.to()));
    change.cause().ifPresent(cause -> putCause(data, cause));
    data.set("call", snapshot);
    ObjectNode envelope =
        envelope(call.id() + "-" + change.sequence(), call.node(), type, call.id().value())
            .put("time", change.at().toString())
            .put("sequence", Long.toString(change.sequence()))
            .put("sequencetype", "Integer");
    envelope.set("data", data);
    return new Event(change.sequence(), type, envelope.toString());
  }

  private ObjectNode snapshot(Call call) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("id", call.id().value())
            .put("state", wire(call.state().name()))
            .put("anyDevice", call.isAnyDevice())
            .put("placedAt", call.placedAt().toString());
    put(node, "ringingAt", call.ringingAt());
    put(node, "answeredAt", call.answeredAt());
    put(node, "connectedAt", call.connectedAt());
    put(node, "endedAt", call.endedAt());
    call.cause().ifPresent(cause -> putCause(node, cause));
    call.endedBy().ifPresent(side -> node.put("side", side.wire()));
    if (call.isThirdParty()) {
      node.put("callerPart", call.callerPart().wire());
    }
    call.legs().forEach(leg -> node.withArray("legs").add(leg(leg)));
    return node;
  }

  private ObjectNode leg(Leg leg) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("id", leg.id().value())
            .put("role", wire(leg.role().name()))
            .put("state", wire(leg.state().name()));
    if (leg.isAuto()) {
      node.put("auto", true);
    }
    leg.replaces().ifPresent(before -> node.put("replaces", before.value()));
    leg.cause().ifPresent(cause -> putCause(node, cause));
    node.setAll(party(leg.party()));
    return node;
  }

  private ObjectNode party(Party party) {
    ObjectNode node = mapper.createObjectNode().put("name", party.name());
    putIfKnown(node, "number", party.number());
    if (party.account() != null) {
      node.put("account", party.account().value());
    }
    if (party.device() != null) {
      ObjectNode device = node.putObject("device").put("id", party.device().value());
      putIfKnown(device, "kind", party.deviceKind());
      putIfKnown(device, "name", party.deviceName());
    }
    return node;
  }

  private static Optional<Leg> listed(Call call, LegRole role) {
    return call.legs().stream().filter(leg -> leg.role() == role && leg.isListed()).findFirst();
  }

  private static void putCause(ObjectNode node, Cause cause) {
    node.put("cause", cause.name()).put("sip", cause.sip()).put("q850", cause.q850());
  }

  private static void put(ObjectNode node, String field, Optional<Instant> instant) {
    instant.ifPresent(value -> node.put(field, value.toString()));
  }

  private static void putIfKnown(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static String wire(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
