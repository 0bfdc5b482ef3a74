package dev.switchboard.web;

import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.component.visit.VisitContext;
import jakarta.faces.component.visit.VisitResult;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.SystemEvent;
import jakarta.faces.event.SystemEventListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ties the hint and the error of {@code <sb:field>} to its input, for those who hear the page:
 * {@code aria-describedby} names both, {@code aria-invalid} says that the value was refused (WCAG
 * 3.3.1).
 */
public class FieldDescriptions implements SystemEventListener {

  @Override
  public void processEvent(SystemEvent event) {
    UIViewRoot view = (UIViewRoot) event.getSource();
    view.visitTree(
        VisitContext.createVisitContext(FacesContext.getCurrentInstance()),
        (context, component) -> {
          if (component instanceof EditableValueHolder input) {
            describe(context.getFacesContext(), component, input);
          }
          return VisitResult.ACCEPT;
        });
  }

  private static void describe(
      FacesContext faces, UIComponent component, EditableValueHolder input) {
    UIComponent hint = beside(component, "-hint");
    UIComponent error = beside(component, "-error");
    StringBuilder ids = new StringBuilder();
    if (hint != null && hint.isRendered()) {
      ids.append(hint.getClientId(faces));
    }
    if (error != null) {
      ids.append(ids.isEmpty() ? "" : " ").append(error.getClientId(faces));
    }
    Map<String, Object> attributes = component.getPassThroughAttributes(true);
    if (!ids.isEmpty()) {
      attributes.put("aria-describedby", ids.toString());
    }
    if (input.isValid()) {
      attributes.remove("aria-invalid");
    } else {
      attributes.put("aria-invalid", "true");
    }
  }

  private static @Nullable UIComponent beside(UIComponent component, String suffix) {
    return component.getId() == null ? null : component.findComponent(component.getId() + suffix);
  }

  @Override
  public boolean isListenerForSource(Object source) {
    return source instanceof UIViewRoot;
  }
}
