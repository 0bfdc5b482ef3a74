package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into messages and back. Strict about what it knows (type, presence, length of each
 * field) and silent about fields that it doesn't know, so that newer terminals can talk to older
 * servers. Thread-safe.
 */
public final class SignallingCodec {
  /** Largest frame in bytes. */
  public static final int MAX_FRAME = 64 * 1024;

  private final ObjectMapper mapper;

  public SignallingCodec() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(16)
            .maxStringLength(MAX_FRAME)
            .maxNumberLength(40)
            .maxNameLength(64)
            .build();
    mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .withCoercionConfig(
                LogicalType.Textual,
                coercion -> {
                  coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                  coercion.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  coercion.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
            .build();
  }

  /** Reads a frame of a terminal; never throws on bad input. */
  public Decoded<ClientMessage> decodeClient(String frame) {
    return decode(frame, ClientMessage.class);
  }

  /** Reads a frame of a server; never throws on bad input. */
  public Decoded<ServerMessage> decodeServer(String frame) {
    return decode(frame, ServerMessage.class);
  }

  /** The frame of a terminal's message. */
  public String encode(ClientMessage message) {
    return write(message);
  }

  /** The frame of a server's message. */
  public String encode(ServerMessage message) {
    return write(message);
  }

  /** What a service worker is pushed. */
  public String encode(WakeUp message) {
    return write(message);
  }

  private String write(Object message) {
    try {
      return mapper.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A message record can't be written", e);
    }
  }

  private <M> Decoded<M> decode(String frame, Class<M> kind) {
    if (frame.length() > MAX_FRAME) {
      return new Decoded.Malformed<>(null, null, "The frame is too large.");
    }
    JsonNode tree;
    try {
      tree = mapper.readTree(frame);
    } catch (JsonProcessingException e) {
      return new Decoded.Malformed<>(null, null, "The frame is no JSON text.");
    }
    if (!tree.isObject()) {
      return new Decoded.Malformed<>(null, null, "The frame is no JSON object.");
    }
    String id = tree.path("id").isTextual() ? tree.path("id").textValue() : null;
    if (id != null && id.length() > 40) {
      id = null;
    }
    if (!tree.path("type").isTextual()) {
      return new Decoded.Malformed<>(id, "type", "type is missing or no text.");
    }
    try {
      return new Decoded.Valid<>(mapper.treeToValue(tree, kind));
    } catch (JsonProcessingException e) {
      return malformed(id, e);
    }
  }

  private static <M> Decoded<M> malformed(@Nullable String id, JsonProcessingException problem) {
    if (problem.getCause() instanceof InvalidField invalid) {
      return new Decoded.Malformed<>(id, invalid.field(), invalid.getMessage() + ".");
    }
    String field = path(problem);
    if (field.isEmpty()) {
      return new Decoded.Malformed<>(id, "type", "type is unknown.");
    }
    return new Decoded.Malformed<>(id, field, field + " is of the wrong type.");
  }

  private static String path(JsonProcessingException problem) {
    List<JsonMappingException.Reference> path =
        problem instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    return path.stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }
}
