package dev.switchboard.devices.push;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The one key pair by which push services know all nodes of this server (RFC 8292). */
@Entity
@Table(name = "push_server_keys")
class ServerKey {
  /** The id of the only row: of two nodes that make it at once, one fails. */
  static final int ONLY = 1;

  @Id private int id;

  /** PKCS 8 in base64. */
  @Column(name = "private_key")
  private String privateKey;

  /** X.509 SubjectPublicKeyInfo in base64. */
  @Column(name = "public_key")
  private String publicKey;

  /** For JPA. */
  protected ServerKey() {}

  ServerKey(KeyPair pair) {
    this.id = ONLY;
    this.privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    this.publicKey = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  KeyPair pair() {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of Web Push can't be read", e);
    }
  }
}
