package dev.switchboard.operation;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says that the server is ready, once it is: it asks the health page as a load balancer would, so
 * that the line never comes before the first call could be made.
 */
@Singleton
@Startup
@DependsOn("Schema")
public class ReadyAnnouncer {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  @Resource private ManagedScheduledExecutorService scheduler;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private @Nullable ScheduledFuture<?> asking;

  @PostConstruct
  void start() {
    asking =
        scheduler.scheduleWithFixedDelay(
            this::ask, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (asking != null) {
      asking.cancel(false);
    }
  }

  private void ask() {
    String home = "http://" + host() + ":" + port() + "/";
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(home + "health/ready"))
              .timeout(Duration.ofSeconds(5))
              .build();
      if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
        Announcements.say("Switchboard is ready: " + home);
        stop();
      }
    } catch (IOException e) {
      // The listener is not open yet; the next round asks again.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String host() {
    String bound = System.getenv().getOrDefault("SWITCHBOARD_BIND", "0.0.0.0");
    return switch (bound) {
      case "0.0.0.0", "127.0.0.1", "::" -> "localhost";
      default -> bound.contains(":") ? "[" + bound + "]" : bound;
    };
  }

  private static String port() {
    return System.getenv().getOrDefault("SWITCHBOARD_HTTP_PORT", "8080");
  }
}
