package dev.switchboard.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages in which there is a bundle of texts. */
public enum Language {
  ENGLISH(Locale.ENGLISH, "en"),
  /** Simplified characters; the tag names the region so that browsers pick the right glyphs. */
  CHINESE(Locale.CHINESE, "zh-CN");

  private final Locale locale;
  private final String tag;

  Language(Locale locale, String tag) {
    this.locale = locale;
    this.tag = tag;
  }

  public Locale locale() {
    return locale;
  }

  /** The BCP 47 tag for the page's lang attribute. */
  public String tag() {
    return tag;
  }

  /** The short code that the cookie and the account keep: {@code en} or {@code zh}. */
  public String code() {
    return locale.getLanguage();
  }

  /** The language with that code, if we have it. */
  public static Optional<Language> of(String code) {
    return Arrays.stream(values()).filter(l -> l.code().equals(code)).findFirst();
  }

  /** The first of the browser's languages that we have, else English. */
  public static Language preferred(Iterable<Locale> accepted) {
    for (Locale locale : accepted) {
      Optional<Language> language = of(locale.getLanguage());
      if (language.isPresent()) {
        return language.get();
      }
    }
    return ENGLISH;
  }
}
