package dev.switchboard.system;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Connection;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A form of a page, filled in and sent as a browser would; scripts are all that it lacks. */
final class PageForm {
  private final WebForms visitor;
  private final FormElement form;
  private final Map<String, String> values = new LinkedHashMap<>();

  PageForm(WebForms visitor, FormElement form) {
    this.visitor = visitor;
    this.form = form;
    for (Connection.KeyVal field : form.formData()) {
      values.put(field.key(), field.value());
    }
    // Buttons are sent only when they are pressed.
    form.select("input[type=submit], button").forEach(button -> values.remove(button.attr("name")));
  }

  /**
   * Fills a field in.
   *
   * @param field its name within the form; that of a hidden field as a script would fill it in
   */
  PageForm set(String field, String value) {
    String full = form.id() + ":" + field;
    boolean known = form.selectFirst("[name='" + full + "']") != null;
    values.put(known ? full : field, value);
    return this;
  }

  /** Presses the form's first button that sends it. */
  HttpResponse<String> submit() {
    Element button = form.selectFirst("input[type=submit], button:not([type=button])");
    if (button == null) {
      throw new AssertionError("no button sends " + form.id());
    }
    values.put(button.attr("name"), button.val());
    return visitor.post(URI.create(form.absUrl("action")), values);
  }

  /** As {@link #submit()}, to the page that is shown then. */
  Document submitted() {
    HttpResponse<String> answer = submit();
    return Jsoup.parse(answer.body(), answer.uri().toString());
  }
}
