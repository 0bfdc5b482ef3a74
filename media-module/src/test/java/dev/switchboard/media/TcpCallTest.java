package dev.switchboard.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.softphone.Softphone;
import dev.switchboard.media.softphone.SoftphoneConfig;
import dev.switchboard.media.softphone.SoftphoneStatistics;
import dev.switchboard.media.softphone.Softphones;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call over TCP")
class TcpCallTest {
  private static final int LIMIT_SECONDS = 30;

  /** Collects what the server tells. */
  private final MediaConfig config =
      MediaConfig.defaults()
          .withAddresses(List.of(InetAddress.getLoopbackAddress()))
          .withPorts(0, 1);

  private final Ear ear = new Ear();
  private MediaServer server;
  private Softphones softphones;
  private CallMedia call;

  @BeforeEach
  void start() throws Exception {
    server = MediaServer.start(config, ear);
    softphones = Softphones.open(InetAddress.getLoopbackAddress());
    call = server.open("call");
  }

  @AfterEach
  void stop() {
    softphones.close();
    server.close();
  }

  private Softphone join(String name, boolean overTcp) throws Exception {
    Softphone phone = softphones.add(SoftphoneConfig.named(name).withOverTcp(overTcp));
    phone.accept(answer(name, phone.offer()));
    return phone;
  }

  private String answer(String leg, String offer) throws Exception {
    return call.answer(leg, offer).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static void awaits(Softphone phone, Predicate<SoftphoneStatistics> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    SoftphoneStatistics statistics = phone.statistics();
    while (!condition.test(statistics)) {
      assertThat(System.nanoTime()).as("%s", statistics).isLessThan(end);
      Thread.onSpinWait();
      statistics = phone.statistics();
    }
  }

  private static boolean hearsAndSees(SoftphoneStatistics statistics) {
    return statistics.audioReceived().packets() >= 50 && statistics.videoReceived().frames() >= 15;
  }

  @Test
  @DisplayName("carries sound and picture both ways without a UDP packet, and without loss")
  void carriesMedia() throws Exception {
    Softphone alice = join("alice", true);
    Softphone bob = join("bob", true);
    for (Softphone phone : List.of(alice, bob)) {
      awaits(phone, TcpCallTest::hearsAndSees);
      assertThat(phone.statistics().videoReceived().lost()).isZero();
      assertThat(phone.statistics().audioReceived().lost()).isZero();
    }
  }

  @Test
  @DisplayName("meets one over UDP")
  void mixes() throws Exception {
    Softphone alice = join("alice", true);
    Softphone bob = join("bob", false);
    awaits(alice, TcpCallTest::hearsAndSees);
    awaits(bob, TcpCallTest::hearsAndSees);
  }

  @Test
  @DisplayName("is told to be lost when the connection breaks, and resumes with a restart of ICE")
  void resumes() throws Exception {
    try (TcpRelay relay = new TcpRelay(server.ports().get(0))) {
      Softphone bob = join("bob", false);
      Softphone alice = softphones.add(SoftphoneConfig.named("alice").withOverTcp(true));
      alice.accept(through(relay, answer("alice", alice.offer())));
      awaits(alice, TcpCallTest::hearsAndSees);
      relay.breakConnections();
      ear.awaits("alice lost");
      alice.accept(through(relay, answer("alice", alice.offerRestart())));
      ear.awaits("alice recovered");
      long seen = alice.statistics().videoReceived().frames();
      long shown = bob.statistics().videoReceived().frames();
      awaits(alice, s -> s.videoReceived().frames() >= seen + 15);
      awaits(bob, s -> s.videoReceived().frames() >= shown + 15);
      assertThat(server.counters()).containsEntry("legs", 2L);
    }
  }

  private String through(TcpRelay relay, String answer) {
    return answer.replace(" " + server.ports().get(0) + " typ", " " + relay.port() + " typ");
  }

  @Test
  @DisplayName("is offered at every address that UDP is, after UDP, unless it is switched off")
  void isOffered() throws Exception {
    MediaConfig behindNat =
        config.withAdvertised(Optional.of(new InetSocketAddress("192.0.2.7", 40_000)), false);
    try (MediaServer with = MediaServer.start(behindNat, ear);
        MediaServer onlyOutside =
            MediaServer.start(config.withAdvertised(behindNat.advertised(), true), ear);
        MediaServer without = MediaServer.start(behindNat.withTcp(false), ear)) {
      String offer = softphones.add(SoftphoneConfig.named("alice")).offer();
      String port = with.ports().get(0).toString();
      assertThat(candidates(with, offer))
          .containsExactly(
              "1 1 udp 2013282303 192.0.2.7 40000 typ host",
              "2 1 udp 2013282047 127.0.0.1 " + port + " typ host",
              "3 1 tcp 1342193151 192.0.2.7 40000 typ host tcptype passive",
              "4 1 tcp 1342192895 127.0.0.1 " + port + " typ host tcptype passive");
      assertThat(candidates(onlyOutside, offer))
          .containsExactly(
              "1 1 udp 2013282303 192.0.2.7 40000 typ host",
              "2 1 tcp 1342193407 192.0.2.7 40000 typ host tcptype passive");
      assertThat(candidates(without, offer)).hasSize(2).noneMatch(line -> line.contains("tcp"));
    }
  }

  private static List<String> candidates(MediaServer of, String offer) throws Exception {
    String answer =
        of.open("other").answer("leg", offer).toCompletableFuture().get(20, TimeUnit.SECONDS);
    return answer
        .lines()
        .filter(line -> line.startsWith("a=candidate:"))
        .map(line -> line.substring("a=candidate:".length()))
        .distinct()
        .toList();
  }
}
