package dev.switchboard.media.transport.dtls;

import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** Our rules where we are the DTLS client. */
final class ClientHandshake extends DefaultTlsClient {
  private final Handshake handshake;
  private final List<SrtpProfile> offered;

  ClientHandshake(Handshake handshake, List<SrtpProfile> offered) {
    super(handshake.identity().crypto());
    this.handshake = handshake;
    this.offered = offered;
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
  @SuppressWarnings({"JdkObsolete", "unchecked"}) // Bouncy Castle's own type
  public Hashtable getClientExtensions() throws IOException {
    Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
    int[] ids = offered.stream().mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, TlsUtils.EMPTY_BYTES));
    return extensions;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // Bouncy Castle's own type
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
    int[] ids = chosen == null ? new int[0] : chosen.getProtectionProfiles();
    SrtpProfile profile = ids.length == 1 ? SrtpProfile.ofId(ids[0]).orElse(null) : null;
    if (profile == null || !offered.contains(profile)) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no common SRTP profile");
    }
    handshake.selected(profile);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        handshake.verify(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return handshake.identity().credentials(context);
      }
    };
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
