package dev.switchboard.accounts.web;

import dev.switchboard.accounts.AccountSettings;
import dev.switchboard.accounts.Registration;
import dev.switchboard.accounts.RegistrationForm;
import dev.switchboard.accounts.RegistrationResult;
import dev.switchboard.web.FieldMessages;
import dev.switchboard.web.Visitor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The form of somebody who wants an account (S1.1). */
@Named("registration")
@RequestScoped
public class RegistrationPage {
  @Inject private Registration registration;
  @Inject private AccountSettings settings;
  @Inject private LogInPage logIn;
  @Inject private Visitor visitor;
  @Inject private HttpServletRequest request;

  private String name = "";
  private String number = "";
  private String password = "";
  private String token = "";

  /** Registers, and logs the new account in. */
  public @Nullable String submit() {
    RegistrationForm form =
        new RegistrationForm(name, number, password, token, visitor.getLanguage().code());
    RegistrationResult result = registration.register(form, request.getRemoteAddr());
    if (result instanceof RegistrationResult.Refused refused) {
      FieldMessages.refuse("register", refused.problems());
      return null;
    }
    logIn.setName(name);
    logIn.setPassword(password);
    FieldMessages.done("register.done");
    return logIn.submit();
  }

  /** The least number of characters of a password. */
  public int getPasswordLength() {
    return settings.passwordLength();
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getNumber() {
    return number;
  }

  public void setNumber(String number) {
    this.number = number;
  }

  public String getPassword() {
    return "";
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getToken() {
    return token;
  }

  public void setToken(String token) {
    this.token = token;
  }
}
