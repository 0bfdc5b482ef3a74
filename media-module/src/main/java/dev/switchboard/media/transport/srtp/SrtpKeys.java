package dev.switchboard.media.transport.srtp;

import java.util.Arrays;

/**
 * The master keys and salts of one association, one pair for each direction. A class and not a
 * record, so that nothing prints them.
 */
public final class SrtpKeys {
  private final SrtpProfile profile;
  private final byte[] localKey;
  private final byte[] localSalt;
  private final byte[] remoteKey;
  private final byte[] remoteSalt;

  private SrtpKeys(SrtpProfile profile, byte[] local, byte[] remote) {
    this.profile = profile;
    this.localKey = Arrays.copyOf(local, SrtpProfile.KEY_LENGTH);
    this.localSalt = Arrays.copyOfRange(local, SrtpProfile.KEY_LENGTH, local.length);
    this.remoteKey = Arrays.copyOf(remote, SrtpProfile.KEY_LENGTH);
    this.remoteSalt = Arrays.copyOfRange(remote, SrtpProfile.KEY_LENGTH, remote.length);
  }

  /** How many bytes of keying material {@link #ofExported} takes. */
  public static int exportedLength(SrtpProfile profile) {
    return 2 * (SrtpProfile.KEY_LENGTH + profile.saltLength());
  }

  /**
   * Splits what the DTLS exporter gave (RFC 5764 section 4.2): client key, server key, client salt,
   * server salt.
   */
  public static SrtpKeys ofExported(SrtpProfile profile, byte[] exported, boolean weAreDtlsServer) {
    int key = SrtpProfile.KEY_LENGTH;
    int salt = profile.saltLength();
    byte[] client = new byte[key + salt];
    byte[] server = new byte[key + salt];
    System.arraycopy(exported, 0, client, 0, key);
    System.arraycopy(exported, key, server, 0, key);
    System.arraycopy(exported, 2 * key, client, key, salt);
    System.arraycopy(exported, 2 * key + salt, server, key, salt);
    return weAreDtlsServer
        ? new SrtpKeys(profile, server, client)
        : new SrtpKeys(profile, client, server);
  }

  public SrtpProfile profile() {
    return profile;
  }

  /** Protects what we send. */
  public SrtpSender sender() {
    return new SrtpSender(profile.transform(localKey, localSalt));
  }

  /** Opens what the peer sends. */
  public SrtpReceiver receiver() {
    return new SrtpReceiver(profile.transform(remoteKey, remoteSalt));
  }
}
