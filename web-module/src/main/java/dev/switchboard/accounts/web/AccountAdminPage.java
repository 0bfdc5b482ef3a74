package dev.switchboard.accounts.web;

import dev.switchboard.Message;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
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
    DELETE,
    PROMOTE,
    DEMOTE;

    static Optional<Action> of(String key) {
      return Arrays.stream(values()).filter(action -> action.key().equals(key)).findFirst();
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Inject private Administration administration;
  @Inject private AccountSettings settings;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String search = "";

  private @Nullable LazyDataModel<Profile> accounts;

  /** The same each time: the table asks the one that it has loaded how many pages there are. */
  public LazyDataModel<Profile> getAccounts() {
    if (accounts == null) {
      accounts = new Found(administration, this::getSearch);
    }
    return accounts;
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
    AccountId account = new AccountId(visitor.id("account"));
    Optional<Action> action = Action.of(String.valueOf(request.getParameter("what")));
    Optional<Problem> refused;
    try {
      // What none of our buttons asks for is asked of no account.
      refused =
          action
              .map(known -> apply(known, account))
              .orElse(Optional.of(Problem.at("", Message.ACTION_UNKNOWN)));
    } catch (NoSuchElementException e) {
      refused = Optional.of(Problem.at("", Message.ACCOUNT_GONE));
    }
    if (refused.isPresent()) {
      FieldMessages.refuse("accounts", refused.get());
      return null;
    }
    return "/admin/index.xhtml?faces-redirect=true&search="
        + URLEncoder.encode(search, StandardCharsets.UTF_8);
  }

  private Optional<Problem> apply(Action action, AccountId account) {
    AccountId self = visitor.account();
    Optional<Problem> refused = Optional.empty();
    Object told = "";
    switch (action) {
      case RESET -> told = administration.resetPassword(self, account);
      case CONFIRM -> administration.confirmNumber(self, account);
      case ENABLE -> administration.enable(self, account);
      case DISABLE -> refused = administration.disable(self, account);
      case DELETE -> refused = administration.delete(self, account);
      case PROMOTE -> refused = administration.setRole(self, account, Role.ADMIN);
      case DEMOTE -> refused = administration.setRole(self, account, Role.USER);
    }
    if (refused.isEmpty()) {
      FieldMessages.done("admin." + action.key() + ".done", told);
    }
    return refused;
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
    private final transient Supplier<String> search;

    /**
     * @param search asked when rows are read, since the table is there before the page's parameter
     */
    Found(Administration administration, Supplier<String> search) {
      this.administration = administration;
      this.search = search;
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
      return administration.count(search.get());
    }

    @Override
    public List<Profile> load(
        int first, int most, Map<String, SortMeta> sorting, Map<String, FilterMeta> filters) {
      return administration.list(search.get(), first, most);
    }
  }
}
