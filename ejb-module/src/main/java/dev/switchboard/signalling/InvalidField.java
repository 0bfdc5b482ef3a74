package dev.switchboard.signalling;

/** A record was given a value that the protocol doesn't allow. */
public final class InvalidField extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;

  InvalidField(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The field's name on the wire. */
  public String field() {
    return field;
  }
}
