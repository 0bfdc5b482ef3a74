package dev.switchboard.accounts.web;

import dev.switchboard.devices.LogInResult;
import dev.switchboard.devices.Logins;
import dev.switchboard.web.Cookies;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Language;
import dev.switchboard.web.LoginCookies;
import dev.switchboard.web.SameOriginPath;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The form of somebody who comes back; each log-in records the device (S1.2). */
@Named("logIn")
@RequestScoped
public class LogInPage {
  @Inject private Logins logins;
  @Inject private HttpServletRequest request;

  private String name = "";
  private String password = "";
  private @Nullable String back;
  private boolean touch;

  /** Logs in and goes to the page that was asked for. */
  public @Nullable String submit() {
    LogInResult result =
        logins.logIn(
            name,
            password,
            request.getRemoteAddr(),
            Cookies.DEVICE.find(request),
            LoginCookies.traits(request, touch));
    if (result instanceof LogInResult.Refused refused) {
      FieldMessages.refuse("login", refused.problem());
      return null;
    }
    enter((LogInResult.Accepted) result);
    return null;
  }

  private void enter(LogInResult.Accepted accepted) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    HttpServletResponse response = (HttpServletResponse) external.getResponse();
    LoginCookies.give(request, response, accepted);
    if (Cookies.LANGUAGE.find(request).isEmpty()) {
      Language.of(accepted.profile().language())
          .ifPresent(language -> Cookies.LANGUAGE.set(request, response, language.code()));
    }
    try {
      external.redirect(
          accepted.profile().mustChangePassword() ? "/settings.xhtml" : SameOriginPath.of(back));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  /** Never sent back to the browser. */
  public String getPassword() {
    return "";
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public @Nullable String getBack() {
    return back;
  }

  public void setBack(@Nullable String back) {
    this.back = back;
  }

  public boolean isTouch() {
    return touch;
  }

  public void setTouch(boolean touch) {
    this.touch = touch;
  }
}
