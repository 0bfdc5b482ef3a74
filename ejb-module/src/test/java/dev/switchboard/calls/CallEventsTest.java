package dev.switchboard.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.Environment;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.CallerPart;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage.CallProgress;
import dev.switchboard.signalling.ServerMessage.Direction;
import dev.switchboard.signalling.ServerMessage.Side;
import dev.switchboard.signalling.ServerMessage.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallEventsTest {
  private static final CallSettings LIMITS = CallSettings.from(new Environment(Map.of()));
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final DeviceId LAPTOP = new DeviceId("laptop");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId TABLET = new DeviceId("tablet");

  private final ObjectMapper mapper = new ObjectMapper();

  private static Party party(String name, DeviceId device) {
    return new Party(new AccountId(name), name, "+41446681800", device, "phone", device.value());
  }

  private static Call ringing(DeviceId... devices) {
    Call call = Call.begin(party("alice", LAPTOP), devices.length > 1, "node1", NOW);
    for (DeviceId device : devices) {
      call.invite(party("bob", device), LIMITS, NOW);
    }
    for (DeviceId device : devices) {
      call.confirm(device, LIMITS, NOW);
    }
    return call;
  }

  private static CallNotices.Telling told(Call call, DeviceId device, List<CallChange> changes) {
    return CallNotices.of(call, call.leg(device), changes);
  }

  @Test
  void aSampleOfQualityIsACloudEventWithoutANumber() throws Exception {
    Figures up =
        new Figures(900_000, 0.01, 0, 4, OptionalDouble.of(35), 30, 0, 0, OptionalDouble.of(4.4));
    Figures down = new Figures(0, 0, 0, 0, OptionalDouble.empty(), 0, 0, 0, OptionalDouble.empty());
    CallSample sample =
        new CallSample(
            new CallId("call"),
            NOW,
            NOW.plusSeconds(10),
            List.of(new CallSample.OfLeg(new LegId("leg"), up, down)));

    CallEvents.Quality event = new CallEvents().of(sample, "node1");
    JsonNode json = mapper.readTree(event.json());
    assertThat(event.type()).isEqualTo("dev.switchboard.call.quality");
    assertThat(json.path("id").asText()).isEqualTo("call-quality-1795255210000");
    assertThat(json.path("source").asText()).isEqualTo("/switchboard/node1");
    assertThat(json.has("sequence")).isFalse();
    JsonNode leg = json.at("/data/legs/0");
    assertThat(leg.path("id").asText()).isEqualTo("leg");
    assertThat(leg.at("/up/mos").asDouble()).isEqualTo(4.4);
    assertThat(leg.at("/down/bitrate").asInt(-1)).isZero();
    assertThat(leg.path("down").has("mos")).as("unknown is absent").isFalse();
    assertThat(leg.path("down").has("roundTrip")).isFalse();
  }

  @Test
  void anEventIsACloudEventWithTheCallAsItIs() throws Exception {
    Call call = ringing(PHONE);
    call.takeChanges();
    call.decline(PHONE, NOW);

    List<CallEvents.Event> events = new CallEvents().of(call, call.takeChanges());

    CallEvents.Event last = events.get(events.size() - 1);
    JsonNode event = mapper.readTree(last.json());
    assertThat(event.path("type").textValue()).isEqualTo("dev.switchboard.call.ended");
    assertThat(event.path("subject").textValue()).isEqualTo(call.id().value());
    assertThat(event.path("sequence").textValue()).isEqualTo(Long.toString(call.sequence()));
    assertThat(event.at("/data/cause").textValue()).isEqualTo("DECLINED");
    assertThat(event.at("/data/call/legs")).hasSize(2);
    assertThat(event.at("/data/call/side").textValue()).isEqualTo("callee");
    assertThat(mapper.readTree(events.get(0).json()).path("type").textValue())
        .isEqualTo("dev.switchboard.leg.ended");
  }

  @Test
  void eventsAndTheInvitationSayThatADeviceIsToAnswerByItself() throws Exception {
    Call call = ringing(PHONE, TABLET);
    call.answerByItself(call.leg(PHONE), true);

    List<CallEvents.Event> events = new CallEvents().of(call, call.takeChanges());

    JsonNode legs = mapper.readTree(events.get(0).json()).at("/data/call/legs");
    assertThat(legs.get(1).path("auto").booleanValue()).isTrue();
    assertThat(legs.get(2).has("auto")).isFalse();
    assertThat(CallViews.invitation(call, call.leg(PHONE), LIMITS).auto()).isTrue();
    assertThat(CallViews.invitation(call, call.leg(TABLET), LIMITS).auto()).isNull();
  }

  @Test
  void aFailureNamesBothParties() throws Exception {
    Call call = Call.lookUpFailed(party("alice", LAPTOP), "nobody", "node1", NOW);

    JsonNode failure =
        mapper.readTree(new CallEvents().failure(call, Optional.empty(), Cause.LOOKUP_FAILED, NOW));

    assertThat(failure.path("sip").intValue()).isEqualTo(404);
    assertThat(failure.at("/caller/device/id").textValue()).isEqualTo("laptop");
    assertThat(failure.path("callee")).isEqualTo(mapper.createObjectNode().put("name", "nobody"));
  }

  @Test
  void aLegSeesTheCallFromItsOwnSide() {
    Call call = ringing(PHONE);
    call.decline(PHONE, NOW);

    CallProgress caller = CallViews.progress(call, call.leg(LAPTOP), Locale.ENGLISH);
    CallProgress callee = CallViews.progress(call, call.leg(PHONE), Locale.SIMPLIFIED_CHINESE);

    assertThat(caller.direction()).isEqualTo(Direction.OUTGOING);
    assertThat(caller.peer().name()).isEqualTo("bob");
    assertThat(caller.message()).isEqualTo("bob declined the call.");
    assertThat(callee.direction()).isEqualTo(Direction.INCOMING);
    assertThat(callee.peer().name()).isEqualTo("alice");
    assertThat(callee.message()).isEqualTo("您拒绝了通话。");
    assertThat(callee.cause()).isEqualTo("DECLINED");
  }

  @Test
  void theDeviceOfACallToAnyIsKnownFromTheAnswerOn() {
    Call call = ringing(PHONE, TABLET);
    assertThat(CallViews.progress(call, call.leg(LAPTOP), Locale.ENGLISH).peer().device()).isNull();

    call.answer(TABLET, LIMITS, NOW);

    CallProgress caller = CallViews.progress(call, call.leg(LAPTOP), Locale.ENGLISH);
    assertThat(caller.peer().device()).isNotNull();
    assertThat(caller.peer().device().name()).isEqualTo("tablet");
    CallProgress loser = CallViews.progress(call, call.leg(PHONE), Locale.ENGLISH);
    assertThat(loser.state()).isEqualTo(State.ENDED);
    assertThat(loser.cause()).isEqualTo("ANSWERED_ELSEWHERE");
    assertThat(loser.message()).isEqualTo("Answered on another device.");
  }

  @Test
  void aNewDeviceIsInvitedAndTheCallerHearsWhenItRings() {
    Call call = Call.begin(party("alice", LAPTOP), false, "node1", NOW);
    call.invite(party("bob", PHONE), LIMITS, NOW);
    List<CallChange> placed = call.takeChanges();
    assertThat(told(call, PHONE, placed)).isEqualTo(CallNotices.Telling.INVITATION);
    assertThat(told(call, LAPTOP, placed)).isEqualTo(CallNotices.Telling.NOTHING);

    call.confirm(PHONE, LIMITS, NOW);
    assertThat(told(call, LAPTOP, call.takeChanges())).isEqualTo(CallNotices.Telling.PROGRESS);
  }

  @Test
  void aBusyDeviceHearsNothing() {
    Call call = Call.begin(party("alice", LAPTOP), false, "node1", NOW);
    call.inviteFailed(call.invite(party("bob", PHONE), LIMITS, NOW), Cause.BUSY, NOW);
    List<CallChange> changes = call.takeChanges();
    assertThat(told(call, PHONE, changes)).isEqualTo(CallNotices.Telling.NOTHING);
    assertThat(told(call, LAPTOP, changes)).isEqualTo(CallNotices.Telling.PROGRESS);
  }

  @Test
  void whoHasDeclinedHearsNothingMoreOfTheCall() {
    Call call = ringing(PHONE, TABLET);
    call.takeChanges();
    call.decline(PHONE, NOW);
    List<CallChange> declined = call.takeChanges();
    assertThat(told(call, PHONE, declined)).isEqualTo(CallNotices.Telling.PROGRESS);

    call.answer(TABLET, LIMITS, NOW);
    List<CallChange> answered = call.takeChanges();
    assertThat(told(call, PHONE, answered)).isEqualTo(CallNotices.Telling.NOTHING);
    assertThat(told(call, TABLET, answered)).isEqualTo(CallNotices.Telling.PROGRESS);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasItsWordsForBothSidesInBothLanguages(Cause cause)
      throws MissingResourceException {
    Call call = ringing(PHONE);
    call.leadThrough(party("alice", TABLET), CallerPart.LEAVES, LIMITS, NOW);
    for (Leg reader : call.legs()) {
      for (Locale language : Arrays.asList(Locale.ENGLISH, Locale.CHINESE)) {
        for (Side side : Side.values()) {
          assertThat(CallMessages.end(call, reader, cause, Optional.of(side), language))
              .isNotBlank()
              .doesNotContain("''", "{0}", "{1}");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyRefusalHasItsWords(ErrorCode code) {
    assertThat(CallMessages.error(code, Locale.ENGLISH)).isNotBlank().doesNotContain("''");
    assertThat(CallMessages.error(code, Locale.SIMPLIFIED_CHINESE)).isNotBlank();
  }
}
