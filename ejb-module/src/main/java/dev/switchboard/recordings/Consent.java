package dev.switchboard.recordings;

/** What a party said to being recorded. */
public enum Consent {
  /** It has been asked. */
  ASKED,
  /** It has consented; who asks for a recording does so by asking. */
  CONSENTED,
  /** It said no. */
  DECLINED,
  /** It said nothing in time, or the request was over before. */
  NO_ANSWER,
  /** It took its consent back. */
  WITHDRAWN
}
