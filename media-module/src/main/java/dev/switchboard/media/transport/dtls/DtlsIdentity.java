package dev.switchboard.media.transport.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * An ECDSA key on P-256 and a certificate signed with itself, made anew at each start: peers know
 * it by the fingerprint in the session description, so nothing has to be kept (RFC 8827 section
 * 6.5).
 */
final class DtlsIdentity {
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final X500Name NAME = new X500Name("CN=Switchboard");

  private final BcTlsCrypto crypto;
  private final AsymmetricCipherKeyPair keys;
  private final Certificate certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(BcTlsCrypto crypto, AsymmetricCipherKeyPair keys, byte[] encoded)
      throws IOException {
    this.crypto = crypto;
    this.keys = keys;
    this.certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
    this.fingerprint = Fingerprint.of(encoded);
  }

  static DtlsIdentity generate(BcTlsCrypto crypto, Instant now) {
    SecureRandom random = crypto.getSecureRandom();
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
    AsymmetricCipherKeyPair keys = generator.generateKeyPair();
    try {
      return new DtlsIdentity(crypto, keys, selfSigned(keys, random, now));
    } catch (IOException | CryptoException e) {
      throw new IllegalStateException("a fresh key can sign", e);
    }
  }

  private static byte[] selfSigned(AsymmetricCipherKeyPair keys, SecureRandom random, Instant now)
      throws IOException, CryptoException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(new BigInteger(63, random).add(BigInteger.ONE)));
    generator.setSignature(algorithm);
    generator.setIssuer(NAME);
    generator.setSubject(NAME);
    // A day back, for peers whose clock is behind.
    generator.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
    generator.setEndDate(new Time(Date.from(now.plus(VALIDITY))));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic()));
    TBSCertificate unsigned = generator.generateTBSCertificate();
    byte[] toSign = unsigned.getEncoded("DER");
    DSADigestSigner signer = new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
    signer.init(true, keys.getPrivate());
    signer.update(toSign, 0, toSign.length);
    DERBitString signature = new DERBitString(signer.generateSignature());
    return new DERSequence(new ASN1Encodable[] {unsigned, algorithm, signature}).getEncoded("DER");
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  TlsCredentialedSigner credentials(TlsContext context) {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        keys.getPrivate(),
        certificate,
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }
}
