package dev.switchboard.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.ResourceBundle;
import java.util.TreeSet;

/**
 * The texts that a page's scripts need, in the visitor's language:
 *
 * <pre>{@code <script type="application/json" id="texts"><h:outputText
 *   value="#{clientTexts.under('call')}" escape="false"/></script>}</pre>
 */
@Named
@RequestScoped
public class ClientTexts {

  @Inject private Visitor visitor;

  /** A JSON object of all texts whose key begins with {@code prefix.}, without that prefix. */
  public String under(String prefix) {
    ResourceBundle texts =
        ResourceBundle.getBundle("dev.switchboard.web.messages", visitor.getLocale());
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (String key : new TreeSet<>(texts.keySet())) {
      if (key.startsWith(prefix + ".")) {
        json.add(key.substring(prefix.length() + 1), texts.getString(key));
      }
    }
    // Inside a script element nothing may look like its end.
    return json.build().toString().replace("<", "\\u003c");
  }
}
