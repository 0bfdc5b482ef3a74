package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.Softphones;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call whose device gets another address")
class AddressChangeTest {
  private static final int LIMIT_SECONDS = 20;

  /** Until media is back both ways. */
  private static final Duration BACK = Duration.ofSeconds(3);

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private MediaServer server;
  private Softphones softphones;

  @BeforeEach
  void start() throws Exception {
    MediaConfig config = MediaConfig.defaults().withAddresses(List.of(LOOPBACK)).withPorts(0, 1);
    server = MediaServer.start(config, new Unheard());
    softphones = Softphones.open(LOOPBACK);
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  @Test
  @DisplayName("has its media back both ways within 3 s, though the device does not know of it")
  void followsTheDevice() throws Exception {
    CallMedia call = server.open("call");
    Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
    join(call, "bob", bob, port());
    try (ForgingRelay nat = new ForgingRelay(port(), List::of)) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
      join(call, "alice", alice, nat.port());
      await(() -> seen(alice) > 5 && seen(bob) > 5);
      nat.rebind();
      long rebound = System.nanoTime();
      long atAlice = seen(alice);
      long atBob = seen(bob);
      await(() -> seen(alice) > atAlice + 3 && seen(bob) > atBob + 3);
      assertThat(Duration.ofNanos(System.nanoTime() - rebound)).isLessThan(BACK);
    }
  }

  @Test
  @DisplayName("goes on where it is when somebody else sends a copy of the device's checks")
  void followsNoCopy() throws Exception {
    CallMedia call = server.open("call");
    Softphone bob = softphones.add(SoftphoneConfig.named("bob"));
    join(call, "bob", bob, port());
    AtomicReference<byte[]> check = new AtomicReference<>();
    try (ForgingRelay line =
            new ForgingRelay(
                port(),
                datagram -> {
                  if (datagram[0] == 0 && datagram[1] == 1) {
                    check.set(datagram);
                  }
                  return List.of(datagram);
                });
        DatagramSocket thief = new DatagramSocket(0, LOOPBACK)) {
      Softphone alice = softphones.add(SoftphoneConfig.named("alice"));
      join(call, "alice", alice, line.port());
      await(() -> seen(alice) > 5);
      thief.setSoTimeout(1_000);
      byte[] copy = check.get();
      thief.send(new DatagramPacket(copy, copy.length, new InetSocketAddress(LOOPBACK, port())));
      // The answer to the check and the question back: STUN, and no media, however long it waits.
      assertThat(receivedKinds(thief)).containsExactly("101", "1");
      long before = seen(alice);
      await(() -> seen(alice) > before + 5);
    }
  }

  /** The types of the STUN messages that come until nothing comes for a second; fails at others. */
  private static List<String> receivedKinds(DatagramSocket socket) throws IOException {
    List<String> kinds = new ArrayList<>();
    DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
    try {
      while (kinds.size() < 10) {
        socket.receive(packet);
        kinds.add(Integer.toHexString(packet.getData()[0] << 8 | packet.getData()[1]));
      }
    } catch (SocketTimeoutException e) {
      return kinds;
    }
    throw new AssertionError("more than answers came: " + kinds);
  }

  private static long seen(Softphone phone) {
    return phone.statistics().videoReceived().frames();
  }

  private int port() {
    return server.ports().get(0);
  }

  private void join(CallMedia call, String leg, Softphone phone, int port) throws Exception {
    String answer =
        call.answer(leg, phone.offer()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    phone.accept(answer.replace(port() + " typ host", port + " typ host"));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for %d s", LIMIT_SECONDS).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
