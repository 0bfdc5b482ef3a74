package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a terminal says. Each record checks its own fields and throws {@link InvalidField}; {@link
 * Handler} is the exhaustive dispatch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClientMessage.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = ClientMessage.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = ClientMessage.LookUp.class, name = "lookup"),
  @JsonSubTypes.Type(value = ClientMessage.LookUpClose.class, name = "lookup-close"),
  @JsonSubTypes.Type(value = ClientMessage.PlaceCall.class, name = "call"),
  @JsonSubTypes.Type(value = ClientMessage.Confirm.class, name = "confirm"),
  @JsonSubTypes.Type(value = ClientMessage.Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = ClientMessage.Decline.class, name = "decline"),
  @JsonSubTypes.Type(value = ClientMessage.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = ClientMessage.HangUp.class, name = "hangup"),
  @JsonSubTypes.Type(value = ClientMessage.Terminals.class, name = "terminals"),
  @JsonSubTypes.Type(value = ClientMessage.AutoAnswer.class, name = "auto-answer"),
  @JsonSubTypes.Type(value = ClientMessage.Stay.class, name = "stay"),
  @JsonSubTypes.Type(value = ClientMessage.MoveCall.class, name = "move"),
  @JsonSubTypes.Type(value = ClientMessage.TakeCall.class, name = "take"),
  @JsonSubTypes.Type(value = ClientMessage.RenewIce.class, name = "renew-ice"),
  @JsonSubTypes.Type(value = ClientMessage.MediaOffer.class, name = "media-offer"),
  @JsonSubTypes.Type(value = ClientMessage.MediaMute.class, name = "media-mute"),
  @JsonSubTypes.Type(value = ClientMessage.RecordStart.class, name = "record-start"),
  @JsonSubTypes.Type(value = ClientMessage.RecordAnswer.class, name = "record-answer"),
  @JsonSubTypes.Type(value = ClientMessage.RecordStop.class, name = "record-stop"),
})
public sealed interface ClientMessage {

  /** A message that gets exactly one reply, which carries {@link #id()} as its {@code re}. */
  sealed interface Request extends ClientMessage {
    /** The terminal's choice: 1 to 40 characters, unique in the session. */
    String id();

    /** Calls the handler's method for this type. */
    <R> R accept(Handler<R> handler);
  }

  /** A request about one call in which the device has, or claims to have, a part. */
  sealed interface CallRequest extends Request {
    /** The call's id, unchecked: it may be of no call, or of somebody else's. */
    String call();
  }

  /**
   * One method for each type of request.
   *
   * @param <R> what handling gives, usually the reply
   */
  interface Handler<R> {
    R on(Hello hello);

    R on(LookUp lookUp);

    R on(LookUpClose close);

    R on(PlaceCall place);

    R on(Confirm confirm);

    R on(Answer answer);

    R on(Decline decline);

    R on(Cancel cancel);

    R on(HangUp hangUp);

    R on(Terminals terminals);

    R on(AutoAnswer autoAnswer);

    R on(Stay stay);

    R on(MoveCall move);

    R on(TakeCall take);

    R on(RenewIce renew);

    R on(MediaOffer offer);

    R on(MediaMute mute);

    R on(RecordStart start);

    R on(RecordAnswer answer);

    R on(RecordStop stop);
  }

  /**
   * Opens a session, or resumes one after its socket broke.
   *
   * @param resume the session to take up again; null for a new one
   * @param received the highest {@code seq} seen in it; null stands for 0
   */
  record Hello(String id, @Nullable String resume, @Nullable Long received) implements Request {
    public Hello {
      Fields.requestId(id);
      if (resume != null) {
        Fields.opaqueId(resume, "resume");
      }
      if (received != null) {
        Fields.notNegative(received, "received");
      }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** All notices up to and including {@code received} have arrived. */
  record Ack(Long received) implements ClientMessage {
    public Ack {
      Fields.notNegative(received, "received");
    }
  }

  /**
   * Asks for the devices of a callee (S1.3).
   *
   * @param callee an account name, a number in any spelling, or name@server; up to 200 characters
   */
  record LookUp(String id, String callee) implements Request {
    public LookUp {
      Fields.requestId(id);
      Fields.line(callee, "callee", 200);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Gives a look-up up without choosing. */
  record LookUpClose(String id, String lookup) implements Request {
    public LookUpClose {
      Fields.requestId(id);
      Fields.opaqueId(lookup, "lookup");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /**
   * Places a call to a device of a look-up (S1.6).
   *
   * @param device the chosen device, or {@link #ANY}
   * @param terminal the device at which the call is to be led, if not this one (S2.3)
   * @param caller what becomes of this device then; null stands for {@link CallerPart#LEAVES}
   */
  record PlaceCall(
      String id,
      String lookup,
      String device,
      @Nullable String terminal,
      @Nullable CallerPart caller)
      implements Request {
    /** Rings all devices of the callee that are online. */
    public static final String ANY = "any";

    public PlaceCall {
      Fields.requestId(id);
      Fields.opaqueId(lookup, "lookup");
      Fields.opaqueId(device, "device");
      if (terminal != null) {
        Fields.opaqueId(terminal, "terminal");
      }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** The invitation has arrived and the device rings. */
  record Confirm(String id, String call) implements CallRequest {
    public Confirm {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** The user of a ringing device takes the call. */
  record Answer(String id, String call) implements CallRequest {
    public Answer {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** The user of a ringing device refuses the call. */
  record Decline(String id, String call) implements CallRequest {
    public Decline {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** The caller gives up before an answer. */
  record Cancel(String id, String call) implements CallRequest {
    public Cancel {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Ends an answered call. */
  record HangUp(String id, String call) implements CallRequest {
    public HangUp {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Asks for the devices at which this one may have a call placed (S2.3). */
  record Terminals(String id) implements Request {
    public Terminals {
      Fields.requestId(id);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Whether the device that placed a third-party call stays in it; if not, it leaves. */
  record Stay(String id, String call, Boolean stays) implements CallRequest {
    public Stay {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
      Fields.present(stays, "stays");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Says whether this device answers those whom it trusts by itself (S2.2). */
  record AutoAnswer(String id, Boolean on) implements Request {
    public AutoAnswer {
      Fields.requestId(id);
      Fields.present(on, "on");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Moves this device's part in a call to another device of the account (S2.6). */
  record MoveCall(String id, String call, String device) implements CallRequest {
    public MoveCall {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
      Fields.opaqueId(device, "device");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Takes over a call that another device of the account is in (S2.6). */
  record TakeCall(String id, String call) implements CallRequest {
    public TakeCall {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Asks for new passwords of the TURN servers, since those of the welcome run out. */
  record RenewIce(String id) implements Request {
    public RenewIce {
      Fields.requestId(id);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** A session description (RFC 8866) that the server is to answer; at most 60,000 characters. */
  record MediaOffer(String id, String call, String sdp) implements CallRequest {
    public MediaOffer {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
      Fields.text(sdp, "sdp", 60_000);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /**
   * What of this side is muted or replaced, for the other side to show.
   *
   * @param audio whether the microphone is muted
   * @param video whether the camera is off
   * @param screen whether the picture is that of the screen
   */
  record MediaMute(String id, String call, Boolean audio, Boolean video, Boolean screen)
      implements CallRequest {
    public MediaMute {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
      Fields.present(audio, "audio");
      Fields.present(video, "video");
      Fields.present(screen, "screen");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /**
   * Asks the recorded parties of a call for their consent to a recording (S4.2).
   *
   * @param video whether pictures are copied, too; false for sound only
   */
  record RecordStart(String id, String call, RecordingMode mode, Boolean video)
      implements CallRequest {
    public RecordStart {
      Fields.requestId(id);
      Fields.opaqueId(call, "call");
      Fields.present(mode, "mode");
      Fields.present(video, "video");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /**
   * Consents to a recording or declines it. A no after a yes withdraws the consent, and with it
   * what has been recorded.
   */
  record RecordAnswer(String id, String recording, Boolean accept) implements Request {
    public RecordAnswer {
      Fields.requestId(id);
      Fields.opaqueId(recording, "recording");
      Fields.present(accept, "accept");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }

  /** Ends a recording, which is kept; or takes back the request for one. */
  record RecordStop(String id, String recording) implements Request {
    public RecordStop {
      Fields.requestId(id);
      Fields.opaqueId(recording, "recording");
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.on(this);
    }
  }
}
