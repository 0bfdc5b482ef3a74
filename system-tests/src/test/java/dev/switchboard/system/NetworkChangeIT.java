package dev.switchboard.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A call goes on, or comes up, whatever the network of one side is like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkChangeIT {
  /** Chromium needs 2 s of it to learn of the new network. */
  private static final Duration BACK = Duration.ofSeconds(3);

  private static final Duration SETTLED = Duration.ofSeconds(8);
  private static final Duration UP = Duration.ofSeconds(5);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final String a = SharedServer.newName("nora");
  private final String b = SharedServer.newName("nils");
  private Network network;
  private TurnServer turn;
  private Server server;
  private Person nora;
  private Person nils;

  @BeforeAll
  void oneIsInANetworkOfItsOwn() {
    assumeTrue(Network.possible(), "only root can make networks");
    network = new Network();
    network.up(Network.Way.WIFI);
    turn = new TurnServer(Network.SERVER_IPV4);
    Map<String, String> settings =
        Map.of(
            "SWITCHBOARD_BIND",
            "::",
            "SWITCHBOARD_MEDIA_ADDRESSES",
            String.join(",", "127.0.0.1", Network.SERVER_IPV4, Network.SERVER_IPV6),
            "SWITCHBOARD_TURN_URIS",
            "turn:" + Network.SERVER_IPV4 + ":" + TurnServer.PORT,
            "SWITCHBOARD_TURN_SECRET",
            TurnServer.SECRET);
    server = Server.start(Path.of("target/network-server"), SharedServer.settings(settings));
    nora = new Person(address(Network.SERVER_IPV4), Browser.Kind.PHONE, network.chromium());
    nora.register(a, SharedServer.newNumber()).logIn(a);
    nils = new Person(server.home(), Browser.Kind.LAPTOP);
    nils.register(b, SharedServer.newNumber()).logIn(b);
  }

  private URI address(String host) {
    return URI.create("https://" + host + ":" + server.setting("SWITCHBOARD_HTTPS_PORT") + "/");
  }

  @AfterAll
  void everybodyLeaves() {
    if (network != null) {
      nora.close();
      nils.close();
      server.close();
      turn.close();
      network.close();
    }
  }

  @AfterEach
  void theCallEnds() {
    network.lose();
    nora.hangUp();
    nils.awaitPhase("ended");
    nora.awaitPhase("ended").closeCall();
    nils.closeCall();
  }

  private void call(Duration limit) {
    nora.lookUp(b).chooseAny().call();
    nils.answer();
    for (Person person : List.of(nora, nils)) {
      person.awaitPhase("connected", limit);
    }
    for (Person person : List.of(nora, nils)) {
      person.awaitMedia();
      MediaGaps.watch(person);
    }
  }

  /** Pictures and sound come to both. */
  private void goOnFor(Duration time) {
    MediaFigures atNora = nora.media();
    MediaFigures atNils = nils.media();
    Wait.holds("the call goes on", time, () -> nora.phase().equals("connected"));
    assertThat(nora.media().framesPerSecondSince(atNora)).isGreaterThanOrEqualTo(8);
    assertThat(nils.media().framesPerSecondSince(atNils)).isGreaterThanOrEqualTo(8);
    assertThat(nora.media().audioEnergy()).isGreaterThan(atNora.audioEnergy());
    assertThat(nils.media().audioEnergy()).isGreaterThan(atNils.audioEnergy());
  }

  private void mediaWasAwayForLessThan(Duration limit) {
    for (Person person : List.of(nora, nils)) {
      MediaGaps gaps = MediaGaps.of(person);
      assertThat(gaps.picture()).as("picture, " + gaps).isLessThan(limit);
      assertThat(gaps.sound()).as("sound, " + gaps).isLessThan(limit);
      assertThat(gaps.loudness()).as("beeps, " + gaps).isLessThan(limit.plus(ONE_SECOND));
    }
  }

  @Test
  void mediaIsSoonBackWhenTheDeviceGoesFromWifiToMobile() {
    call(UP);
    String id = nora.callId();
    goOnFor(ONE_SECOND);
    network.down(Network.Way.WIFI);
    network.up(Network.Way.MOBILE);
    Wait.holds("the call goes on", SETTLED, () -> nora.phase().equals("connected"));
    assertThat(nora.run("return window.switchboard.session")).isEqualTo("ready");
    assertThat(nora.callId()).isEqualTo(id);
    assertThat(nils.callId()).isEqualTo(id);
    mediaWasAwayForLessThan(BACK);
    goOnFor(ONE_SECOND);
  }

  @Test
  void anIceRestartChangesTheNamesAndNothingThatAnybodyHearsOrSees() {
    call(UP);
    String ufrag = ufrag();
    String dtls = dtls();
    nora.run("window.dispatchEvent(new Event('online'))");
    Wait.until("new names, agreed with the server", UP, () -> !ufrag().equals(ufrag));
    goOnFor(Duration.ofSeconds(6));
    assertThat(dtls()).isEqualTo(dtls);
    mediaWasAwayForLessThan(ONE_SECOND);
  }

  /** That of the offer which has been answered. */
  private String ufrag() {
    return (String)
        nora.run(
            "return window.switchboard.connection.currentLocalDescription.sdp"
                + ".match(/a=ice-ufrag:(\\S+)/)[1]");
  }

  /**
   * The association of DTLS: another one would be another transport, or have another certificate.
   */
  private String dtls() {
    return (String)
        nora.eventually(
            """
            const done = arguments[0];
            const peer = window.switchboard.connection;
            const certificate = peer.currentRemoteDescription.sdp.match(/a=fingerprint:.*/)[0];
            peer.getStats().then((stats) => {
              const one = [...stats.values()].find((s) => s.type === 'transport');
              done([one.id, one.dtlsState, one.localCertificateId, certificate].join());
            });
            """);
  }

  @Test
  void aCallComesUpOverTcpWithinFiveSecondsWhereTheNetworkLosesAllUdp() {
    network.lose("meta l4proto udp");
    call(UP);
    assertThat(nora.media().protocol()).isEqualTo("tcp");
    assertThat(nora.media().relayed()).isFalse();
    goOnFor(Duration.ofSeconds(4));
  }

  @Test
  void aCallGoesOverIpv6WhereTheNetworkLosesAllOtherMedia() {
    network.lose("ip protocol udp", "ip protocol tcp tcp dport " + mediaPorts());
    call(UP);
    assertThat(nora.media().server()).isEqualTo(Network.SERVER_IPV6);
    assertThat(nora.media().protocol()).isEqualTo("udp");
    goOnFor(Duration.ofSeconds(4));
  }

  @Test
  void aCallIsRelayedByTheTurnServerWhereTheNetworkLetsNothingElseThrough() {
    network.lose("udp dport != " + TurnServer.PORT, "tcp dport " + mediaPorts());
    call(Duration.ofSeconds(15));
    assertThat(nora.media().relayed()).isTrue();
    goOnFor(Duration.ofSeconds(4));
    assertThat(server.logText()).doesNotContain(TurnServer.SECRET).doesNotContain("credential");
  }

  private String mediaPorts() {
    int first = Integer.parseInt(server.setting("SWITCHBOARD_MEDIA_PORT"));
    return first + "-" + (first + 7);
  }
}
