package dev.switchboard.devices.web;

import dev.switchboard.Problem;
import dev.switchboard.accounts.RemoteAddress;
import dev.switchboard.devices.PairingLookUp;
import dev.switchboard.devices.Pairings;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.SameServer;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phone's part of a pairing (S2.1): finds the TV by the code that was typed or scanned, shows
 * which one it is, and confirms it under a name.
 */
@Named("pair")
@RequestScoped
public class PairPage {
  @Inject private Pairings pairings;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String typed = "";
  private String name = "";
  private PairingLookUp.@Nullable Found found;
  private boolean looked;

  /** Finds the TV of parameter {@code code}, before the page is shown. */
  public void look() {
    if (!looked && !getCode().isBlank()) {
      looked = true;
      find(getCode());
    }
  }

  /** Goes on to the page of the code that was typed. */
  public @Nullable String find() {
    find(typed);
    return found == null ? null : "/pair.xhtml?faces-redirect=true&code=" + found.code();
  }

  /** Lets the TV in. */
  public @Nullable String confirm() {
    Optional<Problem> refused =
        pairings.confirm(visitor.account(), getCode(), name, request.getRemoteAddr());
    if (refused.isEmpty()) {
      FieldMessages.done("pair.done", name.strip());
      return "/devices.xhtml?faces-redirect=true";
    }
    if (refused.get().field().equals("name")) {
      FieldMessages.refuse("confirm-form", refused.get());
    } else {
      found = null;
      FieldMessages.refuse("code-form", refused.get());
    }
    return null;
  }

  /** The TV that shows the code; null as long as none is found. */
  public PairingLookUp.@Nullable Found getFound() {
    look();
    return found;
  }

  /** Where a TV shows its code. */
  public String getTvAddress() {
    return SameServer.address(request, "/tv");
  }

  /** Whether the TV asks from the address from which this phone comes. */
  public boolean isNear() {
    return found != null
        && found.tv().network().equals(RemoteAddress.subject(request.getRemoteAddr()));
  }

  /** The code that was scanned, or found before; empty if there is none. */
  public String getCode() {
    return Optional.ofNullable(request.getParameter("code")).orElse("");
  }

  public String getTyped() {
    return typed;
  }

  public void setTyped(String typed) {
    this.typed = typed;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  private void find(String code) {
    PairingLookUp result = pairings.find(visitor.account(), code, request.getRemoteAddr());
    if (result instanceof PairingLookUp.Found tv) {
      found = tv;
      name = tv.tv().browser();
    } else {
      FieldMessages.refuse("code-form", ((PairingLookUp.Refused) result).problem());
    }
  }
}
