package dev.switchboard.devices.web;

import dev.switchboard.Problem;
import dev.switchboard.accounts.Profile;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DeviceKind;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.devices.TrustedCallers;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The visitor's own devices (S1.2). What is done is done to the device of parameter {@code device}.
 */
@Named("ownDevices")
@RequestScoped
public class OwnDevicesPage {
  private static final String AGAIN = "/devices.xhtml?faces-redirect=true";
  private static final String NOBODY = "–";

  @Inject private Devices devices;
  @Inject private TrustedCallers trusted;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String name = "";
  private @Nullable DeviceKind kind;

  public List<DeviceEntry> getAll() {
    return devices.list(visitor.account());
  }

  /** Whether this is the device on which the page is shown. */
  public boolean isHere(DeviceEntry device) {
    return visitor.signedIn().map(SignedIn::device).filter(device.id()::equals).isPresent();
  }

  public @Nullable String change() {
    Optional<Problem> refused = devices.rename(visitor.account(), chosen(), name);
    if (refused.isEmpty() && kind != null) {
      refused = devices.setKind(visitor.account(), chosen(), kind);
    }
    return done("change-form", refused, "devices.changed");
  }

  public List<DeviceKind> getKinds() {
    return List.of(DeviceKind.values());
  }

  public @Nullable DeviceKind getKind() {
    return kind;
  }

  public void setKind(@Nullable DeviceKind kind) {
    this.kind = kind;
  }

  public @Nullable String remove() {
    return done("remove-form", devices.remove(visitor.account(), chosen()), "devices.removed");
  }

  public @Nullable String setCallWaiting() {
    boolean on = Boolean.parseBoolean(request.getParameter("call-waiting"));
    return done(
        "devices",
        devices.setCallWaiting(visitor.account(), chosen(), on),
        on ? "devices.call-waiting.on" : "devices.call-waiting.off");
  }

  public @Nullable String setAutoAnswer() {
    boolean on = Boolean.parseBoolean(request.getParameter("auto-answer"));
    return done(
        "devices",
        devices.setAutoAnswer(visitor.account(), chosen(), on),
        on ? "devices.auto-answer.on" : "devices.auto-answer.off");
  }

  /** The names of those whom a device answers by itself. */
  public String trusted(DeviceEntry device) {
    List<Profile> callers = trusted.list(visitor.account(), device.id());
    return callers.isEmpty()
        ? NOBODY
        : callers.stream().map(Profile::name).collect(Collectors.joining(", "));
  }

  /** Whether the dialog has to be open again: it was sent, and yet this page is shown. */
  public boolean isChanging() {
    return request.getParameter("change-form") != null;
  }

  public String getChosen() {
    return visitor.id("device");
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  private DeviceId chosen() {
    return new DeviceId(getChosen());
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
