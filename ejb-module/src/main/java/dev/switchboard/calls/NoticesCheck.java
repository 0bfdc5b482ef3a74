package dev.switchboard.calls;

import dev.switchboard.Secrets;
import dev.switchboard.operation.ReadinessCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What is sent to the notices topic reaches this node. The broker alone is not enough: it answers
 * some time before the node has subscribed, and a notice of that time reaches nobody.
 */
@ApplicationScoped
public class NoticesCheck implements ReadinessCheck {
  private final Map<String, CompletableFuture<Void>> asked = new ConcurrentHashMap<>();

  @Inject private DeviceNotices notices;

  @Override
  public String name() {
    return "messaging";
  }

  @Override
  public void check() throws Exception {
    String id = Secrets.id();
    CompletableFuture<Void> came = new CompletableFuture<>();
    asked.put(id, came);
    try {
      notices.echo(id);
      came.get(1, TimeUnit.SECONDS);
    } finally {
      asked.remove(id);
    }
  }

  /** An echo has come, of this node or of another. */
  void came(String id) {
    CompletableFuture<Void> waiting = asked.get(id);
    if (waiting != null) {
      waiting.complete(null);
    }
  }
}
