package dev.switchboard.media.transport.ice;

import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ICE-lite agent of a server (RFC 8445 sections 2.5 and 7.3): it does not look for the peer, it
 * answers. The first path by which an authentic request came is used at once; then the latest
 * nominated one, since the controlling peer alone decides and may move.
 *
 * <p>In one thing it does more than a lite agent must: before it follows the peer to another path
 * it asks back there, and waits for an authentic answer. A request proves that somebody knew the
 * password once, not that the peer is where the request came from: it could be a copy that somebody
 * else has sent again, or bear the address of a victim.
 */
public final class LiteAgent implements IceAgent {
  /** So many paths are asked at a time; a peer has few, and anybody can send copies. */
  private static final int ASKED_PATHS = 16;

  /** How long a doubt lasts that is neither confirmed nor cleared. */
  private static final long DOUBT_NANOS = 1_000_000_000L;

  /** Our credentials together with the peer's: who may ask, and under which key. */
  private record Generation(IceCredentials local, IceCredentials remote) {
    boolean isMeantBy(StunMessage request) {
      return request.username().equals(local.ufrag() + ":" + remote.ufrag());
    }
  }

  /**
   * What we asked by a path, and will ask again in the same words until it is answered.
   *
   * @param nomination the number of the request that led to it
   */
  private record Question(
      TransactionId id, byte[] request, Generation generation, long nomination) {
    Question again(long later) {
      return new Question(id, request, generation, later);
    }
  }

  private final List<IceCandidate> candidates;
  private final SecureRandom random;
  private final Output output;
  private IceCredentials local;
  private @Nullable Generation current;
  private @Nullable Generation previous;
  private @Nullable Path selected;
  private int restarts;
  private final Map<Path, Question> questions = new LinkedHashMap<>();
  private final long tieBreaker;

  /** How many nominations there have been, and which of them led to the path in use. */
  private long nominations;

  private long selectedNomination;

  /** As long as the peer is silent, any path that it tries counts as nominated. */
  private boolean doubts;

  private long doubtsUntil;
  private boolean agreed;
  private long agreedAt;

  public LiteAgent(List<IceCandidate> candidates, SecureRandom random, Output output) {
    this.candidates = candidates;
    this.random = random;
    this.output = output;
    this.local = IceCredentials.random(random);
    this.tieBreaker = random.nextLong();
  }

  @Override
  public IceParameters local() {
    int generation = restarts;
    return new IceParameters(
        local.ufrag(),
        local.pwd(),
        candidates.stream().map(each -> each.ofGeneration(generation)).toList());
  }

  @Override
  public IceParameters restart() {
    local = IceCredentials.random(random);
    restarts++;
    return local();
  }

  @Override
  public void begin(String remoteUfrag, String remotePwd, long now) {
    if (current != null && current.local() != local) {
      // The peer uses the old credentials until our answer with the new ones has reached it.
      previous = current;
    }
    current = new Generation(local, new IceCredentials(remoteUfrag, remotePwd));
  }

  @Override
  public StunStatus receive(StunMessage message, Path source, long now) {
    if (message.isFingerprintWrong()) {
      return StunStatus.BAD_FINGERPRINT;
    }
    return message.isRequest() ? answer(message, source, now) : hear(message, source, now);
  }

  private StunStatus answer(StunMessage request, Path source, long now) {
    if (request.username().isEmpty() || !request.hasIntegrity()) {
      return StunStatus.MALFORMED;
    }
    Generation generation = generationOf(request);
    if (generation == null) {
      return StunStatus.UNKNOWN_USER;
    }
    String pwd = generation.local().pwd();
    if (!request.isAuthentic(pwd)) {
      return StunStatus.NOT_AUTHENTIC;
    }
    StunWriter refusal = refusal(request);
    if (refusal != null) {
      output.send(refusal.sign(pwd), source);
      return StunStatus.REFUSED;
    }
    if (!output.validated(source)) {
      return StunStatus.UNEXPECTED;
    }
    output.send(
        StunWriter.success(request.transactionId()).xorMappedAddress(source.remote()).sign(pwd),
        source);
    follow(generation, request.nominates(), source, now);
    return StunStatus.OK;
  }

  private @Nullable Generation generationOf(StunMessage request) {
    if (current != null && current.isMeantBy(request)) {
      return current;
    }
    return previous != null && previous.isMeantBy(request) ? previous : null;
  }

  /** The error response to an authentic request that can't be granted, or null. */
  private static @Nullable StunWriter refusal(StunMessage request) {
    if (!request.unknownAttributes().isEmpty()) {
      return StunWriter.error(request.transactionId(), Stun.UNKNOWN_ATTRIBUTE, "Unknown Attribute")
          .unknownAttributes(request.unknownAttributes());
    }
    if (request.claimsControlled()) {
      // We never control, so the peer has to (RFC 8445 section 7.3.1.1).
      return StunWriter.error(request.transactionId(), Stun.ROLE_CONFLICT, "Role Conflict");
    }
    if (!request.hasPriority()) {
      return StunWriter.error(request.transactionId(), Stun.BAD_REQUEST, "Bad Request");
    }
    return null;
  }

  private void follow(Generation generation, boolean nominated, Path source, long now) {
    boolean wanted = nominated || selected == null || isInDoubt(now);
    if (wanted) {
      nominations++;
    }
    if (nominated && generation.equals(current)) {
      previous = null;
    }
    if (source.equals(selected)) {
      selectedNomination = nominations;
      doubts = false;
      agree(now);
    } else if (!agreed) {
      use(source, now);
    } else if (wanted) {
      ask(generation, source);
    }
  }

  private void agree(long now) {
    agreed = true;
    agreedAt = now;
  }

  private void use(Path path, long now) {
    agree(now);
    doubts = false;
    selected = path;
    selectedNomination = nominations;
    questions.clear();
    output.selected(path);
  }

  /** As often as the peer asks, so that what we send is never much more than what came. */
  private void ask(Generation generation, Path path) {
    Question question = questions.get(path);
    if (question != null && question.generation().equals(generation)) {
      question = question.again(nominations);
    } else {
      question = question(generation);
      if (questions.size() == ASKED_PATHS) {
        Iterator<Path> oldest = questions.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    questions.put(path, question);
    output.send(question.request(), path);
  }

  private Question question(Generation generation) {
    TransactionId id = TransactionId.random(random);
    IceCredentials remote = generation.remote();
    byte[] request =
        StunWriter.request(id)
            .username(remote.ufrag() + ":" + generation.local().ufrag())
            .controlled(tieBreaker)
            .priority(IceCandidate.host(0, "", 0).priority())
            .sign(remote.pwd());
    return new Question(id, request, generation, nominations);
  }

  /** An answer to a question of ours: the peer is there, and we go there. */
  private StunStatus hear(StunMessage response, Path source, long now) {
    Question question = questions.get(source);
    if (question == null || !question.id().equals(response.transactionId())) {
      return StunStatus.UNEXPECTED;
    }
    if (!response.isAuthentic(question.generation().remote().pwd())) {
      return StunStatus.NOT_AUTHENTIC;
    }
    questions.remove(source);
    if (!response.isSuccess()) {
      return StunStatus.UNEXPECTED;
    }
    if (selected == null || question.nomination() > selectedNomination) {
      use(source, now);
    }
    return StunStatus.OK;
  }

  /** The next authentic request, from wherever, tells where the peer may be. */
  @Override
  public void lost(Path path) {
    questions.remove(path);
    if (path.equals(selected)) {
      selected = null;
    }
  }

  @Override
  public void tick(long now) {}

  /**
   * It is the peer who looks for a way; the first that it tries is as good as one that it
   * nominates, which a browser does only seconds after it has lost its network.
   */
  @Override
  public void doubt(long now) {
    doubts = true;
    doubtsUntil = now + DOUBT_NANOS;
  }

  private boolean isInDoubt(long now) {
    return doubts && now - doubtsUntil <= 0;
  }

  @Override
  public boolean hasConsent(long now) {
    return agreed && now - agreedAt < CONSENT_NANOS;
  }
}
