package dev.switchboard.media.forwarding;

import static dev.switchboard.media.forwarding.TestCall.OPUS;
import static dev.switchboard.media.forwarding.TestCall.VP8;
import static dev.switchboard.media.forwarding.TestCall.VP8_RTX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.forwarding.TestCall.Player;
import dev.switchboard.media.rtp.RtcpPacket;
import dev.switchboard.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Calls of three: each of two slots shows one of the others. SSRC 2x is of the second leg ... */
class SlotsTest {
  private static final byte[] PICTURE = new byte[1_200];

  static {
    PICTURE[0] = 0x10;
  }

  private final TestCall call = new TestCall();
  private final Map<Player, Integer> numbers = new HashMap<>();

  private Player join(String id, int number) {
    return call.new Player(id, number, TestCall::withSecondSlot);
  }

  private Player joinWithOneSlot(String id, int number) {
    return call.new Player(id, number, sdp -> sdp);
  }

  @Test
  @DisplayName("gives each of two others a slot, for sound and picture alike, and tells of it")
  void twoOthers() {
    Player alice = join("alice", 1);
    Player bob = join("bob", 2);
    Player carol = join("carol", 3);
    for (Player sender : List.of(alice, carol)) {
      sender.audio(1, 7);
      sender.video(10, 1_000, true);
    }
    assertThat(bob.packets(OPUS)).extracting(RtpPacket::ssrc).containsExactly(20L, 23L);
    assertThat(bob.packets(VP8)).extracting(RtpPacket::ssrc).containsExactly(21L, 24L);
    assertThat(bob.rtp)
        .extracting(packet -> mid(TestCall.packet(packet)))
        .containsExactly("0", "1", "2", "3");
    assertThat(call.slots)
        .containsEntry("alice", List.of("bob", "carol"))
        .containsEntry("bob", List.of("alice", "carol"))
        .containsEntry("carol", List.of("alice", "bob"));
  }

  private static String mid(RtpPacket packet) {
    int at = packet.extension(4);
    return new String(packet.buffer(), at, packet.extensionLength(at));
  }

  @Test
  @DisplayName("does not touch the slot of one who stays when another leaves, nor of one who comes")
  void staysPut() {
    Player alice = join("alice", 1);
    Player bob = join("bob", 2);
    alice.video(10, 0, true);
    Player carol = join("carol", 3);
    carol.video(500, 70_000, true);
    carol.video(501, 73_000, false);
    call.pass(10);
    carol.rtcp.clear();
    call.bridge.leave(alice.leg);
    carol.video(502, 76_000, false);
    call.pass(100);
    Player dave = join("dave", 4);
    carol.video(503, 79_000, false);
    dave.video(9, 0, true);
    call.pass(20);

    List<RtpPacket> ofCarol =
        bob.packets(VP8).stream().filter(packet -> packet.ssrc() == 24).toList();
    assertThat(ofCarol).hasSize(4);
    for (int i = 1; i < 4; i++) {
      RtpPacket before = ofCarol.get(i - 1);
      assertThat(ofCarol.get(i).sequence()).isEqualTo(before.sequence() + 1 & 0xffff);
      assertThat((int) (ofCarol.get(i).timestamp() - before.timestamp())).isEqualTo(3_000);
    }
    assertThat(bob.packets(VP8))
        .as("the newcomer is where the first was")
        .last()
        .satisfies(packet -> assertThat(packet.ssrc()).isEqualTo(21));
    assertThat(carol.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI))
        .as("asked for the newcomer only, who has seen nothing")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(call.renegotiations).isEmpty();
    assertThat(call.slots).containsEntry("bob", List.of("dave", "carol"));
  }

  @RepeatedTest(20)
  @DisplayName("whoever comes and goes in whatever order: all have one slot, and keep it")
  void everyOrder(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, Player> here = new HashMap<>();
    Map<String, List<String>> before = new HashMap<>();
    for (int step = 0; step < 60; step++) {
      String id = List.of("alice", "bob", "carol").get(random.nextInt(3));
      Player player = here.remove(id);
      if (player == null) {
        here.put(id, join(id, 1 + step));
      } else {
        call.bridge.leave(player.leg);
        before.remove(id);
      }
      for (String receiver : here.keySet()) {
        List<String> slots = call.slots.get(receiver);
        List<String> others = new ArrayList<>(here.keySet());
        others.remove(receiver);
        assertThat(slots.stream().filter(other -> other != null))
            .containsExactlyInAnyOrderElementsOf(others);
        List<String> earlier = before.getOrDefault(receiver, List.of());
        for (int i = 0; i < earlier.size(); i++) {
          if (here.containsKey(earlier.get(i)) && !earlier.get(i).equals(id)) {
            assertThat(slots.get(i)).as("slot %d of %s", i, receiver).isEqualTo(earlier.get(i));
          }
        }
        before.put(receiver, slots);
      }
    }
  }

  @Test
  @DisplayName("has a leg with one slot hear and see the first, and tells it nothing")
  void oneSlot() {
    Player alice = join("alice", 1);
    Player bob = joinWithOneSlot("bob", 2);
    Player carol = join("carol", 3);
    for (Player sender : List.of(alice, carol)) {
      sender.audio(1, 7);
      sender.video(10, 1_000, true);
    }
    assertThat(bob.packets(OPUS)).hasSize(1);
    assertThat(bob.packets(VP8)).hasSize(1);
    assertThat(call.slots).doesNotContainKey("bob");
    call.bridge.leave(alice.leg);
    carol.audio(2, 967);
    assertThat(bob.packets(OPUS)).hasSize(2).allMatch(packet -> packet.ssrc() == 20);
  }

  @Test
  @DisplayName("has a leg with one slot hear one and see another where each sends only one of both")
  void oneSlotForTwoHalves() {
    Player bob = joinWithOneSlot("bob", 2);
    Player voice =
        call
        .new Player("voice", 1, sdp -> sdp.replaceAll("(?s)m=video.*", "").replace(" 0 1", " 0"));
    Player picture = joinWithOneSlot("picture", 3);
    voice.audio(1, 7);
    picture.audio(1, 7);
    picture.video(10, 1_000, true);
    assertThat(bob.packets(OPUS)).hasSize(1);
    assertThat(bob.packets(VP8)).hasSize(1);
  }

  @Test
  @DisplayName("gives no slot to a leg that sends nothing, before it does")
  void silentLeg() {
    Player bob = join("bob", 2);
    Player viewer = call.new Player("viewer", 1, sdp -> sdp.replace("a=sendrecv", "a=recvonly"));
    join("carol", 3);
    assertThat(call.slots).containsEntry("bob", Arrays.asList("carol", null));
    viewer.negotiate(sdp -> sdp);
    assertThat(call.slots).containsEntry("bob", List.of("carol", "viewer"));
    assertThat(bob.leg.slotsInUse()).isEqualTo(2);
  }

  @Test
  @DisplayName("fills a slot that a leg negotiates later, and empties one that it gives up")
  void negotiatesSlots() {
    Player bob = joinWithOneSlot("bob", 2);
    Player alice = join("alice", 1);
    Player carol = join("carol", 3);
    bob.negotiate(TestCall::withSecondSlot);
    assertThat(call.slots).containsEntry("bob", List.of("alice", "carol"));
    carol.video(10, 1_000, true);
    assertThat(bob.packets(VP8)).hasSize(1);
    bob.negotiate(sdp -> sdp);
    carol.video(11, 4_000, true);
    alice.video(10, 0, true);
    assertThat(bob.packets(VP8)).extracting(RtpPacket::ssrc).containsExactly(24L, 21L);
  }

  @Test
  @DisplayName("takes what a receiver asks for and reports by the stream that it names")
  void feedbackBySlot() {
    Player alice = join("alice", 1);
    Player bob = join("bob", 2);
    Player carol = join("carol", 3);
    alice.video(10, 0, true);
    carol.video(70, 0, true);
    carol.video(71, 3_000, false);
    call.pass(10);
    alice.rtcp.clear();
    carol.rtcp.clear();

    int lost = bob.packets(VP8).get(2).sequence();
    bob.report(b -> b.nack(1, 24, new int[] {lost}, 1));
    assertThat(bob.packets(VP8_RTX)).hasSize(1);
    RtpPacket repair = bob.packets(VP8_RTX).get(0);
    assertThat(repair.ssrc()).isEqualTo(25);
    assertThat(mid(repair)).isEqualTo("3");

    bob.report(b -> b.pli(1, 24));
    call.pass(10);
    assertThat(carol.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(1);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).isEmpty();
    bob.report(b -> b.fir(1, 21, 1));
    call.pass(10);
    assertThat(alice.parts(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.PLI)).hasSize(1);

    bob.rtcp.clear();
    alice.report(b -> b.senderReport(alice.videoSsrc, 0xaabb_ccdd_0000_0000L, 0, 1, 5));
    carol.report(b -> b.senderReport(carol.videoSsrc, 0x1122_3344_0000_0000L, 0, 1, 5));
    call.pass(1_010);
    assertThat(bob.parts(RtcpPacket.SENDER_REPORT, -1))
        .extracting(RtcpPacket::senderSsrc)
        .contains(21L, 24L);
    bob.report(
        b -> b.receiverReport(1).block(21, 0, 0, 10, 0, 0, 0).block(24, 64, 25, 90, 900, 0, 0));
    assertThat(bob.leg.down(1).jitter()).isEqualTo(10);
  }

  @Test
  @DisplayName("rests the picture of the second slot where the line carries one, and no sound")
  void sharesTheLine() {
    Player alice = join("alice", 1);
    Player bob = join("bob", 2);
    Player carol = join("carol", 3);
    run(3_000, bob, 3_000_000, alice, carol);
    assertThat(sent(bob, 21)).isGreaterThan(50);
    assertThat(sent(bob, 24)).isGreaterThan(50);
    run(6_000, bob, 550_000, alice, carol);
    bob.rtp.clear();
    run(3_000, bob, 550_000, alice, carol);
    assertThat(sent(bob, 21)).as("pictures of the first").isGreaterThan(50);
    assertThat(sent(bob, 24)).as("pictures of the second").isZero();
    assertThat(sent(bob, 20)).isGreaterThan(50);
    assertThat(sent(bob, 23)).isGreaterThan(50);
    assertThat(bob.leg.down(1).resting()).isTrue();
    run(3_000, bob, 3_000_000, alice, carol);
    bob.rtp.clear();
    run(3_000, bob, 3_000_000, alice, carol);
    assertThat(sent(bob, 24)).as("pictures of the second again").isGreaterThan(50);
  }

  @Test
  @DisplayName("gives a picture what the other doesn't need of its half")
  void sharesFairly() {
    Player alice = join("alice", 1);
    Player bob = join("bob", 2);
    Player carol = join("carol", 3);
    run(3_000, bob, 2_128_000, alice);
    Slot first = bob.leg.slots().get(0);
    Slot second = bob.leg.slots().get(1);
    long sound = bob.leg.shares().sound(call.now);
    assertThat(sound).isEqualTo(128_000);
    assertThat(bob.leg.shares().picture(first, call.now))
        .as("nothing comes of the other")
        .isEqualTo(2_000_000);
    run(3_000, bob, 2_128_000, alice, carol);
    assertThat(bob.leg.shares().picture(first, call.now)).isBetween(1_600_000L, 1_750_000L);
    run(3_000, bob, 628_000, alice, carol);
    assertThat(bob.leg.shares().picture(second, call.now)).isEqualTo(250_000);
  }

  /** Each sends 30 pictures of 9,600 bits a second, and sound; the line carries so much. */
  private void run(int millis, Player receiver, long bitrate, Player... senders) {
    for (int passed = 0; passed < millis; passed += 30) {
      receiver.report(b -> b.remb(1, bitrate, 21));
      for (Player sender : senders) {
        int number = numbers.merge(sender, 1, Integer::sum);
        sender.send(VP8, sender.videoSsrc, number, number * 2_700L, PICTURE);
        sender.audio(number, number * 1_440L);
      }
      call.pass(30);
    }
  }

  private static long sent(Player receiver, long ssrc) {
    return receiver.rtp.stream().filter(each -> TestCall.packet(each).ssrc() == ssrc).count();
  }
}
