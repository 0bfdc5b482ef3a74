package dev.switchboard.web;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.ConverterException;
import jakarta.faces.convert.FacesConverter;
import java.util.ResourceBundle;

/**
 * Refuses control characters in every text field of every form: no keyboard sends them in one line,
 * names would look the same that are not, and PostgreSQL stores no NUL. What HTML means something
 * by is plain text to us: pages escape what they show.
 */
@FacesConverter(forClass = String.class)
public class PlainText implements Converter<String> {

  @Override
  public String getAsObject(FacesContext faces, UIComponent component, String typed) {
    if (!isPlain(typed)) {
      String sentence =
          ResourceBundle.getBundle("dev.switchboard.web.messages", faces.getViewRoot().getLocale())
              .getString("field.control-characters");
      throw new ConverterException(
          new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, sentence));
    }
    return typed;
  }

  @Override
  public String getAsString(FacesContext faces, UIComponent component, String value) {
    return value;
  }

  /** Whether a text is made of whole characters that one can see, and spaces. */
  static boolean isPlain(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
