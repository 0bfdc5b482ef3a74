package dev.switchboard.media.transport.ice;

import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The controlling agent of a terminal: it checks each of the peer's candidates from its one socket,
 * nominates the first that answers (RFC 8445 section 8.1.1), and then asks for consent every 5 s or
 * so (RFC 7675). The peer is ICE-lite or a full agent that is controlled.
 */
public final class ControllingAgent implements IceAgent {
  /** Time between two new checks (Ta, RFC 8445 section 14.2), ns. */
  private static final long PACE_NANOS = 50_000_000L;

  /** Time until a check is first sent again (RTO, RFC 8445 section 14.3), ns; doubled each time. */
  private static final long RETRANSMIT_NANOS = 500_000_000L;

  /** How often a check is sent at most (Rc, RFC 8489 section 6.2.1). */
  private static final int SENDINGS = 7;

  /** How long a check over TCP, which is sent once, may take (Ti, RFC 8489 section 6.2.2). */
  private static final long RELIABLE_LIMIT_NANOS = 39_500_000_000L;

  /**
   * The largest there is, so that a peer that wants to control gives in (RFC 8445 section 7.3.1.1):
   * this agent has no other role.
   */
  private static final long TIE_BREAKER = -1;

  private static final long CONSENT_PERIOD_NANOS = 5_000_000_000L;

  /** The same while nothing comes from the peer. */
  private static final long DOUBT_PERIOD_NANOS = 1_000_000_000L;

  /** A request that waits for its response. */
  private static final class Check {
    final Path path;
    final byte[] request;
    final String key;
    final boolean nominates;
    int sendings;
    long nextAt;

    Check(Path path, byte[] request, String key, boolean nominates) {
      this.path = path;
      this.request = request;
      this.key = key;
      this.nominates = nominates;
    }
  }

  private final List<IceCandidate> hosts;
  private final SecureRandom random;
  private final Output output;
  private final List<Path> candidates = new ArrayList<>();
  private final List<Path> unchecked = new ArrayList<>();
  private final Map<TransactionId, Check> checks = new HashMap<>();
  private IceCredentials local;
  private IceCredentials remote = new IceCredentials("", "");
  private @Nullable Path selected;
  private boolean nominating;
  private boolean running;
  private boolean agreed;
  private long agreedAt;
  private long nextCheckAt;
  private long nextConsentAt;
  private long lastConsentAt;

  /**
   * @param hosts our own addresses, for a peer that wants to know them beforehand; a lite peer
   *     learns them from the checks
   */
  public ControllingAgent(List<IceCandidate> hosts, SecureRandom random, Output output) {
    this.hosts = List.copyOf(hosts);
    this.random = random;
    this.output = output;
    this.local = IceCredentials.random(random);
  }

  /** Adds a path to the peer, for the next {@link #begin}. */
  public void addRemote(Path path) {
    if (!candidates.contains(path)) {
      candidates.add(path);
    }
  }

  @Override
  public IceParameters local() {
    return new IceParameters(local.ufrag(), local.pwd(), hosts);
  }

  @Override
  public IceParameters restart() {
    local = IceCredentials.random(random);
    return local();
  }

  @Override
  public void begin(String remoteUfrag, String remotePwd, long now) {
    remote = new IceCredentials(remoteUfrag, remotePwd);
    checks.clear();
    unchecked.clear();
    unchecked.addAll(candidates);
    nominating = false;
    running = true;
    nextCheckAt = now;
    tick(now);
  }

  @Override
  public StunStatus receive(StunMessage message, Path source, long now) {
    if (message.isFingerprintWrong()) {
      return StunStatus.BAD_FINGERPRINT;
    }
    return message.isRequest() ? answer(message, source) : hear(message, source, now);
  }

  /**
   * A peer that is a full agent checks as well (RFC 8445 section 7.3). Its checks bring about none
   * of ours, since we check all its candidates anyway.
   */
  private StunStatus answer(StunMessage request, Path source) {
    if (!request.username().equals(local.ufrag() + ":" + remote.ufrag())) {
      return StunStatus.UNKNOWN_USER;
    }
    if (!request.isAuthentic(local.pwd())) {
      return StunStatus.NOT_AUTHENTIC;
    }
    StunWriter success =
        StunWriter.success(request.transactionId()).xorMappedAddress(source.remote());
    output.send(success.sign(local.pwd()), source);
    return StunStatus.OK;
  }

  private StunStatus hear(StunMessage response, Path source, long now) {
    Check check = checks.get(response.transactionId());
    if (check == null || !check.path.equals(source)) {
      return StunStatus.UNEXPECTED;
    }
    if (!response.isAuthentic(check.key)) {
      return StunStatus.NOT_AUTHENTIC;
    }
    checks.remove(response.transactionId());
    if (!response.isSuccess()) {
      return StunStatus.UNEXPECTED;
    }
    succeed(check, now);
    return StunStatus.OK;
  }

  private void succeed(Check check, long now) {
    agreed = true;
    agreedAt = now;
    if (check.nominates) {
      running = false;
      nextConsentAt = now + consentPeriod();
      if (!check.path.equals(selected)) {
        selected = check.path;
        output.selected(check.path);
      }
    } else if (!nominating && output.validated(check.path)) {
      nominating = true;
      checks.clear();
      unchecked.clear();
      send(check.path, true, now);
    }
  }

  /** Looks on among the others, if it was looking; the next {@link #begin} may bring new ones. */
  @Override
  public void lost(Path path) {
    candidates.remove(path);
    unchecked.remove(path);
    checks.values().removeIf(check -> check.path.equals(path));
    if (path.equals(selected)) {
      selected = null;
      agreed = false;
    }
  }

  @Override
  public void tick(long now) {
    if (running && !unchecked.isEmpty() && now - nextCheckAt >= 0) {
      nextCheckAt = now + PACE_NANOS;
      send(unchecked.remove(0), false, now);
    }
    if (!running && selected != null && now - nextConsentAt >= 0) {
      nextConsentAt = now + consentPeriod();
      lastConsentAt = now;
      send(selected, true, now);
    }
    retransmit(now);
    if (running && unchecked.isEmpty() && checks.isEmpty()) {
      running = false;
      output.exhausted();
    }
  }

  private void retransmit(long now) {
    for (Iterator<Check> each = checks.values().iterator(); each.hasNext(); ) {
      Check check = each.next();
      if (now - check.nextAt < 0) {
        continue;
      }
      if (check.sendings == SENDINGS || check.path.socket().isReliable()) {
        each.remove();
      } else {
        transmit(check, now);
      }
    }
  }

  /** Nominates in consent checks too, so that a lite peer follows us to another address. */
  private void send(Path path, boolean nominates, long now) {
    TransactionId id = TransactionId.random(random);
    StunWriter request =
        StunWriter.request(id)
            .username(remote.ufrag() + ":" + local.ufrag())
            .controlling(TIE_BREAKER)
            .priority(IceCandidate.host(0, "", 0).priority());
    if (nominates) {
      request.useCandidate();
    }
    Check check = new Check(path, request.sign(remote.pwd()), remote.pwd(), nominates);
    checks.put(id, check);
    transmit(check, now);
  }

  private void transmit(Check check, long now) {
    boolean once = check.path.socket().isReliable();
    check.nextAt = now + (once ? RELIABLE_LIMIT_NANOS : RETRANSMIT_NANOS << check.sendings);
    check.sendings++;
    output.send(check.request, check.path);
  }

  /** 4 to 6 s, so that terminals don't ask in step (RFC 7675 section 5.1). */
  private long consentPeriod() {
    return (long) (CONSENT_PERIOD_NANOS * (0.8 + 0.4 * random.nextDouble()));
  }

  /**
   * Asks now, and once a second: if a NAT on the way has given us another address, the peer learns
   * it by that, and not only with the next regular check.
   */
  @Override
  public void doubt(long now) {
    if (!running && nextConsentAt - now > 0 && now - lastConsentAt >= DOUBT_PERIOD_NANOS) {
      nextConsentAt = now;
    }
  }

  @Override
  public boolean hasConsent(long now) {
    return agreed && now - agreedAt < CONSENT_NANOS;
  }
}
