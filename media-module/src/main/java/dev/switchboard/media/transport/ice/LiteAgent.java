package dev.switchboard.media.transport.ice;

import dev.switchboard.media.transport.path.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ICE-lite agent of a server (RFC 8445 sections 2.5 and 7.3): it never asks, it answers. The
 * first path by which an authentic request came is used until one is nominated; then the latest
 * nominated one, since the controlling peer alone decides and may move.
 */
public final class LiteAgent implements IceAgent {
  /** Our credentials together with the peer's ufrag: who may ask, and under which key. */
  private record Generation(IceCredentials local, String remoteUfrag) {
    boolean isMeantBy(StunMessage request) {
      return request.username().equals(local.ufrag() + ":" + remoteUfrag);
    }
  }

  private final List<IceCandidate> candidates;
  private final SecureRandom random;
  private final Output output;
  private IceCredentials local;
  private @Nullable Generation current;
  private @Nullable Generation previous;
  private @Nullable Path selected;
  private boolean asked;
  private long lastAskedAt;

  public LiteAgent(List<IceCandidate> candidates, SecureRandom random, Output output) {
    this.candidates = candidates;
    this.random = random;
    this.output = output;
    this.local = IceCredentials.random(random);
  }

  @Override
  public IceParameters local() {
    return new IceParameters(local.ufrag(), local.pwd(), candidates);
  }

  @Override
  public IceParameters restart() {
    local = IceCredentials.random(random);
    return local();
  }

  @Override
  public void begin(String remoteUfrag, String remotePwd, long now) {
    if (current != null && current.local() != local) {
      // The peer uses the old credentials until our answer with the new ones has reached it.
      previous = current;
    }
    current = new Generation(local, remoteUfrag);
  }

  @Override
  public StunStatus receive(StunMessage request, Path source, long now) {
    if (!request.isRequest()) {
      return StunStatus.UNEXPECTED;
    }
    if (request.isFingerprintWrong()) {
      return StunStatus.BAD_FINGERPRINT;
    }
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
    asked = true;
    lastAskedAt = now;
    select(generation, request.nominates(), source);
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

  private void select(Generation generation, boolean nominated, Path source) {
    if (nominated && generation.equals(current)) {
      previous = null;
    }
    if ((nominated || selected == null) && !source.equals(selected)) {
      selected = source;
      output.selected(source);
    }
  }

  /** The next authentic request, from wherever, tells where the peer is. */
  @Override
  public void lost(Path path) {
    if (path.equals(selected)) {
      selected = null;
    }
  }

  @Override
  public void tick(long now) {}

  @Override
  public boolean hasConsent(long now) {
    return asked && now - lastAskedAt < CONSENT_NANOS;
  }
}
