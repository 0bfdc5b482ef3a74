package dev.switchboard.media.transport.dtls;

import dev.switchboard.media.transport.srtp.SrtpKeys;
import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.time.Duration;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * What both roles of one handshake share: our rules, and what comes of it. DTLS 1.2 only;
 * Chromium's offer of 1.3 is answered with it.
 */
final class Handshake {
  static final ProtocolVersion[] VERSIONS = {ProtocolVersion.DTLSv12};

  /** Our certificate is ECDSA; forward secrecy and authenticated encryption only. */
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  /**
   * First wait for an answer; short, because a lost flight delays the picture. Doubled each time.
   */
  static final int RESEND_MILLIS = 250;

  private final DtlsIdentity identity;
  private final Fingerprint remote;
  private final Duration deadline;
  private final DtlsSession.Listener listener;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private boolean impostor;

  Handshake(
      DtlsIdentity identity, Fingerprint remote, Duration deadline, DtlsSession.Listener listener) {
    this.identity = identity;
    this.remote = remote;
    this.deadline = deadline;
    this.listener = listener;
  }

  DtlsIdentity identity() {
    return identity;
  }

  int deadlineMillis() {
    return Math.toIntExact(deadline.toMillis());
  }

  /** Refuses a peer that is not the one of the session description. */
  void verify(Certificate chain) throws IOException {
    if (chain.isEmpty() || !remote.matches(chain.getCertificateAt(0).getEncoded())) {
      impostor = true;
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate, "the certificate does not match the fingerprint");
    }
  }

  /** Whether {@link #verify} has refused the peer. */
  boolean isImpostor() {
    return impostor;
  }

  void selected(SrtpProfile selected) {
    profile = selected;
  }

  /** To be called when the handshake is complete, while the secrets are still there. */
  void export(TlsContext context) {
    SrtpProfile agreed = profile;
    if (agreed != null) {
      byte[] exported =
          context.exportKeyingMaterial(
              ExporterLabel.dtls_srtp, null, SrtpKeys.exportedLength(agreed));
      keys = SrtpKeys.ofExported(agreed, exported, context.isServer());
    }
  }

  SrtpKeys keys() throws IOException {
    if (keys == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }
    return keys;
  }

  void alertReceived(short description) {
    if (description == AlertDescription.close_notify) {
      listener.closedByPeer("closed by the peer");
    }
  }
}
