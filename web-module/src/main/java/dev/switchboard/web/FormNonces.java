package dev.switchboard.web;

import jakarta.faces.component.UIForm;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.component.html.HtmlOutputText;
import jakarta.faces.component.visit.VisitContext;
import jakarta.faces.component.visit.VisitResult;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.SystemEvent;
import jakarta.faces.event.SystemEventListener;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.primefaces.context.PrimeFacesContext;

/**
 * Puts the nonce of the content policy into every form. PrimeFaces asks for it when a form comes
 * back, and its own script, which would put it there, is only on pages with its tables.
 */
public class FormNonces implements SystemEventListener {

  @Override
  public void processEvent(SystemEvent event) {
    UIViewRoot view = (UIViewRoot) event.getSource();
    FacesContext faces = FacesContext.getCurrentInstance();
    String field =
        "<input type=\"hidden\" name=\"primefaces.nonce\" value=\"%s\"/>"
            .formatted(PrimeFacesContext.getCspState(faces).getNonce());
    Set<UIForm> forms = Collections.newSetFromMap(new IdentityHashMap<>());
    view.visitTree(
        VisitContext.createVisitContext(faces),
        (context, component) -> {
          // A form in a repetition is visited once for each round.
          if (component instanceof UIForm form && forms.add(form)) {
            HtmlOutputText input = new HtmlOutputText();
            input.setEscape(false);
            input.setValue(field);
            input.setTransient(true);
            form.getChildren().add(input);
          }
          return VisitResult.ACCEPT;
        });
  }

  @Override
  public boolean isListenerForSource(Object source) {
    return source instanceof UIViewRoot;
  }
}
