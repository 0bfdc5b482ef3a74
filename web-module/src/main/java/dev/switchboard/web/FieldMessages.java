package dev.switchboard.web;

import dev.switchboard.Problem;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;

/** Shows on the page what has become of an action: at a field, or above everything. */
public final class FieldMessages {

  private FieldMessages() {}

  /**
   * Shows each problem at the input of its name in a form, or above the page if there is none.
   *
   * @param form the form's id
   */
  public static void refuse(String form, List<Problem> problems) {
    FacesContext faces = FacesContext.getCurrentInstance();
    for (Problem problem : problems) {
      String sentence = problem.text(faces.getViewRoot().getLocale());
      UIComponent input =
          problem.field().isEmpty()
              ? null
              : faces.getViewRoot().findComponent(form + ":" + problem.field());
      FacesMessage message = new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, sentence);
      if (input instanceof EditableValueHolder holder) {
        holder.setValid(false);
        faces.addMessage(input.getClientId(faces), message);
      } else {
        faces.addMessage(null, message);
      }
    }
    faces.validationFailed();
  }

  /** As {@link #refuse(String, List)}, of one problem. */
  public static void refuse(String form, Problem problem) {
    refuse(form, List.of(problem));
  }

  /** Says on the next page that something is done; {@code key} is one of the bundle's. */
  public static void done(String key, Object... arguments) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts =
        ResourceBundle.getBundle("dev.switchboard.web.messages", faces.getViewRoot().getLocale());
    String said = MessageFormat.format(texts.getString(key), arguments);
    faces.getExternalContext().getFlash().setKeepMessages(true);
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, said, ""));
  }
}
