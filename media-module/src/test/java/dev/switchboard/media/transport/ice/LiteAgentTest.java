package dev.switchboard.media.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.media.transport.path.NoSocket;
import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ICE-lite agent")
class LiteAgentTest {
  private static final Path FIRST = NoSocket.to("192.0.2.1", 1000);
  private static final Path SECOND = NoSocket.to("192.0.2.2", 2000);
  private static final String PEER_PWD = "the peer's password ...";
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final List<StunMessage> sent = new ArrayList<>();
  private final List<Path> sentTo = new ArrayList<>();
  private final List<Path> selected = new ArrayList<>();
  private final LiteAgent agent = new LiteAgent(List.of(), new SecureRandom(), new Recorder());
  private boolean addressTaken;
  private int transactions;

  private final class Recorder implements IceAgent.Output {
    @Override
    public void send(byte[] message, Path to) {
      sent.add(StunMessage.parse(message, 0, message.length).orElseThrow());
      sentTo.add(to);
    }

    @Override
    public boolean validated(Path path) {
      return !addressTaken;
    }

    @Override
    public void selected(Path path) {
      selected.add(path);
    }

    @Override
    public void exhausted() {
      throw new AssertionError("a lite agent checks nothing");
    }
  }

  @BeforeEach
  void begin() {
    agent.begin("peer", PEER_PWD, 0);
  }

  private StunWriter request(IceParameters of, String remoteUfrag) {
    return StunWriter.request(new TransactionId(0, ++transactions))
        .username(of.ufrag() + ":" + remoteUfrag)
        .controlling(5)
        .priority(1);
  }

  private StunWriter request() {
    return request(agent.local(), "peer");
  }

  private StunStatus receive(byte[] message, Path from) {
    return agent.receive(StunMessage.parse(message, 0, message.length).orElseThrow(), from, 0);
  }

  @Test
  @DisplayName("answers an authentic request, with the address that it came from")
  void answers() {
    assertThat(receive(request().sign(agent.local().pwd()), FIRST)).isEqualTo(StunStatus.OK);
    assertThat(sentTo).containsExactly(FIRST);
    assertThat(sent.get(0).isSuccess()).isTrue();
    assertThat(sent.get(0).mappedAddress()).contains(FIRST.remote());
    assertThat(sent.get(0).isAuthentic(agent.local().pwd())).isTrue();
    assertThat(sent.get(0).transactionId()).isEqualTo(new TransactionId(0, 1));
    assertThat(selected).containsExactly(FIRST);
  }

  @Test
  @DisplayName("sends nothing to whoever does not know the password or the names")
  void isSilentToStrangers() {
    assertThat(receive(request().sign("a wrong password, too long"), FIRST))
        .isEqualTo(StunStatus.NOT_AUTHENTIC);
    assertThat(receive(request(agent.local(), "other").sign(agent.local().pwd()), FIRST))
        .isEqualTo(StunStatus.UNKNOWN_USER);
    assertThat(receive(StunMessageTest.REQUEST, FIRST)).isEqualTo(StunStatus.UNKNOWN_USER);
    assertThat(receive(StunMessageTest.IPV4_RESPONSE, FIRST)).isEqualTo(StunStatus.UNEXPECTED);
    byte[] damaged = request().sign(agent.local().pwd());
    damaged[damaged.length - 1] ^= 1;
    assertThat(receive(damaged, FIRST)).isEqualTo(StunStatus.BAD_FINGERPRINT);
    assertThat(sent).isEmpty();
    assertThat(selected).isEmpty();
    assertThat(agent.hasConsent(0)).isFalse();
  }

  @Test
  @DisplayName(
      "refuses a peer that wants to be controlled (487) and attributes it can't know (420)")
  void refuses() {
    StunWriter controlled =
        StunWriter.request(new TransactionId(0, 1))
            .username(agent.local().ufrag() + ":peer")
            .controlled(5)
            .priority(1);
    assertThat(receive(controlled.sign(agent.local().pwd()), FIRST)).isEqualTo(StunStatus.REFUSED);
    assertThat(sent.get(0).errorCode()).hasValue(487);
    // UNKNOWN-ATTRIBUTES has no place in a request, and must be understood.
    StunWriter unknown = request().unknownAttributes(List.of(1));
    assertThat(receive(unknown.sign(agent.local().pwd()), FIRST)).isEqualTo(StunStatus.REFUSED);
    assertThat(sent.get(1).errorCode()).hasValue(420);
    StunWriter bare =
        StunWriter.request(new TransactionId(0, 1)).username(agent.local().ufrag() + ":peer");
    assertThat(receive(bare.sign(agent.local().pwd()), FIRST)).isEqualTo(StunStatus.REFUSED);
    assertThat(sent.get(2).errorCode()).hasValue(400);
    assertThat(selected).isEmpty();
  }

  /** The peer answers what the agent asked last. */
  private StunStatus answerBack(String pwd, Path from) {
    StunMessage question = sent.get(sent.size() - 1);
    assertThat(question.isRequest()).isTrue();
    assertThat(question.isAuthentic(pwd)).isTrue();
    return receive(
        StunWriter.success(question.transactionId()).xorMappedAddress(FIRST.remote()).sign(pwd),
        from);
  }

  @Test
  @DisplayName("uses the first address until one is nominated, then the latest that answers back")
  void followsNominations() {
    String pwd = agent.local().pwd();
    receive(request().sign(pwd), FIRST);
    receive(request().sign(pwd), SECOND);
    assertThat(selected).containsExactly(FIRST);
    receive(request().useCandidate().sign(pwd), SECOND);
    assertThat(selected).containsExactly(FIRST);
    assertThat(sentTo.get(sentTo.size() - 1)).isEqualTo(SECOND);
    assertThat(answerBack(PEER_PWD, SECOND)).isEqualTo(StunStatus.OK);
    receive(request().sign(pwd), FIRST);
    assertThat(selected).containsExactly(FIRST, SECOND);
    receive(request().useCandidate().sign(pwd), FIRST);
    assertThat(answerBack(PEER_PWD, FIRST)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND, FIRST);
  }

  @Test
  @DisplayName("stays where it is when a check comes again from elsewhere, as a copy of it can")
  void followsNoCopy() {
    byte[] check = request().useCandidate().sign(agent.local().pwd());
    receive(check, FIRST);
    assertThat(receive(check, SECOND)).isEqualTo(StunStatus.OK);
    assertThat(answerBack(PEER_PWD, FIRST)).isEqualTo(StunStatus.UNEXPECTED);
    StunMessage question = sent.get(sent.size() - 1);
    byte[] forged = StunWriter.success(question.transactionId()).sign("a wrong password, too long");
    assertThat(receive(forged, SECOND)).isEqualTo(StunStatus.NOT_AUTHENTIC);
    byte[] refusal =
        StunWriter.error(question.transactionId(), Stun.BAD_REQUEST, "No").sign(PEER_PWD);
    assertThat(receive(refusal, SECOND)).isEqualTo(StunStatus.UNEXPECTED);
    assertThat(selected).containsExactly(FIRST);
  }

  @Test
  @DisplayName("asks in the same words until it is answered, once for each check")
  void asksAgain() {
    String pwd = agent.local().pwd();
    receive(request().sign(pwd), FIRST);
    receive(request().useCandidate().sign(pwd), SECOND);
    StunMessage question = sent.get(sent.size() - 1);
    receive(request().useCandidate().sign(pwd), SECOND);
    assertThat(sent).hasSize(5);
    assertThat(sent.get(4).transactionId()).isEqualTo(question.transactionId());
    assertThat(answerBack(PEER_PWD, SECOND)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND);
  }

  @Test
  @DisplayName("does not follow an answer that comes after the peer has gone elsewhere")
  void forgetsOldNominations() {
    String pwd = agent.local().pwd();
    receive(request().sign(pwd), FIRST);
    receive(request().useCandidate().sign(pwd), SECOND);
    StunMessage question = sent.get(sent.size() - 1);
    receive(request().useCandidate().sign(pwd), FIRST);
    assertThat(receive(StunWriter.success(question.transactionId()).sign(PEER_PWD), SECOND))
        .isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST);
  }

  @Test
  @DisplayName("asks a bounded number of paths, whatever comes from however many")
  void asksAFew() {
    String pwd = agent.local().pwd();
    receive(request().sign(pwd), FIRST);
    byte[] copy = request().useCandidate().sign(pwd);
    for (int port = 1; port <= 1_000; port++) {
      receive(copy, NoSocket.to("192.0.2.3", port));
    }
    receive(request().useCandidate().sign(pwd), SECOND);
    assertThat(answerBack(PEER_PWD, SECOND)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND);
  }

  @Test
  @DisplayName("goes to any address that answers back while nothing else is heard of the peer")
  void findsThePeerWhenItIsSilent() {
    String pwd = agent.local().pwd();
    receive(request().useCandidate().sign(pwd), FIRST);
    receive(request().sign(pwd), SECOND);
    assertThat(sent.get(sent.size() - 1).isSuccess()).isTrue();
    agent.doubt(0);
    receive(request().sign(pwd), SECOND);
    assertThat(answerBack(PEER_PWD, SECOND)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND);
  }

  @Test
  @DisplayName("goes to any address that answers back once the one in use is lost")
  void findsThePeerAgain() {
    String pwd = agent.local().pwd();
    receive(request().useCandidate().sign(pwd), FIRST);
    agent.lost(FIRST);
    receive(request().sign(pwd), SECOND);
    assertThat(answerBack(PEER_PWD, SECOND)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND);
  }

  @Test
  @DisplayName("takes old and new credentials during a restart, the old until a new nomination")
  void restarts() {
    IceParameters old = agent.local();
    receive(request().useCandidate().sign(old.pwd()), FIRST);
    IceParameters fresh = agent.restart();
    assertThat(fresh.ufrag()).isNotEqualTo(old.ufrag());
    agent.begin("peer2", "the peer's new password", 0);
    assertThat(receive(request(old, "peer").sign(old.pwd()), FIRST)).isEqualTo(StunStatus.OK);
    assertThat(receive(request(fresh, "peer2").useCandidate().sign(fresh.pwd()), SECOND))
        .isEqualTo(StunStatus.OK);
    assertThat(answerBack("the peer's new password", SECOND)).isEqualTo(StunStatus.OK);
    assertThat(selected).containsExactly(FIRST, SECOND);
    assertThat(receive(request(old, "peer").sign(old.pwd()), FIRST))
        .isEqualTo(StunStatus.UNKNOWN_USER);
  }

  @Test
  @DisplayName("tells after a restart the same candidates, preferred to the former ones")
  void prefersLaterGenerations() {
    List<IceCandidate> hosts =
        List.of(
            IceCandidate.host(0, "192.0.2.7", 1),
            IceCandidate.host(1, "2001:db8::7", 1),
            IceCandidate.passive(2, "192.0.2.7", 1));
    LiteAgent restarting = new LiteAgent(hosts, new SecureRandom(), new Recorder());
    List<IceCandidate> before = restarting.local().candidates();
    List<IceCandidate> after = restarting.restart().candidates();
    assertThat(after)
        .extracting(IceCandidate::address)
        .containsExactly("192.0.2.7", "2001:db8::7", "192.0.2.7");
    for (List<IceCandidate> each : List.of(before, after)) {
      assertThat(each.get(0).priority()).isGreaterThan(each.get(1).priority());
      assertThat(each.get(1).priority()).isGreaterThan(after.get(2).priority());
      assertThat(each.get(0).priority()).isLessThan(hosts.get(0).priority());
    }
    assertThat(after.get(1).priority()).isGreaterThan(before.get(0).priority());
    assertThat(after.get(2).priority()).isGreaterThan(before.get(2).priority());
  }

  @Test
  @DisplayName("does not answer from an address that is another's")
  void respectsTakenAddresses() {
    addressTaken = true;
    assertThat(receive(request().sign(agent.local().pwd()), FIRST))
        .isEqualTo(StunStatus.UNEXPECTED);
    assertThat(sent).isEmpty();
  }

  @Test
  @DisplayName("has consent for 30 s after each request by the path in use, and by no other")
  void consentExpires() {
    receive(request().sign(agent.local().pwd()), FIRST);
    byte[] copy = request().useCandidate().sign(agent.local().pwd());
    agent.receive(StunMessage.parse(copy, 0, copy.length).orElseThrow(), SECOND, SECOND_NANOS);
    assertThat(agent.hasConsent(29 * SECOND_NANOS)).isTrue();
    assertThat(agent.hasConsent(30 * SECOND_NANOS)).isFalse();
  }
}
