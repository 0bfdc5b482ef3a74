package dev.switchboard.recordings.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One request and its answer, without a server: as much of both as {@link FileReply} uses. */
final class Exchange {
  final Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  int status = HttpServletResponse.SC_OK;

  private final String method;
  private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private Exchange(String method) {
    this.method = method;
  }

  /**
   * A request.
   *
   * @param fields names and values, in turns
   */
  static Exchange of(String method, String... fields) {
    Exchange exchange = new Exchange(method);
    for (int i = 0; i < fields.length; i += 2) {
      exchange.fields.put(fields[i], fields[i + 1]);
    }
    return exchange;
  }

  String body() {
    return body.toString(StandardCharsets.US_ASCII);
  }

  HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "getMethod" -> method;
              case "getHeader" -> fields.get((String) arguments[0]);
              default -> throw new UnsupportedOperationException(called.toString());
            });
  }

  HttpServletResponse response() {
    return proxy(
        HttpServletResponse.class,
        (proxy, called, arguments) -> {
          switch (called.getName()) {
            case "setHeader" -> sent.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> sent.put("Content-Type", (String) arguments[0]);
            case "setContentLengthLong" -> sent.put("Content-Length", arguments[0].toString());
            case "setStatus" -> status = (int) arguments[0];
            case "getOutputStream" -> {
              return new Output();
            }
            default -> throw new UnsupportedOperationException(called.toString());
          }
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private final class Output extends ServletOutputStream {
    @Override
    public void write(int next) {
      body.write(next);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
