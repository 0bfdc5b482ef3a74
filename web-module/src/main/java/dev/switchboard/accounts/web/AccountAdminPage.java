package dev.switchboard.accounts.web;

import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.AccountSettings;
import dev.switchboard.accounts.Administration;
import dev.switchboard.accounts.NumberConfirmation;
import dev.switchboard.accounts.Profile;
import dev.switchboard.accounts.Role;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The accounts of this server, for its administrators (web.xml keeps all others away). */
@Named("accountAdmin")
@RequestScoped
public class AccountAdminPage {

  /** What can be done with an account; the names are those of the dialogs and texts. */
  enum Action {
    RESET,
    CONFIRM,
    DISABLE,
    ENABLE,
    PROMOTE,
    DEMOTE
  }

  @Inject private Administration administration;
  @Inject private AccountSettings settings;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String search = "";

  public LazyDataModel<Profile> getAccounts() {
    return new Found(administration, search);
  }

  /** Whether it matters to anybody that a number is confirmed. */
  public boolean isConfirmationShown() {
    return settings.confirmation() != NumberConfirmation.NONE;
  }

  public boolean isOwn(Profile account) {
    return account.id().equals(visitor.account());
  }

  /** Does with the account of parameter {@code account} what parameter {@code what} says. */
  public @Nullable String apply() {
    Action action = Action.valueOf(request.getParameter("what").toUpperCase(Locale.ROOT));
    AccountId self = visitor.account();
    AccountId account = new AccountId(request.getParameter("account"));
    Optional<Problem> refused =
        switch (action) {
          case RESET -> {
            FieldMessages.done("admin.reset.done", administration.resetPassword(self, account));
            yield Optional.empty();
          }
          case CONFIRM -> {
            administration.confirmNumber(self, account);
            yield Optional.empty();
          }
          case ENABLE -> {
            administration.enable(self, account);
            yield Optional.empty();
          }
          case DISABLE -> administration.disable(self, account);
          case PROMOTE -> administration.setRole(self, account, Role.ADMIN);
          case DEMOTE -> administration.setRole(self, account, Role.USER);
        };
    if (refused.isPresent()) {
      FieldMessages.refuse("accounts", refused.get());
      return null;
    }
    if (action != Action.RESET) {
      FieldMessages.done("admin." + action.name().toLowerCase(Locale.ROOT) + ".done");
    }
    return "/admin/index.xhtml?faces-redirect=true&search="
        + URLEncoder.encode(search, StandardCharsets.UTF_8);
  }

  public String getSearch() {
    return search;
  }

  public void setSearch(@Nullable String search) {
    this.search = search == null ? "" : search;
  }

  /** Reads what the table shows. */
  private static final class Found extends LazyDataModel<Profile> {
    private static final long serialVersionUID = 1L;

    private final transient Administration administration;
    private final String search;

    Found(Administration administration, String search) {
      this.administration = administration;
      this.search = search;
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return administration.count(search);
    }

    @Override
    public List<Profile> load(
        int first, int most, Map<String, SortMeta> sorting, Map<String, FilterMeta> filters) {
      return administration.list(search, first, most);
    }
  }
}
