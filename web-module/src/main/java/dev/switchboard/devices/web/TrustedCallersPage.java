package dev.switchboard.devices.web;

import dev.switchboard.Problem;
import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.Profile;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.NewTrustedCallers;
import dev.switchboard.devices.TrustedCallers;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom one of the visitor's devices, that of parameter {@code device}, answers by itself (S2.2).
 */
@Named("trustedCallers")
@RequestScoped
public class TrustedCallersPage {
  @Inject private Devices devices;
  @Inject private TrustedCallers trusted;
  @Inject private NewTrustedCallers newTrusted;
  @Inject private Visitor visitor;

  private String callee = "";

  /** Answers 404 if there is no such device that is the visitor's. */
  public void open() throws IOException {
    if (found().isEmpty()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, "");
      faces.responseComplete();
    }
  }

  /** Null if there is none, which is known before the page is shown. */
  public @Nullable DeviceEntry getDevice() {
    return found().orElse(null);
  }

  public List<Profile> getAll() {
    return trusted.list(visitor.account(), chosen());
  }

  public boolean isOwner(Profile caller) {
    return caller.id().equals(visitor.account());
  }

  public @Nullable String add() {
    return done(newTrusted.add(visitor.account(), chosen(), callee), "trusted.added");
  }

  public @Nullable String remove() {
    AccountId caller = new AccountId(visitor.id("caller"));
    return done(trusted.remove(visitor.account(), chosen(), caller), "trusted.removed");
  }

  public String getCallee() {
    return callee;
  }

  public void setCallee(String callee) {
    this.callee = callee;
  }

  private DeviceId chosen() {
    return new DeviceId(visitor.id("device"));
  }

  private Optional<DeviceEntry> found() {
    return devices.find(chosen()).filter(device -> device.account().equals(visitor.account()));
  }

  private @Nullable String done(Optional<Problem> refused, String key) {
    if (refused.isPresent()) {
      FieldMessages.refuse("add", refused.get());
      return null;
    }
    FieldMessages.done(key);
    return "/trusted.xhtml?faces-redirect=true&device=" + chosen();
  }
}
