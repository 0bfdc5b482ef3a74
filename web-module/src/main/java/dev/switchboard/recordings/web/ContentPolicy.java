package dev.switchboard.recordings.web;

import dev.switchboard.recordings.RecordingId;
import dev.switchboard.recordings.RecordingStorage;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.net.URI;
import java.time.Duration;

/**
 * The content policy of our Faces pages (CSP Level 3), made once at the start: pictures and sound
 * may also come from the storage of recordings, where that hands them out itself.
 *
 * <p>PrimeFaces adds its nonce at the end, so {@code script-src} comes last. Style attributes are
 * what its tables and dialogs write; whatever is not Faces gets the stricter policy of {@link
 * dev.switchboard.web.SecurityHeaders}.
 */
@WebListener
public class ContentPolicy implements ServletContextListener {
  private static final String PARAMETER = "primefaces.CSP_POLICY";

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data: blob:%1$s; media-src 'self' blob:%1$s; "
          + "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'; script-src 'self'";

  @Inject private RecordingStorage storage;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    context.setInitParameter(PARAMETER, POLICY.formatted(storageOrigin()));
  }

  /** With a blank before it; empty if all comes from us. */
  private String storageOrigin() {
    return storage
        .direct(
            storage.location(RecordingId.random()),
            "any",
            "video/webm",
            false,
            Duration.ofMinutes(1))
        .map(ContentPolicy::origin)
        .map(origin -> " " + origin)
        .orElse("");
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getAuthority();
  }
}
