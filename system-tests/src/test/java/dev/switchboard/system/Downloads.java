package dev.switchboard.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A download manager: it has no cookies but those it is given, and shows where it is led. */
final class Downloads {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private Downloads() {}

  /**
   * Gets what an address has.
   *
   * @param fields of the request, names and values in turns
   */
  static HttpResponse<byte[]> get(URI address, String... fields) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (fields.length > 0) {
      request.headers(fields);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where an answer leads. */
  static URI location(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(answer.uri()::resolve)
        .orElseThrow(() -> new AssertionError("leads nowhere: " + answer));
  }
}
