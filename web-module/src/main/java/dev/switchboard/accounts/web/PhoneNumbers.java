package dev.switchboard.accounts.web;

import dev.switchboard.accounts.PhoneNumber;

/** The pages' function {@code sb:international}: one way to write a number, wherever it stands. */
public final class PhoneNumbers {
  private PhoneNumbers() {}

  /**
   * As {@code +41 44 668 18 00}.
   *
   * @param e164 empty for somebody whose number is not known; the result is then empty, too
   */
  public static String international(String e164) {
    return e164.isEmpty() ? "" : new PhoneNumber(e164).international();
  }
}
