package dev.switchboard.calls.socket;

import dev.switchboard.calls.CallId;
import dev.switchboard.calls.Calls;
import dev.switchboard.calls.HandOffs;
import dev.switchboard.calls.LookUpId;
import dev.switchboard.calls.LookUps;
import dev.switchboard.calls.MediaOffers;
import dev.switchboard.calls.OpenLookUps;
import dev.switchboard.calls.PlacedCalls;
import dev.switchboard.calls.Refused;
import dev.switchboard.calls.TurnServers;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.devices.UsableTerminal;
import dev.switchboard.devices.UsableTerminals;
import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.Recordings;
import dev.switchboard.signalling.CallerPart;
import dev.switchboard.signalling.ClientMessage;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage;
import dev.switchboard.signalling.ServerMessage.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** What the server does for each type of request of an open session. */
@ApplicationScoped
public class TerminalRequests {
  @Inject private LookUps lookUps;
  @Inject private OpenLookUps openLookUps;
  @Inject private PlacedCalls placed;
  @Inject private Calls calls;
  @Inject private HandOffs handOffs;
  @Inject private MediaOffers offers;
  @Inject private UsableTerminals terminals;
  @Inject private Devices devices;
  @Inject private TurnServers turn;
  @Inject private Recordings recordings;

  /** The handler of a terminal's requests. The stages fail with {@link Refused}. */
  ClientMessage.Handler<CompletionStage<? extends Reply>> of(SignedIn who) {
    return new Handler(who);
  }

  private static ServerMessage.Terminal terminal(UsableTerminal terminal) {
    DeviceEntry device = terminal.device();
    return new ServerMessage.Terminal(
        device.id().value(),
        device.kind().code(),
        device.name(),
        device.presence().code(),
        terminal
            .owner()
            .map(owner -> new ServerMessage.Party(owner.name(), owner.number().e164(), null))
            .orElse(null),
        terminal.owner().isEmpty());
  }

  private final class Handler implements ClientMessage.Handler<CompletionStage<? extends Reply>> {
    private final SignedIn who;

    Handler(SignedIn who) {
      this.who = who;
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Hello hello) {
      throw new Refused(ErrorCode.WRONG_STATE);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.LookUp lookUp) {
      LookUps.Outcome outcome = lookUps.lookUp(who, lookUp.callee());
      if (outcome instanceof LookUps.Outcome.Opened list) {
        return now(
            new ServerMessage.Devices(
                lookUp.id(),
                list.id().value(),
                list.callee(),
                list.devices(),
                list.last().map(DeviceId::value).orElse(null),
                list.choose()));
      }
      LookUps.Outcome.Failed failed = (LookUps.Outcome.Failed) outcome;
      throw new Refused(failed.code(), failed.reason());
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.LookUpClose close) {
      openLookUps.close(who, new LookUpId(close.lookup()));
      return now(new ServerMessage.Ok(close.id()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.PlaceCall place) {
      LookUpId lookUp = new LookUpId(place.lookup());
      Optional<PlacedCalls.Through> through =
          Optional.ofNullable(place.terminal())
              .map(
                  terminal ->
                      new PlacedCalls.Through(
                          new DeviceId(terminal),
                          Optional.ofNullable(place.caller()).orElse(CallerPart.LEAVES)));
      PlacedCalls.Outcome outcome =
          place.device().equals(ClientMessage.PlaceCall.ANY)
              ? placed.toAnyDevice(who, lookUp, through)
              : placed.toDevice(who, lookUp, new DeviceId(place.device()), through);
      if (outcome instanceof PlacedCalls.Outcome.Placed call) {
        return now(new ServerMessage.Calling(place.id(), call.id().value(), call.ringSeconds()));
      }
      PlacedCalls.Outcome.Failed failed = (PlacedCalls.Outcome.Failed) outcome;
      throw new Refused(ErrorCode.LOOKUP_FAILED, failed.reason());
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Confirm confirm) {
      return done(confirm, calls::confirm);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Answer answer) {
      return done(answer, calls::answer);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Decline decline) {
      return done(decline, calls::decline);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Cancel cancel) {
      return done(cancel, calls::cancel);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.HangUp hangUp) {
      return done(hangUp, calls::hangUp);
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Terminals request) {
      return now(
          new ServerMessage.Terminals(
              request.id(),
              terminals.list(who.account(), who.device()).stream()
                  .map(TerminalRequests::terminal)
                  .toList()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.AutoAnswer autoAnswer) {
      devices
          .setAutoAnswer(who.account(), who.device(), autoAnswer.on())
          .ifPresent(
              gone -> {
                throw new Refused(ErrorCode.WRONG_STATE);
              });
      return now(new ServerMessage.Ok(autoAnswer.id()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.Stay stay) {
      return done(stay, (device, call) -> calls.stay(device, call, stay.stays()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.MoveCall move) {
      DeviceId to = new DeviceId(move.device());
      return done(move, (device, call) -> handOffs.move(who, call, to));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.TakeCall take) {
      return done(take, (device, call) -> handOffs.take(who, call));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.RenewIce renew) {
      return now(new ServerMessage.IceServers(renew.id(), turn.withNewPassword(), turn.seconds()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.MediaMute mute) {
      return done(
          mute,
          (device, call) -> offers.mute(device, call, mute.audio(), mute.video(), mute.screen()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.RecordStart start) {
      recordings.request(who, new CallId(start.call()), start.mode(), start.video());
      return now(new ServerMessage.Ok(start.id()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.RecordAnswer answer) {
      RecordingId recording = new RecordingId(answer.recording());
      if (answer.accept()) {
        recordings.consent(who.device(), recording);
      } else {
        recordings.decline(who.device(), recording);
      }
      return now(new ServerMessage.Ok(answer.id()));
    }

    @Override
    public CompletionStage<Reply> on(ClientMessage.RecordStop stop) {
      recordings.stop(who.device(), new RecordingId(stop.recording()));
      return now(new ServerMessage.Ok(stop.id()));
    }

    @Override
    public CompletionStage<? extends Reply> on(ClientMessage.MediaOffer offer) {
      return offers
          .offer(who.device(), new CallId(offer.call()), offer.sdp())
          .thenApply(answer -> new ServerMessage.MediaAnswer(offer.id(), offer.call(), answer));
    }

    private CompletionStage<Reply> done(
        ClientMessage.CallRequest request, BiConsumer<DeviceId, CallId> useCase) {
      useCase.accept(who.device(), new CallId(request.call()));
      return now(new ServerMessage.Ok(request.id()));
    }

    private static CompletionStage<Reply> now(Reply reply) {
      return CompletableFuture.completedFuture(reply);
    }
  }
}
