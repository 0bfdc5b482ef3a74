package dev.switchboard.accounts.web;

import dev.switchboard.Message;
import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountSettings;
import dev.switchboard.accounts.Accounts;
import dev.switchboard.accounts.Attempts;
import dev.switchboard.accounts.BlockedCallers;
import dev.switchboard.accounts.Limit;
import dev.switchboard.accounts.NumberConfirmation;
import dev.switchboard.accounts.NumberConfirmations;
import dev.switchboard.accounts.Passwords;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.Visibility;
import dev.switchboard.web.Cookies;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people decide about their own account. */
@Named("settings")
@RequestScoped
public class SettingsPage {
  private static final String AGAIN = "/settings.xhtml?faces-redirect=true";

  /**
   * Whom one blocks need not be visible to one, or those who hide could not be blocked; so that
   * this is no way to try numbers, it is limited.
   */
  private static final Limit BLOCKS = new Limit("block", 20, Duration.ofHours(1));

  @Inject private Accounts accounts;
  @Inject private AccountSettings accountSettings;
  @Inject private Attempts attempts;
  @Inject private NumberConfirmations confirmations;
  @Inject private BlockedCallers blockedCallers;
  @Inject private Passwords passwords;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private @Nullable Visibility visibility;
  private String code = "";
  private String toBlock = "";
  private String currentPassword = "";
  private String newPassword = "";
  private String deletePassword = "";

  public Profile getAccount() {
    return visitor.getProfile();
  }

  /** Whether the number is to be confirmed by a code that is sent to it. */
  public boolean isCodeNeeded() {
    return confirmations.isNeeded(visitor.account());
  }

  /** Whether it matters to anybody that a number is confirmed. */
  public boolean isConfirmationShown() {
    return accountSettings.confirmation() != NumberConfirmation.NONE;
  }

  public @Nullable String sendCode() {
    return done("send-code", confirmations.sendCode(visitor.account()), "settings.code.sent");
  }

  public @Nullable String confirmNumber() {
    return done(
        "confirm-code", confirmations.confirm(visitor.account(), code), "settings.code.confirmed");
  }

  public String getCode() {
    return code;
  }

  public void setCode(String code) {
    this.code = code;
  }

  public List<Visibility> getVisibilities() {
    return List.of(Visibility.values());
  }

  public Visibility getVisibility() {
    return visibility == null ? visitor.getProfile().visibility() : visibility;
  }

  public void setVisibility(Visibility visibility) {
    this.visibility = visibility;
  }

  public String saveVisibility() {
    accounts.setVisibility(visitor.account(), getVisibility());
    FieldMessages.done("settings.visibility.saved");
    return AGAIN;
  }

  public List<Profile> getBlocked() {
    return blockedCallers.list(visitor.account());
  }

  public @Nullable String block() {
    Optional<Duration> waiting = attempts.admit(BLOCKS, visitor.account().value()).waiting();
    if (waiting.isPresent()) {
      return refuse(
          "block",
          Problem.at("caller", Message.TOO_MANY_ATTEMPTS, Attempts.minutes(waiting.get())));
    }
    Optional<Problem> refused =
        accounts
            .resolve(toBlock)
            .map(caller -> blockedCallers.block(visitor.account(), caller.id()))
            .orElse(Optional.of(Problem.at("caller", Message.ACCOUNT_UNKNOWN)));
    return done("block", refused, "settings.blocked.added");
  }

  public String unblock() {
    blockedCallers.unblock(visitor.account(), new AccountId(visitor.id("caller")));
    FieldMessages.done("settings.blocked.removed");
    return AGAIN;
  }

  public @Nullable String changePassword() {
    String token = Cookies.SESSION.find(request).orElse("");
    return done(
        "password",
        passwords.change(visitor.account(), currentPassword, newPassword, token),
        "settings.password.changed");
  }

  public @Nullable String deleteAccount() {
    Optional<Problem> refused = accounts.delete(visitor.account(), deletePassword);
    if (refused.isPresent()) {
      return refuse("delete-form", refused.get());
    }
    FieldMessages.done("settings.deleted");
    Cookies.SESSION.clear(
        request,
        (HttpServletResponse) FacesContext.getCurrentInstance().getExternalContext().getResponse());
    return "/login.xhtml?faces-redirect=true";
  }

  private static @Nullable String done(String form, Optional<Problem> refused, String key) {
    if (refused.isPresent()) {
      return refuse(form, refused.get());
    }
    FieldMessages.done(key);
    return AGAIN;
  }

  private static @Nullable String refuse(String form, Problem problem) {
    FieldMessages.refuse(form, problem);
    return null;
  }

  /** Whether the dialog has to be open again: it was sent, and yet this page is shown. */
  public boolean isDeletionRefused() {
    return request.getParameter("delete-form") != null;
  }

  public String getToBlock() {
    return toBlock;
  }

  public void setToBlock(String toBlock) {
    this.toBlock = toBlock;
  }

  /** Passwords are never sent back to the browser. */
  public String getCurrentPassword() {
    return "";
  }

  public void setCurrentPassword(String currentPassword) {
    this.currentPassword = currentPassword;
  }

  public String getNewPassword() {
    return "";
  }

  public void setNewPassword(String newPassword) {
    this.newPassword = newPassword;
  }

  public String getDeletePassword() {
    return "";
  }

  public void setDeletePassword(String deletePassword) {
    this.deletePassword = deletePassword;
  }
}
