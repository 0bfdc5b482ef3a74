package dev.switchboard.system;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A visitor without a screen, who fills in the same forms as everybody. Keeps its cookies. */
final class WebForms {
  private static final Pattern HIDDEN =
      Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");
  private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");

  private static final Pattern NONCE = Pattern.compile("csp\\.init\\('([^']*)'\\)");

  private final URI home;
  private final String userAgent;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  WebForms(URI home, String userAgent) {
    this.home = home;
    this.userAgent = userAgent;
  }

  void register(String name, String number) {
    HttpResponse<String> answer =
        submit(
            "register.xhtml",
            "register",
            Map.of("name", name, "number", number, "password", Person.PASSWORD));
    if (answer.uri().getPath().contains("register") && answer.body().contains("class=\"error\"")) {
      throw new IllegalStateException("registration refused: " + answer.body());
    }
  }

  HttpResponse<String> logIn(String name, String password) {
    return submit("login.xhtml", "login", Map.of("name", name, "password", password));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(home.resolve(path)).GET());
  }

  /** Opens a page and posts its form with these fields. */
  HttpResponse<String> submit(String path, String form, Map<String, String> fields) {
    String page = get(path).body();
    Map<String, String> values = hiddenFields(page);
    Matcher nonce = NONCE.matcher(page);
    if (nonce.find()) {
      values.put("primefaces.nonce", nonce.group(1)); // what the page's script would add
    }
    values.put(form, form);
    fields.forEach((name, value) -> values.put(form + ":" + name, value));
    values.put(form + ":submit", "1");
    String body =
        values.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(home.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The value of the request header Cookie for this server. */
  String cookieHeader() {
    return cookies.getCookieStore().get(home).stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  boolean hasCookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .map(HttpCookie::getName)
        .anyMatch(name::equals);
  }

  String origin() {
    return "http://" + home.getAuthority();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.header("User-Agent", userAgent).header("Accept-Language", "en").build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> hiddenFields(String page) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher inputs = HIDDEN.matcher(page);
    while (inputs.find()) {
      Matcher name = NAME.matcher(inputs.group());
      Matcher value = VALUE.matcher(inputs.group());
      if (name.find()) {
        fields.put(name.group(1), value.find() ? value.group(1) : "");
      }
    }
    return fields;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
