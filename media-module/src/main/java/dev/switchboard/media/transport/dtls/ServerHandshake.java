package dev.switchboard.media.transport.dtls;

import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.stream.IntStream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Our rules where the peer is the DTLS client: we choose the profile, and want its certificate. */
final class ServerHandshake extends DefaultTlsServer {
  private final Handshake handshake;

  ServerHandshake(Handshake handshake) {
    super(handshake.identity().crypto());
    this.handshake = handshake;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return Handshake.VERSIONS;
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return Handshake.CIPHER_SUITES;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return handshake.deadlineMillis();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Handshake.RESEND_MILLIS;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return handshake.identity().credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
    handshake.verify(clientCertificate);
  }

  @Override
  @SuppressWarnings("JdkObsolete") // Bouncy Castle's own type
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
    int[] ids = offered == null ? new int[0] : offered.getProtectionProfiles();
    for (SrtpProfile ours : SrtpProfile.values()) {
      if (IntStream.of(ids).anyMatch(id -> id == ours.id())) {
        handshake.selected(ours);
        TlsSRTPUtils.addUseSRTPExtension(
            serverExtensions, new UseSRTPData(new int[] {ours.id()}, TlsUtils.EMPTY_BYTES));
        return;
      }
    }
    throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    handshake.export(context);
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    handshake.alertReceived(description);
  }
}
