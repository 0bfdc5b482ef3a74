package dev.switchboard.calls;

import dev.switchboard.operation.ReadinessCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The media engine takes calls, and its loops run. */
@ApplicationScoped
public class MediaCheck implements ReadinessCheck {
  @Inject private MediaEngine media;

  @Override
  public String name() {
    return "media";
  }

  @Override
  public void check() throws Exception {
    media.tryOut();
  }
}
