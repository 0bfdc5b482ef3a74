package dev.switchboard.devices.web;

import dev.switchboard.Problem;
import dev.switchboard.devices.ContactEntry;
import dev.switchboard.devices.ContactId;
import dev.switchboard.devices.Contacts;
import dev.switchboard.devices.NewContacts;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the visitor calls often (S1.10). What is done is done to the contact of parameter {@code
 * contact}.
 */
@Named("contactList")
@RequestScoped
public class ContactsPage {
  private static final String AGAIN = "/contacts.xhtml?faces-redirect=true";

  @Inject private Contacts contacts;
  @Inject private NewContacts newContacts;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String callee = "";
  private String name = "";

  public List<ContactEntry> getAll() {
    return contacts.list(visitor.account(), visitor.getLocale());
  }

  public @Nullable String add() {
    return done("add", newContacts.add(visitor.account(), callee), "contacts.added");
  }

  public @Nullable String rename() {
    return done(
        "rename-form", contacts.rename(visitor.account(), chosen(), name), "contacts.renamed");
  }

  public String remove() {
    contacts.remove(visitor.account(), chosen());
    FieldMessages.done("contacts.removed");
    return AGAIN;
  }

  public String setFavourite() {
    contacts.setFavourite(
        visitor.account(), chosen(), Boolean.parseBoolean(request.getParameter("favourite")));
    return AGAIN;
  }

  /** The address of the page that looks the contact up. */
  public String callAddress(ContactEntry contact) {
    return "/?callee=" + URLEncoder.encode(contact.accountName(), StandardCharsets.UTF_8);
  }

  /** What stands for the contact where there is no picture. */
  public String initial(ContactEntry contact) {
    return new String(Character.toChars(contact.name().codePointAt(0)));
  }

  public String getCallee() {
    return callee;
  }

  public void setCallee(String callee) {
    this.callee = callee;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  /** Whether the dialog has to be open again: it was sent, and yet this page is shown. */
  public boolean isRenaming() {
    return request.getParameter("rename-form") != null;
  }

  public String getChosen() {
    return visitor.id("contact");
  }

  private ContactId chosen() {
    return new ContactId(getChosen());
  }

  private static @Nullable String done(String form, Optional<Problem> refused, String key) {
    if (refused.isPresent()) {
      FieldMessages.refuse(form, refused.get());
      return null;
    }
    FieldMessages.done(key);
    return AGAIN;
  }
}
