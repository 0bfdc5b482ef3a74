package dev.switchboard.signalling;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One example or more of every message. */
final class Examples {
  static final String CALL = "0123456789abcdefABCDEF";

  private Examples() {}

  static Stream<ClientMessage> everyClientMessage() {
    return Stream.of(
        new ClientMessage.Hello("1", "pq3", 17L),
        new ClientMessage.Hello("1", null, null),
        new ClientMessage.Ack(17L),
        new ClientMessage.LookUp("2", "bob"),
        new ClientMessage.LookUpClose("3", CALL),
        new ClientMessage.PlaceCall("4", CALL, "any", null, null),
        new ClientMessage.PlaceCall("4", CALL, CALL, CALL, CallerPart.ABSENT),
        new ClientMessage.Confirm("5", CALL),
        new ClientMessage.Answer("5", CALL),
        new ClientMessage.Decline("5", CALL),
        new ClientMessage.Cancel("5", CALL),
        new ClientMessage.HangUp("5", CALL),
        new ClientMessage.Terminals("6"),
        new ClientMessage.AutoAnswer("6", false),
        new ClientMessage.Stay("5", CALL, true),
        new ClientMessage.MoveCall("5", CALL, CALL),
        new ClientMessage.TakeCall("5", CALL),
        new ClientMessage.RenewIce("6"),
        new ClientMessage.MediaOffer("6", CALL, "v=0\r\n"),
        new ClientMessage.MediaMute("7", CALL, true, false, false),
        new ClientMessage.RecordStart("8", CALL, RecordingMode.OTHER, false),
        new ClientMessage.RecordAnswer("9", CALL, true),
        new ClientMessage.RecordStop("10", CALL));
  }

  static Stream<ServerMessage> everyServerMessage() {
    var device = new ServerMessage.Device(CALL, "phone", "Chrome on Android", "online");
    var bob = new ServerMessage.Party("bob", "+41446681801", device);
    var figures =
        new ServerMessage.Quality(
            1_200_000L, 0.01, 0.0, 4.5, 80.0, -30, 29.5, 1, 240.0, 4.36, "VP8", true);
    var progress =
        new ServerMessage.CallProgress(
            6,
            CALL,
            ServerMessage.State.ENDED,
            ServerMessage.Direction.OUTGOING,
            bob,
            ServerMessage.Role.CALLER,
            CallerPart.STAYS,
            List.of(
                new ServerMessage.LegView(
                    ServerMessage.Role.CALLEE, bob, ServerMessage.State.ENDED, "NO_ANSWER")),
            Instant.parse("2026-11-21T10:00:00Z"),
            "NO_ANSWER",
            ServerMessage.Side.CALLEE,
            "bob did not answer.");
    return Stream.of(
        new ServerMessage.Error("7", ErrorCode.CALL_OVER, "This call is over.", "call"),
        new ServerMessage.Ok("3"),
        new ServerMessage.Welcome(
            "1",
            "pq3",
            true,
            bob,
            device,
            List.of(new ServerMessage.IceServer(List.of("turn:127.0.0.1"), "18:x", "s3cret")),
            3_600,
            List.of(progress.withSeq(0)),
            Instant.parse("2026-11-21T10:00:00Z")),
        new ServerMessage.Devices("2", CALL, bob, List.of(device), CALL, 60),
        new ServerMessage.Terminals(
            "6",
            List.of(
                new ServerMessage.Terminal(CALL, "tv", "Salon", "online", null, true),
                new ServerMessage.Terminal(CALL, "tv", "Attic", "offline", bob, false))),
        new ServerMessage.Calling("4", CALL, 30),
        new ServerMessage.IceServers("6", List.of(), 3_600),
        new ServerMessage.MediaAnswer("6", CALL, "v=0\r\n"),
        new ServerMessage.Presence(3, CALL, CALL, "in-call", null, null),
        new ServerMessage.LookUpLapsed(4, CALL),
        new ServerMessage.Invitation(5, CALL, 30, bob, bob, bob, true),
        new ServerMessage.MoveProgress(
            5, CALL, device, ServerMessage.Move.FAILED, "DECLINED", "The call stays here."),
        new ServerMessage.Elsewhere(
            5, List.of(new ServerMessage.ElsewhereCall(CALL, bob, device, null))),
        progress,
        new ServerMessage.MediaRenegotiate(7, CALL),
        new ServerMessage.MediaState(
            8, CALL, ServerMessage.MediaSide.REMOTE, "leg-b", ServerMessage.Flow.LOST),
        new ServerMessage.MediaQuality(9, CALL, figures, figures),
        new ServerMessage.MediaMuted(10, CALL, "leg-b", true, false, false),
        new ServerMessage.MediaSlots(
            11, CALL, Arrays.asList(new ServerMessage.Slot("leg-b", bob), null)),
        new ServerMessage.RecordingAvailability(11, false, "The disk is full."),
        new ServerMessage.RecordingProgress(
            12,
            CALL,
            CALL,
            ServerMessage.RecordingPhase.REQUESTED,
            RecordingMode.BOTH,
            true,
            bob,
            ServerMessage.RecordingPart.ASKED,
            20,
            null),
        new ServerMessage.RecordingReady(
            13, CALL, CALL, "/recording.xhtml?id=" + CALL, "Your recording is ready."));
  }
}
