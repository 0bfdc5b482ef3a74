package dev.switchboard;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Why something was refused, in words for the one who asked. The texts are in {@code
 * dev/switchboard/messages*.properties}, in English and Chinese.
 */
public enum Message {
  /** The name has characters, or a length, that names don't have. Arguments: least, most. */
  NAME_INVALID("registration.name.invalid"),
  /** Another account has that name. */
  NAME_TAKEN("registration.name.taken"),
  /** The text is no phone number that exists in a numbering plan. */
  NUMBER_INVALID("registration.number.invalid"),
  /** Another account has that number. */
  NUMBER_TAKEN("registration.number.taken"),
  /** Argument: the least number of characters. */
  PASSWORD_SHORT("registration.password.short"),
  /** Argument: the largest number of characters. */
  PASSWORD_LONG("registration.password.long"),
  /** Easily guessed: a common one, the account's own name or number, a few characters again. */
  PASSWORD_WEAK("registration.password.weak"),
  /** The new password is the old one. */
  PASSWORD_SAME("password.same"),
  /** The current password, asked for once more, was wrong. */
  PASSWORD_WRONG("password.wrong"),
  /** The set-up token is none, or has been used. */
  TOKEN_INVALID("registration.token.invalid"),
  /** Too many attempts; argument: whole minutes to wait, at least 1. */
  TOO_MANY_ATTEMPTS("attempts.too-many"),
  /** No such account, wrong password, or disabled: they can't be told apart. */
  LOGIN_REFUSED("login.refused"),
  /** Too many wrong log-ins; argument: whole minutes to wait, at least 1. */
  LOGIN_LOCKED("login.locked"),
  /** The only administrator can't go, or nobody could administer. */
  LAST_ADMINISTRATOR("account.last-administrator"),
  /** Something that none of the page's buttons asks for. */
  ACTION_UNKNOWN("action.unknown"),
  /** An administrator's action on an account that was deleted meanwhile. */
  ACCOUNT_GONE("account.gone"),
  /** No account with that name or number, as far as this person may know. */
  ACCOUNT_UNKNOWN("account.unknown"),
  /** One can't be one's own contact, or block oneself. */
  ACCOUNT_OWN("account.own"),
  /** The code is wrong or has expired. */
  CODE_WRONG("confirmation.code.wrong"),
  /** The text message that brings a code; the one message that refuses nothing. Argument: it. */
  CODE_TEXT("confirmation.code.text"),
  /** No such device, or somebody else's. */
  DEVICE_UNKNOWN("device.unknown"),
  /** A device's name is empty or too long; argument: the largest number of characters. */
  DEVICE_NAME_INVALID("device.name.invalid"),
  /** No TV shows that pairing code, or not any more. */
  PAIRING_CODE_WRONG("pairing.code.wrong"),
  /** The address at which a browser would be woken is of no push service that is allowed. */
  PUSH_ENDPOINT_REFUSED("push.endpoint.refused"),
  /** What a browser sent as its key, or its secret, is none. */
  PUSH_KEY_INVALID("push.key.invalid"),
  /** A contact's name is empty or too long; argument: the largest number of characters. */
  CONTACT_NAME_INVALID("contact.name.invalid"),
  /** Nobody's device can be shown to this caller: no such account, hidden or blocked (S1.4). */
  LOOK_UP_UNKNOWN("look-up.unknown"),
  /** The account may be seen, but has no device that could be called. */
  LOOK_UP_NO_DEVICE("look-up.no-device"),
  /** The device that was chosen has been removed since it was looked up. */
  LOOK_UP_DEVICE_GONE("look-up.device-gone"),
  /** The callee is of a server that we have no way to. Argument: the server's name. */
  LOOK_UP_SERVER_UNKNOWN("look-up.server-unknown"),
  /** Too many look-ups; argument: whole seconds to wait, at least 1. */
  LOOK_UP_TOO_MANY("look-up.too-many");

  private static final String BUNDLE = "dev.switchboard.messages";

  private final String key;

  Message(String key) {
    this.key = key;
  }

  /** The key in the bundle. */
  public String key() {
    return key;
  }

  /** The sentence in a language; in English if we don't have that one. */
  public String text(Locale locale, List<?> arguments) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            Message.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    return new MessageFormat(bundle.getString(key), locale).format(arguments.toArray());
  }
}
