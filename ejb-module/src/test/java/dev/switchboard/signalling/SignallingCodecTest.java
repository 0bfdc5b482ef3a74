package dev.switchboard.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignallingCodecTest {
  private final SignallingCodec codec = new SignallingCodec();

  @ParameterizedTest
  @MethodSource("dev.switchboard.signalling.Examples#everyClientMessage")
  void readsBackWhatATerminalWrites(ClientMessage message) {
    assertThat(codec.decodeClient(codec.encode(message))).isEqualTo(new Decoded.Valid<>(message));
  }

  @ParameterizedTest
  @MethodSource("dev.switchboard.signalling.Examples#everyServerMessage")
  void readsBackWhatAServerWrites(ServerMessage message) {
    assertThat(codec.decodeServer(codec.encode(message))).isEqualTo(new Decoded.Valid<>(message));
  }

  @Test
  void everyRecordHasATypeNameAndAnExample() {
    assertThat(named(ClientMessage.class))
        .containsExactlyInAnyOrderElementsOf(leaves(ClientMessage.class));
    assertThat(named(ServerMessage.class))
        .containsExactlyInAnyOrderElementsOf(leaves(ServerMessage.class));
    assertThat(Examples.everyClientMessage().map(Object::getClass).distinct())
        .hasSameSizeAs(leaves(ClientMessage.class));
    assertThat(Examples.everyServerMessage().map(Object::getClass).distinct())
        .hasSameSizeAs(leaves(ServerMessage.class));
  }

  @Test
  void leavesOutWhatIsNotKnown() throws Exception {
    JsonNode lapsed = tree(codec.encode(new ServerMessage.LookUpLapsed(0, Examples.CALL)));
    assertThat(lapsed)
        .as("a notice that no session has sent yet has no seq")
        .isEqualTo(tree("{'type':'lookup-lapsed','lookup':'" + Examples.CALL + "'}"));
    JsonNode error =
        tree(codec.encode(new ServerMessage.Error(null, ErrorCode.TOO_LARGE, "Too large.", null)));
    assertThat(error).isEqualTo(tree("{'type':'error','code':'too-large','message':'Too large.'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'nonsense','id':'1'}                               | 1 | type",
        "{'id':'1'}                                                 | 1 | type",
        "{'type':7,'id':'1'}                                        | 1 | type",
        "{'type':'lookup','callee':'bob'}                           |   | id",
        "{'type':'lookup','id':7,'callee':'bob'}                    |   | id",
        "{'type':'lookup','id':'1'}                                 | 1 | callee",
        "{'type':'lookup','id':'1','callee':null}                   | 1 | callee",
        "{'type':'lookup','id':'1','callee':''}                     | 1 | callee",
        "{'type':'lookup','id':'1','callee':{'a':1}}                | 1 | callee",
        "{'type':'lookup','id':'1','callee':['bob']}                | 1 | callee",
        "{'type':'lookup','id':'1','callee':true}                   | 1 | callee",
        "{'type':'hello','id':'1','received':-1}                    | 1 | received",
        "{'type':'hello','id':'1','received':1.5}                   | 1 | received",
        "{'type':'hello','id':'1','received':'1'}                   | 1 | received",
        "{'type':'hello','id':'1','received':99999999999999999999}  | 1 | received",
        "{'type':'ack'}                                             |   | received",
        "{'type':'media-mute','id':'1','call':'c','audio':1,'video':true,'screen':true} | 1 | audio",
        "{'type':'terminals'}                                       |   | id",
        "{'type':'auto-answer','id':'1'}                            | 1 | on",
        "{'type':'auto-answer','id':'1','on':'false'}               | 1 | on",
        "{'type':'media-mute','id':'1','call':'c','audio':true,'video':true}          | 1 | screen",
      })
  void namesTheFieldThatIsWrong(String frame, String id, String field) {
    assertThat(codec.decodeClient(json(frame)))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class,
            malformed -> {
              assertThat(malformed.field()).isEqualTo(field);
              assertThat(malformed.id()).isEqualTo(id);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "7",
        "[]",
        "null",
        "{",
        "{} {}",
        "{'type':'ack','received':1,'received':2}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void refusesWhatIsNoObject(String frame) {
    assertThat(codec.decodeClient(json(frame)))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.field()).isNull());
  }

  @Test
  void refusesTextsBeyondTheirLimits() {
    assertMalformed("{'type':'answer','id':'1','call':'" + "c".repeat(65) + "'}");
    assertMalformed("{'type':'answer','id':'" + "1".repeat(41) + "','call':'c'}");
    assertMalformed(
        "{'type':'media-offer','id':'1','call':'c','sdp':'" + "v".repeat(60_001) + "'}");
    assertMalformed("x".repeat(SignallingCodec.MAX_FRAME + 1));
  }

  @Test
  void toleratesFieldsThatItDoesNotKnow() {
    assertThat(codec.decodeClient(json("{'type':'ack','received':1,'future':{'a':[1]}}")))
        .isEqualTo(new Decoded.Valid<>(new ClientMessage.Ack(1L)));
  }

  @Test
  void aTerminalCannotSendAServersMessage() {
    assertMalformed("{'type':'ok','re':'1'}");
  }

  private void assertMalformed(String frame) {
    assertThat(codec.decodeClient(json(frame))).isInstanceOf(Decoded.Malformed.class);
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  private static JsonNode tree(String text) throws Exception {
    return new ObjectMapper().readTree(json(text));
  }

  private static List<Class<?>> named(Class<?> root) {
    return Arrays.stream(root.getAnnotation(JsonSubTypes.class).value())
        .<Class<?>>map(JsonSubTypes.Type::value)
        .toList();
  }

  private static List<Class<?>> leaves(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? List.of(type)
        : Arrays.stream(permitted).<Class<?>>flatMap(inner -> leaves(inner).stream()).toList();
  }
}
