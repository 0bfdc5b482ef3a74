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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A visitor without a screen, who fills in the same forms as everybody. Keeps its cookies. */
final class WebForms {
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
    register(name, number, "");
  }

  /** Makes an account; that of an administrator with the set-up token of the first start. */
  void register(String name, String number, String token) {
    HttpResponse<String> answer =
        submit(
            "register.xhtml",
            "register",
            Map.of("name", name, "number", number, "password", Person.PASSWORD, "token", token));
    if (answer.uri().getPath().contains("register") && answer.body().contains("class=\"error\"")) {
      throw new IllegalStateException("registration refused: " + answer.body());
    }
  }

  HttpResponse<String> logIn(String name, String password) {
    return submit("login.xhtml", "login", Map.of("name", name, "password", password));
  }

  /** The history as the page shows it. */
  List<HistoryRow> history() {
    return HistoryRow.of(get("history.xhtml").body());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(home.resolve(path)).GET());
  }

  /** Opens a page and sends its form with these fields. */
  HttpResponse<String> submit(String path, String form, Map<String, String> fields) {
    PageForm opened = form(path, "form#" + form);
    fields.forEach(opened::set);
    return opened.submit();
  }

  /** Opens a page and finds its first form that a selector fits, in whole or in a part of it. */
  PageForm form(String path, String selector) {
    HttpResponse<String> answer = get(path);
    Document page = Jsoup.parse(answer.body(), answer.uri().toString());
    Element found = page.selectFirst(selector);
    if (found == null || !(found.closest("form") instanceof FormElement form)) {
      throw new AssertionError("no form " + selector + " on " + answer.uri() + ": " + page.text());
    }
    return new PageForm(this, form);
  }

  /** What a page shows, once redirects are followed. */
  Document page(String path) {
    HttpResponse<String> answer = get(path);
    return Jsoup.parse(answer.body(), answer.uri().toString());
  }

  HttpResponse<String> post(URI address, Map<String, String> values) {
    String body =
        values.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(home.resolve(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends JSON, as a page's script does. */
  HttpResponse<String> put(String path, String json) {
    return send(
        HttpRequest.newBuilder(home.resolve(path))
            .header("Content-Type", "application/json")
            .header("Origin", origin())
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpResponse<String> delete(String path) {
    return send(HttpRequest.newBuilder(home.resolve(path)).header("Origin", origin()).DELETE());
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
