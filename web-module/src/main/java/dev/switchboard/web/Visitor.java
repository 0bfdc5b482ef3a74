package dev.switchboard.web;

import dev.switchboard.Secrets;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Profile;
import dev.switchboard.calls.CallHistory;
import dev.switchboard.devices.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who looks at the page, in which language and theme: what the template shows around every page.
 */
@Named
@RequestScoped
public class Visitor {
  /** Under this name a request may carry a {@link Language} that no cookie decides. */
  public static final String LANGUAGE = Language.class.getName();

  /** An entry of the navigation. */
  public record Section(String name, String path, String icon) {
    // Accessors in bean style, because EL before version 6 doesn't know records.
    public String getName() {
      return name;
    }

    public String getPath() {
      return path;
    }

    public String getIcon() {
      return icon;
    }
  }

  private static final List<Section> SECTIONS =
      List.of(
          new Section("call", "/", "video"),
          new Section("contacts", "/contacts.xhtml", "people"),
          new Section("history", "/history.xhtml", "clock"),
          new Section("recordings", "/recordings.xhtml", "record"),
          new Section("devices", "/devices.xhtml", "devices"),
          new Section("settings", "/settings.xhtml", "settings"));

  private static final Section ADMIN = new Section("admin", "/admin/index.xhtml", "shield");

  @Inject private HttpServletRequest request;
  @Inject private CallHistory history;

  public boolean isSignedIn() {
    return signedIn().isPresent();
  }

  /**
   * Whether the visitor is signed in and may use everything; with a temporary password one can only
   * change it.
   */
  public boolean isAdmitted() {
    return isSignedIn() && !getProfile().mustChangePassword();
  }

  /** Who is signed in, and on which device. */
  public Optional<SignedIn> signedIn() {
    return Optional.ofNullable((SignedIn) request.getAttribute(SessionMechanism.SIGNED_IN));
  }

  /**
   * The account that is signed in, as it was when the request came.
   *
   * @throws IllegalStateException if nobody is: such a page is to be protected by web.xml
   */
  public Profile getProfile() {
    return signedIn()
        .map(SignedIn::profile)
        .orElseThrow(() -> new IllegalStateException("nobody is signed in"));
  }

  /** The id of the account that is signed in. */
  public AccountId account() {
    return getProfile().id();
  }

  public boolean isAdministrator() {
    return isAdmitted() && getProfile().isAdministrator();
  }

  /**
   * The id that a form carries in a hidden field, for buttons in lists; empty, and so nobody's, if
   * what came is none of ours.
   */
  public String id(String parameter) {
    return Optional.ofNullable(request.getParameter(parameter)).filter(Secrets::isId).orElse("");
  }

  /** The number of missed calls that have not been seen yet. */
  public long getMissed() {
    return history.missed(account());
  }

  public Language getLanguage() {
    return Optional.ofNullable((Language) request.getAttribute(LANGUAGE))
        .or(() -> Cookies.LANGUAGE.find(request).flatMap(Language::of))
        .orElseGet(() -> Language.preferred(Collections.list(request.getLocales())));
  }

  public Locale getLocale() {
    return getLanguage().locale();
  }

  public String getLanguageTag() {
    return getLanguage().tag();
  }

  /** {@code light}, {@code dark}, or empty when the system decides. */
  public String getTheme() {
    return Cookies.THEME
        .find(request)
        .filter(theme -> theme.equals("light") || theme.equals("dark"))
        .orElse("");
  }

  public List<Section> getSections() {
    if (!isAdministrator()) {
      return SECTIONS;
    }
    List<Section> sections = new ArrayList<>(SECTIONS);
    sections.add(ADMIN);
    return sections;
  }

  /** What is to be said above the page: what the last action did, or why it did not. */
  public List<FacesMessage> getNotices() {
    // Not in the page itself: there null would become an empty text.
    return FacesContext.getCurrentInstance().getMessageList(null);
  }

  /** The path and query of the page that the browser shows, to come back to. */
  public String getHere() {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = failed == null ? request.getRequestURI() : failed.toString();
    String query = request.getQueryString();
    return query == null ? path : path + "?" + query;
  }
}
