package dev.switchboard.media.transport.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A STUN binding message that was received (RFC 8489 section 5). It is well-formed; whether it is
 * authentic only {@link #isAuthentic} tells.
 *
 * <pre>
 *  0                   1                   2                   3
 * |0 0|     message type          |    length of the attributes   |
 * |                    magic cookie 0x2112A442                    |
 * |                  transaction id (96 bits)                     |
 * | attribute type                | length of the value           |
 * | value, padded to 32 bits ...
 * </pre>
 */
public final class StunMessage {
  /** How many attributes that we don't know an error response lists at most. */
  private static final int REPORTED_UNKNOWN = 16;

  /** RFC 8445 section 5.3. */
  private static final int LONGEST_UFRAG = 256;

  private final byte[] bytes;
  private final int type;
  private final TransactionId transactionId;
  private String username = "";
  private boolean useCandidate;
  private boolean hasPriority;
  private boolean controlled;
  private boolean fingerprintWrong;
  private OptionalInt errorCode = OptionalInt.empty();
  private Optional<InetSocketAddress> mappedAddress = Optional.empty();
  private int integrityOffset = -1;
  private final List<Integer> unknownAttributes = new ArrayList<>();

  private StunMessage(byte[] bytes, int type, TransactionId transactionId) {
    this.bytes = bytes;
    this.type = type;
    this.transactionId = transactionId;
  }

  /**
   * What {@link #localUfrag} of a message will be, or an empty text if it has none, found without a
   * copy: anybody can send what looks like STUN, and only a ufrag that is known is worth more work.
   * Empty if it has no header of STUN.
   */
  public static Optional<String> peekLocalUfrag(byte[] buffer, int length) {
    ByteBuffer in = ByteBuffer.wrap(buffer, 0, length);
    if (!hasHeader(in)) {
      return Optional.empty();
    }
    in.position(Stun.HEADER_LENGTH);
    while (in.hasRemaining()) {
      int attribute = in.getShort() & 0xFFFF;
      int valueLength = in.getShort() & 0xFFFF;
      if (Stun.padded(valueLength) > in.remaining()) {
        return Optional.of("");
      }
      if (attribute == Stun.USERNAME) {
        return Optional.of(beforeColon(buffer, in.position(), valueLength));
      }
      in.position(in.position() + Stun.padded(valueLength));
    }
    return Optional.of("");
  }

  private static String beforeColon(byte[] buffer, int offset, int length) {
    for (int i = 0; i < Math.min(length, LONGEST_UFRAG + 1); i++) {
      if (buffer[offset + i] == ':') {
        return new String(buffer, offset, i, UTF_8);
      }
    }
    return "";
  }

  /** Whether a whole message begins at 0, by its first 20 bytes and its length. */
  private static boolean hasHeader(ByteBuffer in) {
    if (in.limit() < Stun.HEADER_LENGTH) {
      return false;
    }
    int attributes = in.getShort(2) & 0xFFFF;
    return (in.getShort(0) & 0xC000) == 0
        && in.getInt(4) == Stun.MAGIC_COOKIE
        && (attributes & 3) == 0
        && attributes == in.limit() - Stun.HEADER_LENGTH;
  }

  /**
   * Reads {@code buffer[offset, offset + length)}, of which it takes a copy; empty if malformed.
   */
  public static Optional<StunMessage> parse(byte[] buffer, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(Arrays.copyOfRange(buffer, offset, offset + length));
    if (!hasHeader(in)) {
      return Optional.empty();
    }
    int type = in.getShort(0) & 0xFFFF;
    StunMessage message = new StunMessage(in.array(), type, TransactionId.read(in, 8));
    in.position(Stun.HEADER_LENGTH);
    return message.readAttributes(in) ? Optional.of(message) : Optional.empty();
  }

  private boolean readAttributes(ByteBuffer in) {
    while (in.hasRemaining()) {
      int start = in.position();
      int attribute = in.getShort() & 0xFFFF;
      int length = in.getShort() & 0xFFFF;
      if (Stun.padded(length) > in.remaining()) {
        return false;
      }
      ByteBuffer value = in.slice(in.position(), length);
      in.position(in.position() + Stun.padded(length));
      // What follows MESSAGE-INTEGRITY is not protected; all of it but FINGERPRINT is ignored.
      boolean counts = integrityOffset < 0 || attribute == Stun.FINGERPRINT;
      if (counts && !read(attribute, value, start)) {
        return false;
      }
      if (attribute == Stun.FINGERPRINT && in.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  /** Takes one attribute; false if its value can't be one. */
  private boolean read(int attribute, ByteBuffer value, int start) {
    int length = value.remaining();
    switch (attribute) {
      case Stun.USERNAME -> username = UTF_8.decode(value).toString();
      case Stun.USE_CANDIDATE -> useCandidate = true;
      case Stun.PRIORITY -> {
        hasPriority = true;
        return length == Integer.BYTES;
      }
      case Stun.ICE_CONTROLLING -> {
        return length == Long.BYTES;
      }
      case Stun.ICE_CONTROLLED -> {
        controlled = true;
        return length == Long.BYTES;
      }
      case Stun.ERROR_CODE -> {
        if (length < Integer.BYTES) {
          return false;
        }
        errorCode = OptionalInt.of((value.get(2) & 7) * 100 + (value.get(3) & 0x7F));
      }
      case Stun.XOR_MAPPED_ADDRESS -> {
        mappedAddress = readAddress(value);
        return mappedAddress.isPresent();
      }
      case Stun.MESSAGE_INTEGRITY -> {
        integrityOffset = start;
        return length == Stun.INTEGRITY_LENGTH;
      }
      case Stun.FINGERPRINT -> {
        if (length != Stun.FINGERPRINT_LENGTH) {
          return false;
        }
        fingerprintWrong = value.getInt(0) != Stun.fingerprint(bytes, 0, start);
      }
      default -> {
        if (attribute < Stun.FIRST_OPTIONAL && unknownAttributes.size() < REPORTED_UNKNOWN) {
          unknownAttributes.add(attribute);
        }
      }
    }
    return true;
  }

  /** RFC 8489 section 14.2: a zero byte, family, port and address, the last two xor-ed. */
  private Optional<InetSocketAddress> readAddress(ByteBuffer value) {
    if (value.remaining() != 8 && value.remaining() != 20) {
      return Optional.empty();
    }
    int family = value.get(1);
    byte[] address = new byte[value.remaining() - 4];
    if (family != (address.length == 4 ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6)) {
      return Optional.empty();
    }
    value.get(4, address);
    for (int i = 0; i < address.length; i++) {
      address[i] ^= bytes[4 + i];
    }
    int port = (value.getShort(2) & 0xFFFF) ^ (Stun.MAGIC_COOKIE >>> 16);
    try {
      return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }

  public boolean isRequest() {
    return type == Stun.BINDING_REQUEST;
  }

  public boolean isSuccess() {
    return type == Stun.BINDING_SUCCESS;
  }

  /** Whether there is a FINGERPRINT, and it is wrong. */
  public boolean isFingerprintWrong() {
    return fingerprintWrong;
  }

  /** What is before the colon of the USERNAME of a request: the ufrag of who is asked. */
  public String localUfrag() {
    int colon = username.indexOf(':');
    return colon < 0 ? "" : username.substring(0, colon);
  }

  /** The USERNAME, or an empty text. */
  public String username() {
    return username;
  }

  /** The error of an error response, 300 to 699. */
  public OptionalInt errorCode() {
    return errorCode;
  }

  /** The address from which the other side saw our request come. */
  public Optional<InetSocketAddress> mappedAddress() {
    return mappedAddress;
  }

  boolean hasIntegrity() {
    return integrityOffset >= 0;
  }

  boolean hasPriority() {
    return hasPriority;
  }

  boolean nominates() {
    return useCandidate;
  }

  boolean claimsControlled() {
    return controlled;
  }

  /** Attributes that must be understood and are not. */
  List<Integer> unknownAttributes() {
    return unknownAttributes;
  }

  TransactionId transactionId() {
    return transactionId;
  }

  /**
   * Whether the MESSAGE-INTEGRITY is that of {@code pwd} (RFC 8489 section 14.5): the sum covers
   * all before it, with a header whose length ends at it.
   */
  public boolean isAuthentic(String pwd) {
    if (integrityOffset < 0) {
      return false;
    }
    byte[] header = Arrays.copyOf(bytes, Stun.HEADER_LENGTH);
    int valueOffset = integrityOffset + Stun.ATTRIBUTE_HEADER_LENGTH;
    int end = valueOffset + Stun.INTEGRITY_LENGTH;
    ByteBuffer.wrap(header).putShort(2, (short) (end - Stun.HEADER_LENGTH));
    byte[] sum =
        Stun.integrity(
            pwd.getBytes(UTF_8),
            header,
            bytes,
            Stun.HEADER_LENGTH,
            integrityOffset - Stun.HEADER_LENGTH);
    return MessageDigest.isEqual(sum, Arrays.copyOfRange(bytes, valueOffset, end));
  }
}
