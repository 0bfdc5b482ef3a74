package dev.switchboard.accounts;

/**
 * What somebody sends to register, unchecked.
 *
 * @param name field {@code name}
 * @param number field {@code number}, in any spelling
 * @param password field {@code password}
 * @param token field {@code token}: the set-up token, or empty
 * @param language {@code en} or {@code zh}
 */
public record RegistrationForm(
    String name, String number, String password, String token, String language) {
  /** Without the secrets. */
  @Override
  public String toString() {
    return "RegistrationForm[" + name + "]";
  }
}
