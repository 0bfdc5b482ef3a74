package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What docs/security-media.md promises, on a real server. */
@DisplayName("Hostile packets")
class HostilePacketsTest {
  private static final int LIMIT_SECONDS = 30;

  /** How many calls are disturbed. */
  private static final int CALLS = 100;

  private static final int FLOOD = Soak.IS_ON ? 1_000_000 : 50_000;

  /** So many forged packets are on their way at a time; more would overrun any socket's buffer. */
  private static final int WINDOW = 32;

  private final Ear ear = new Ear();
  private MediaServer server;
  private Softphones softphones;

  @BeforeEach
  void start() throws Exception {
    server =
        MediaServer.start(
            MediaConfig.defaults()
                .withAddresses(List.of(InetAddress.getLoopbackAddress()))
                .withPorts(0, 1),
            ear);
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  @Test
  @DisplayName("of a stranger get no byte in answer, though it knows the ufrags of a call")
  void answersNoStranger() throws Exception {
    CallMedia call = server.open("call");
    Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
    String offer = alice.offer();
    String answer = answer(call, "alice", offer);
    alice.accept(answer);
    assertThat(ear.next()).isEqualTo("alice connected");
    String username = line(answer, "ice-ufrag") + ":" + line(offer, "ice-ufrag");

    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      stranger.setSoTimeout(500);
      List<byte[]> datagrams = new ArrayList<>();
      datagrams.add(stun("", false));
      datagrams.add(stun("nobody:here", true));
      datagrams.add(stun(username, false));
      datagrams.add(stun(username, true));
      datagrams.add(clientHello(1));
      datagrams.add(rtp(1, 1_100));
      datagrams.add(new byte[] {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 1});
      datagrams.add(new byte[] {(byte) 0xFF, 1, 2, 3});
      datagrams.add(new byte[0]);
      datagrams.add(new byte[2_048]);
      for (byte[] datagram : datagrams) {
        send(stranger, datagram);
      }
      assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[100], 100)))
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(server.counters())
        .containsEntry("stun.unknown-user", 2L)
        .containsEntry("stun.malformed", 1L)
        .containsEntry("stun.not-authentic", 1L)
        .containsEntry("drop.unknown-source", 3L);
    assertThat(ear.heard).isEmpty();
  }

  @Test
  @DisplayName("that are forged before, in and after the handshake disturb no call: 100 of 100")
  void disturbNoCall() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      String name = "phone-" + i;
      AtomicBoolean forged = new AtomicBoolean();
      boolean before = i % 2 == 0;
      try (ForgingRelay relay =
              new ForgingRelay(port(), datagram -> withForgeries(datagram, before, forged));
          DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        send(stranger, clientHello(i));
        send(stranger, rtp(i, 100));
        Softphone phone = softphones.add(SoftphoneConfig.named(name).withVideoCodecs());
        join(server.open(name), name, phone, relay.port());
        assertThat(ear.next()).isEqualTo(name + " connected");
        phone.connected().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(forged).isTrue();
        relay.forge(clientHello(i));
        relay.forge(alert());
        relay.forge(rtp(i, 100));
        long sent = phone.statistics().audioSent().packets();
        await(() -> phone.statistics().audioSent().packets() > sent);
        assertThat(ear.heard).isEmpty();
        server.find(name).orElseThrow().close();
      }
    }
  }

  /** Beside the first ClientHello an own one, an alert and some media, before it or after it. */
  private static List<byte[]> withForgeries(byte[] datagram, boolean before, AtomicBoolean forged) {
    boolean isClientHello = datagram.length > 60 && datagram[0] == 22 && datagram[13] == 1;
    if (!isClientHello || forged.getAndSet(true)) {
      return List.of(datagram);
    }
    byte[] other = datagram.clone();
    other[30] ^= 1;
    return before
        ? List.of(rtp(1, 100), alert(), other, alert(), datagram)
        : List.of(datagram, other, alert(), rtp(1, 100));
  }

  @Test
  @DisplayName("of a peer with another certificate than its offer promised end the leg")
  void endsOnAnotherCertificate() throws Exception {
    Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
    String offer =
        Pattern.compile("(a=fingerprint:sha-256 )(..)")
            .matcher(alice.offer())
            .replaceAll(found -> found.group(1) + (found.group(2).equals("00") ? "01" : "00"));
    alice.accept(answer(server.open("call"), "alice", offer));
    assertThat(ear.next()).startsWith("alice failed").contains("fingerprint");
    assertThat(alice.statistics().audioReceived().packets()).isZero();
    assertThat(server.counters()).containsEntry("srtp-in.ok", 0L).containsEntry("srtp-out.ok", 0L);
  }

  @Test
  @DisplayName("that were sent before are dropped and counted, and nobody hears them twice")
  void dropsReplays() throws Exception {
    CallMedia call = server.open("call");
    Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
    join(call, "bob", bob, port());
    try (ForgingRelay relay =
        new ForgingRelay(
            port(), datagram -> isMedia(datagram) ? List.of(datagram, datagram) : one(datagram))) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
      join(call, "alice", alice, relay.port());
      await(() -> bob.statistics().audioReceived().packets() >= 100);
      SoftphoneStatistics heard = bob.statistics();
      SoftphoneStatistics sent = alice.statistics();
      assertThat(heard.audioReceived().packets()).isLessThanOrEqualTo(sent.audioSent().packets());
      assertThat(server.counters().get("srtp-in.replayed")).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  @DisplayName("in a flood, the peer's own address among theirs, cost a live call no frame")
  void floodCostsNoFrame() throws Exception {
    CallMedia call = server.open("call");
    Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
    join(call, "bob", bob, port());
    AtomicReference<byte[]> latest = new AtomicReference<>(rtp(1, 100));
    try (ForgingRelay relay =
            new ForgingRelay(
                port(),
                datagram -> {
                  if (isMedia(datagram)) {
                    latest.set(datagram);
                  }
                  return List.of(datagram);
                });
        DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
      join(call, "alice", alice, relay.port());
      await(() -> bob.statistics().videoReceived().frames() >= 5);
      long notSeen = notSeen(alice, bob);
      alice.mute(false, false);
      flood(relay, stranger, latest);
      assertThat(notSeen(alice, bob)).as("frames lost in the flood").isEqualTo(notSeen);
      assertThat(bob.statistics().videoReceived().lost()).isZero();
      assertThat(bob.statistics().audioReceived().lost()).isZero();
    }
    assertThat(server.counters().get("srtp-in.not-authentic")).isGreaterThan(FLOOD / 4);
    assertThat(server.counters().get("drop.unknown-source")).isGreaterThan(FLOOD / 4);
  }

  /** Frames that were sent and not seen, when nothing is on its way any more. */
  private static long notSeen(Softphone sender, Softphone viewer) {
    sender.mute(false, true);
    long heard = viewer.statistics().audioReceived().packets();
    await(() -> viewer.statistics().audioReceived().packets() >= heard + 25);
    return sender.statistics().videoSent().frames() - viewer.statistics().videoReceived().frames();
  }

  /** Half from a stranger; half from the peer's address, with its own source and next numbers. */
  private void flood(ForgingRelay relay, DatagramSocket stranger, AtomicReference<byte[]> latest)
      throws IOException {
    long before = server.counters().get("datagrams-in");
    for (int sent = 0; sent < FLOOD; sent += WINDOW) {
      for (int i = 0; i < WINDOW / 2; i++) {
        byte[] forged = latest.get().clone();
        forged[3] += (byte) i;
        forged[forged.length - 1] ^= (byte) (i + 1);
        relay.forge(forged);
        send(stranger, forged);
      }
      long due = before + sent;
      await(() -> server.counters().get("datagrams-in") >= due);
    }
  }

  private static List<byte[]> one(byte[] datagram) {
    return List.of(datagram);
  }

  private static boolean isMedia(byte[] datagram) {
    return datagram.length > 12 && (datagram[0] & 0xC0) == 0x80 && (datagram[1] & 0x60) != 0x40;
  }

  private int port() {
    return server.ports().get(0);
  }

  private void join(CallMedia call, String leg, Softphone phone, int port) throws Exception {
    String answer = answer(call, leg, phone.offer());
    phone.accept(answer.replace(port() + " typ host", port + " typ host"));
  }

  private static String answer(CallMedia call, String leg, String offer) throws Exception {
    return call.answer(leg, offer).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static String line(String sdp, String attribute) {
    Matcher found = Pattern.compile("a=" + attribute + ":(\\S+)").matcher(sdp);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private void send(DatagramSocket from, byte[] datagram) throws IOException {
    from.send(
        new DatagramPacket(
            datagram,
            datagram.length,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port())));
  }

  /** A Binding request (RFC 8489 section 5), with a MESSAGE-INTEGRITY that is wrong, or without. */
  private static byte[] stun(String username, boolean withIntegrity) {
    byte[] name = username.getBytes(StandardCharsets.US_ASCII);
    int padded = (name.length + 3) & ~3;
    int attributes = (padded == 0 ? 0 : 4 + padded) + 8 + (withIntegrity ? 24 : 0);
    ByteBuffer out = ByteBuffer.allocate(20 + attributes);
    out.putShort((short) 1).putShort((short) attributes).putInt(0x2112A442).putInt(1).putLong(2);
    if (padded > 0) {
      out.putShort((short) 6).putShort((short) name.length).put(name);
      out.position(24 + padded);
    }
    out.putShort((short) 0x24).putShort((short) 4).putInt(1);
    if (withIntegrity) {
      out.putShort((short) 8).putShort((short) 20);
    }
    return out.array();
  }

  /** The first fragment of a ClientHello (RFC 6347 section 4.2.2). */
  private static byte[] clientHello(int random) {
    return ByteBuffer.allocate(200)
        .put((byte) 22)
        .putShort((short) 0xFEFD)
        .putLong(0)
        .putShort((short) 187)
        .putInt(1 << 24 | 175)
        .putLong(175)
        .putShort((short) 0xFEFD)
        .putInt(random)
        .array();
  }

  /** A fatal handshake_failure, not encrypted. */
  private static byte[] alert() {
    return ByteBuffer.allocate(15)
        .put((byte) 21)
        .putShort((short) 0xFEFD)
        .putLong(7)
        .putShort((short) 2)
        .putShort((short) (2 << 8 | 40))
        .array();
  }

  private static byte[] rtp(int number, int length) {
    return ByteBuffer.allocate(length)
        .put((byte) 0x80)
        .put((byte) 111)
        .putShort((short) number)
        .putLong(number)
        .array();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
