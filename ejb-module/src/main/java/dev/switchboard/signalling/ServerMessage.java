package dev.switchboard.signalling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says: a {@link Reply} to a request, or a {@link Notice} without being asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerMessage.Error.class, name = "error"),
  @JsonSubTypes.Type(value = ServerMessage.Ok.class, name = "ok"),
  @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
  @JsonSubTypes.Type(value = ServerMessage.Devices.class, name = "devices"),
  @JsonSubTypes.Type(value = ServerMessage.Terminals.class, name = "terminals"),
  @JsonSubTypes.Type(value = ServerMessage.Calling.class, name = "calling"),
  @JsonSubTypes.Type(value = ServerMessage.IceServers.class, name = "ice-servers"),
  @JsonSubTypes.Type(value = ServerMessage.MediaAnswer.class, name = "media-answer"),
  @JsonSubTypes.Type(value = ServerMessage.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = ServerMessage.LookUpLapsed.class, name = "lookup-lapsed"),
  @JsonSubTypes.Type(value = ServerMessage.Invitation.class, name = "invitation"),
  @JsonSubTypes.Type(value = ServerMessage.CallProgress.class, name = "call-state"),
  @JsonSubTypes.Type(value = ServerMessage.MoveProgress.class, name = "move-state"),
  @JsonSubTypes.Type(value = ServerMessage.Elsewhere.class, name = "elsewhere"),
  @JsonSubTypes.Type(value = ServerMessage.MediaRenegotiate.class, name = "media-renegotiate"),
  @JsonSubTypes.Type(value = ServerMessage.MediaState.class, name = "media-state"),
  @JsonSubTypes.Type(value = ServerMessage.MediaQuality.class, name = "media-quality"),
  @JsonSubTypes.Type(value = ServerMessage.MediaMuted.class, name = "media-muted"),
  @JsonSubTypes.Type(value = ServerMessage.MediaSlots.class, name = "media-slots"),
  @JsonSubTypes.Type(
      value = ServerMessage.RecordingAvailability.class,
      name = "recording-availability"),
  @JsonSubTypes.Type(value = ServerMessage.RecordingProgress.class, name = "recording-state"),
  @JsonSubTypes.Type(value = ServerMessage.RecordingReady.class, name = "recording-ready"),
})
public sealed interface ServerMessage {

  /** The one answer to a request. */
  sealed interface Reply extends ServerMessage {
    /** The request's id; null only in an {@link Error} about a frame whose id can't be read. */
    @Nullable String re();
  }

  /** Told without being asked, numbered by the session that sends it. */
  sealed interface Notice extends ServerMessage {
    /** Counts from 1 in each session; 0 while the notice has not been given to a session. */
    long seq();

    /** This notice as the session's number {@code seq}. */
    Notice withSeq(long seq);
  }

  /** An account as others see it. */
  record Party(String name, @Nullable String number, @Nullable Device device) {}

  /**
   * A device as others see it.
   *
   * @param id absent where the reader has no use for it
   * @param kind phone, tablet, desktop, tv or room
   * @param presence online, ringing, in-call, offline or wakeable; only in lists
   */
  record Device(@Nullable String id, String kind, String name, @Nullable String presence) {}

  /**
   * A device at which the reader may have a call placed.
   *
   * @param owner whose it is; absent if {@code mine}
   * @param mine whether it is of the reader's own account
   */
  record Terminal(
      String id, String kind, String name, String presence, @Nullable Party owner, boolean mine) {}

  /**
   * A TURN server (RFC 8656) by which media may be relayed.
   *
   * @param credential a secret, so {@link #toString} leaves it out
   */
  record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
    @Override
    public String toString() {
      return "IceServer[urls=" + urls + "]";
    }
  }

  /**
   * One direction's figures; what is not known yet is absent. Times in ms, loss from 0 to 1.
   *
   * @param unrecovered the loss that retransmission didn't make good
   * @param frozen how long the picture stood still
   * @param mos mean opinion score of the sound, 1 to 4.5 (ITU-T G.107)
   * @param resting true while the picture is held back because the line can't carry it, else absent
   */
  record Quality(
      @Nullable Long bitrate,
      @Nullable Double loss,
      @Nullable Double unrecovered,
      @Nullable Double jitter,
      @Nullable Double roundTrip,
      @Nullable Integer audioLevel,
      @Nullable Double framesPerSecond,
      @Nullable Integer freezes,
      @Nullable Double frozen,
      @Nullable Double mos,
      @Nullable String codec,
      @Nullable Boolean resting) {}

  /** A refused request. */
  record Error(@Nullable String re, ErrorCode code, String message, @Nullable String field)
      implements Reply {}

  /** The request is done and there is no more to say. */
  record Ok(String re) implements Reply {}

  /**
   * The session is open.
   *
   * @param iceSeconds how long the passwords of {@code iceServers} are good; absent without any
   * @param calls in which the device has a part now; their {@code seq} is 0
   */
  record Welcome(
      String re,
      String session,
      boolean resumed,
      Party account,
      Device device,
      List<IceServer> iceServers,
      @Nullable Integer iceSeconds,
      List<CallProgress> calls,
      Instant serverTime)
      implements Reply {}

  /**
   * A callee's devices.
   *
   * @param choose the time to choose, in seconds
   */
  record Devices(
      String re,
      String lookup,
      Party callee,
      List<Device> devices,
      @Nullable String last,
      int choose)
      implements Reply {}

  /** The devices at which this one may have a call placed. */
  record Terminals(String re, List<Terminal> devices) implements Reply {}

  /** The call is placed; {@code ringSeconds} is how long a device may ring. */
  record Calling(String re, String call, int ringSeconds) implements Reply {}

  /** The TURN servers with new passwords, which are good for {@code iceSeconds}. */
  record IceServers(String re, List<IceServer> iceServers, int iceSeconds) implements Reply {}

  /** The server's session description for an offer. */
  record MediaAnswer(String re, String call, String sdp) implements Reply {}

  /**
   * A device of an open look-up has changed, has appeared, or is gone ({@code removed}).
   *
   * @param kind as {@code name}: only when the device is new to the list
   */
  record Presence(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String lookup,
      String device,
      String presence,
      @Nullable String kind,
      @Nullable String name)
      implements Notice {
    @Override
    public Presence withSeq(long seq) {
      return new Presence(seq, lookup, device, presence, kind, name);
    }
  }

  /** The time to choose is over. */
  record LookUpLapsed(@JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq, String lookup)
      implements Notice {
    @Override
    public LookUpLapsed withSeq(long seq) {
      return new LookUpLapsed(seq, lookup);
    }
  }

  /**
   * Ring: {@code from} calls. To be confirmed at once.
   *
   * @param with who is called from this device, or talks already, if {@code from} only arranges it
   * @param through the device at which {@code from} will talk, if it is not its own
   * @param auto true if the device is to answer by itself, else absent
   */
  record Invitation(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      int ringSeconds,
      Party from,
      @Nullable Party with,
      @Nullable Party through,
      @Nullable Boolean auto)
      implements Notice {
    @Override
    public Invitation withSeq(long seq) {
      return new Invitation(seq, call, ringSeconds, from, with, through, auto);
    }
  }

  /** One of the legs of a third-party call; {@code cause} is why it ended. */
  record LegView(Role role, Party party, State state, @Nullable String cause) {}

  /**
   * A call's progress, from the point of view of the leg that is told.
   *
   * @param role that of the leg that is told; as {@code caller} and {@code legs}, only of a
   *     third-party call
   * @param caller what becomes of the device that placed it
   * @param legs all that there are and were, in the order in which they came
   */
  record CallProgress(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      State state,
      Direction direction,
      Party peer,
      @Nullable Role role,
      @Nullable CallerPart caller,
      @Nullable List<LegView> legs,
      @Nullable Instant connectedAt,
      @Nullable String cause,
      @Nullable Side side,
      @Nullable String message)
      implements Notice {
    @Override
    public CallProgress withSeq(long seq) {
      return new CallProgress(
          seq, call, state, direction, peer, role, caller, legs, connectedAt, cause, side, message);
    }
  }

  /**
   * How far it is that another device takes this one's place in a call. That it did is told by the
   * end of this device's leg.
   *
   * @param cause as {@code message}, why it did not
   */
  record MoveProgress(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      @Nullable Device device,
      Move state,
      @Nullable String cause,
      @Nullable String message)
      implements Notice {
    @Override
    public MoveProgress withSeq(long seq) {
      return new MoveProgress(seq, call, device, state, cause, message);
    }
  }

  /** A call that another device of the account is in. */
  record ElsewhereCall(String call, Party peer, Device device, @Nullable Instant connectedAt) {}

  /** The calls that this device may take over, all of them. */
  record Elsewhere(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq, List<ElsewhereCall> calls)
      implements Notice {
    @Override
    public Elsewhere withSeq(long seq) {
      return new Elsewhere(seq, calls);
    }
  }

  /** The terminal should offer again, since what the other side can carry has changed. */
  record MediaRenegotiate(@JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq, String call)
      implements Notice {
    @Override
    public MediaRenegotiate withSeq(long seq) {
      return new MediaRenegotiate(seq, call);
    }
  }

  /**
   * A side's media is lost (nothing for 5 s), or is up again.
   *
   * @param leg whose
   */
  record MediaState(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      MediaSide side,
      String leg,
      Flow state)
      implements Notice {
    @Override
    public MediaState withSeq(long seq) {
      return new MediaState(seq, call, side, leg, state);
    }
  }

  /** The figures of the last two seconds: {@code up} from the terminal, {@code down} to it. */
  record MediaQuality(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq, String call, Quality up, Quality down)
      implements Notice {
    @Override
    public MediaQuality withSeq(long seq) {
      return new MediaQuality(seq, call, up, down);
    }
  }

  /**
   * What of another side is muted or replaced.
   *
   * @param leg whose
   */
  record MediaMuted(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      String leg,
      boolean audio,
      boolean video,
      boolean screen)
      implements Notice {
    @Override
    public MediaMuted withSeq(long seq) {
      return new MediaMuted(seq, call, leg, audio, video, screen);
    }
  }

  /**
   * Whom the terminal hears and sees in which of its slots. Whoever has one keeps it while in the
   * call.
   *
   * @param slots by their numbers, in the order of the sections in the terminal's offer; null where
   *     nobody is
   */
  record MediaSlots(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      List<@Nullable Slot> slots)
      implements Notice {
    @Override
    public MediaSlots withSeq(long seq) {
      return new MediaSlots(seq, call, slots);
    }
  }

  /** Who has a slot. */
  record Slot(String leg, Party party) {}

  /**
   * Whether calls can be recorded now.
   *
   * @param message why not, in the language of the terminal's user
   */
  record RecordingAvailability(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      boolean available,
      @Nullable String message)
      implements Notice {
    @Override
    public RecordingAvailability withSeq(long seq) {
      return new RecordingAvailability(seq, available, message);
    }
  }

  /**
   * How far a recording is, from the point of view of the party that is told.
   *
   * @param by who asked for it
   * @param seconds the time that is left to consent; only with {@code requested}
   * @param message why it was refused, ended or failed; only then
   */
  record RecordingProgress(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      String recording,
      RecordingPhase state,
      RecordingMode mode,
      boolean video,
      Party by,
      RecordingPart mine,
      @Nullable Integer seconds,
      @Nullable String message)
      implements Notice {
    @Override
    public RecordingProgress withSeq(long seq) {
      return new RecordingProgress(
          seq, call, recording, state, mode, video, by, mine, seconds, message);
    }
  }

  /**
   * A recording that this device asked for can be watched.
   *
   * @param url the path of the page that shows it
   * @param message in the language of the terminal's user
   */
  record RecordingReady(
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
      String call,
      String recording,
      String url,
      String message)
      implements Notice {
    @Override
    public RecordingReady withSeq(long seq) {
      return new RecordingReady(seq, call, recording, url, message);
    }
  }

  /** How far a recording is. */
  enum RecordingPhase {
    /** Somebody has yet to consent. */
    REQUESTED("requested"),
    /** Nothing is kept: somebody did not consent, or took the consent back. */
    REFUSED("refused"),
    /** The call is being copied. */
    RECORDING("recording"),
    /** It has ended, and is on its way to the storage. */
    FINISHING("finishing"),
    /** It can be watched. */
    READY("ready"),
    /** There is none, by our own fault. */
    FAILED("failed");

    private final String wire;

    RecordingPhase(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** What the party that is told has to do with a recording. */
  enum RecordingPart {
    /** It asked for it. */
    REQUESTER("requester"),
    /** It is asked for its consent. */
    ASKED("asked"),
    /** It has consented. */
    CONSENTED("consented"),
    /** It has declined, not answered, or taken its consent back. */
    REFUSED("refused");

    private final String wire;

    RecordingPart(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** How far a call is, for one of its legs. */
  enum State {
    /** The invitation is on its way. */
    INVITING("inviting"),
    /** A device rings. */
    RINGING("ringing"),
    /** Answered; media is being set up. */
    CONNECTING("connecting"),
    /** Media is up at all legs. */
    CONNECTED("connected"),
    /** Over for this leg. */
    ENDED("ended");

    private final String wire;

    State(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** Whether this leg was called or calls. */
  enum Direction {
    INCOMING("incoming"),
    OUTGOING("outgoing");

    private final String wire;

    Direction(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** A leg's part in a call. */
  enum Role {
    /** It placed the call. */
    CALLER("caller"),
    /** At it, a third-party call is led. */
    TERMINAL("terminal"),
    /** It was called. */
    CALLEE("callee");

    private final String wire;

    Role(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** How far a hand-off is. */
  enum Move {
    /** The other device is being asked, or comes. */
    MOVING("moving"),
    /** It did not come: the call stays here. */
    FAILED("failed");

    private final String wire;

    Move(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** Who ended a call. */
  enum Side {
    CALLER("caller"),
    /** The local terminal of a third-party call. */
    TERMINAL("terminal"),
    CALLEE("callee"),
    SERVER("server");

    private final String wire;

    Side(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** Whose media, seen from the terminal that is told. */
  enum MediaSide {
    LOCAL("local"),
    REMOTE("remote");

    private final String wire;

    MediaSide(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** Whether media flows. */
  enum Flow {
    LOST("lost"),
    UP("up");

    private final String wire;

    Flow(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
