package dev.switchboard.media.transport.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Writes one STUN message, attribute by attribute; {@link #sign} is the end of it. */
final class StunWriter {
  private static final int CAPACITY = 1024;

  private final ByteBuffer out = ByteBuffer.allocate(CAPACITY);

  private StunWriter(int type, TransactionId transactionId) {
    out.putShort((short) type).putShort((short) 0).putInt(Stun.MAGIC_COOKIE);
    transactionId.write(out);
  }

  static StunWriter request(TransactionId transactionId) {
    return new StunWriter(Stun.BINDING_REQUEST, transactionId);
  }

  static StunWriter success(TransactionId transactionId) {
    return new StunWriter(Stun.BINDING_SUCCESS, transactionId);
  }

  static StunWriter error(TransactionId transactionId, int code, String reason) {
    StunWriter writer = new StunWriter(Stun.BINDING_ERROR, transactionId);
    byte[] text = reason.getBytes(UTF_8);
    writer.attribute(Stun.ERROR_CODE, Integer.BYTES + text.length);
    writer.out.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100)).put(text);
    writer.pad();
    return writer;
  }

  StunWriter username(String username) {
    byte[] text = username.getBytes(UTF_8);
    attribute(Stun.USERNAME, text.length);
    out.put(text);
    pad();
    return this;
  }

  StunWriter priority(long priority) {
    attribute(Stun.PRIORITY, Integer.BYTES);
    out.putInt((int) priority);
    return this;
  }

  StunWriter useCandidate() {
    attribute(Stun.USE_CANDIDATE, 0);
    return this;
  }

  StunWriter controlling(long tieBreaker) {
    attribute(Stun.ICE_CONTROLLING, Long.BYTES);
    out.putLong(tieBreaker);
    return this;
  }

  StunWriter controlled(long tieBreaker) {
    attribute(Stun.ICE_CONTROLLED, Long.BYTES);
    out.putLong(tieBreaker);
    return this;
  }

  StunWriter unknownAttributes(List<Integer> attributes) {
    attribute(Stun.UNKNOWN_ATTRIBUTES, attributes.size() * Short.BYTES);
    attributes.forEach(each -> out.putShort(each.shortValue()));
    pad();
    return this;
  }

  StunWriter xorMappedAddress(InetSocketAddress mapped) {
    byte[] address = mapped.getAddress().getAddress();
    attribute(Stun.XOR_MAPPED_ADDRESS, 4 + address.length);
    out.put((byte) 0).put((byte) (address.length == 4 ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6));
    out.putShort((short) (mapped.getPort() ^ (Stun.MAGIC_COOKIE >>> 16)));
    for (int i = 0; i < address.length; i++) {
      out.put((byte) (address[i] ^ out.get(4 + i)));
    }
    return this;
  }

  /** Adds MESSAGE-INTEGRITY under {@code pwd} and FINGERPRINT; the finished message. */
  byte[] sign(String pwd) {
    int start = out.position();
    setLength(start + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.INTEGRITY_LENGTH);
    byte[] header = Arrays.copyOf(out.array(), Stun.HEADER_LENGTH);
    int attributes = start - Stun.HEADER_LENGTH;
    byte[] sum =
        Stun.integrity(pwd.getBytes(UTF_8), header, out.array(), Stun.HEADER_LENGTH, attributes);
    attribute(Stun.MESSAGE_INTEGRITY, Stun.INTEGRITY_LENGTH);
    out.put(sum);
    int end = out.position();
    setLength(end + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.FINGERPRINT_LENGTH);
    int fingerprint = Stun.fingerprint(out.array(), 0, end);
    attribute(Stun.FINGERPRINT, Stun.FINGERPRINT_LENGTH);
    out.putInt(fingerprint);
    return Arrays.copyOf(out.array(), out.position());
  }

  private void attribute(int attribute, int length) {
    out.putShort((short) attribute).putShort((short) length);
  }

  private void pad() {
    out.position(Stun.padded(out.position()));
  }

  private void setLength(int end) {
    out.putShort(2, (short) (end - Stun.HEADER_LENGTH));
  }
}
