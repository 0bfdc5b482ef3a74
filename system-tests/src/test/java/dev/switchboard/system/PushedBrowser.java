package dev.switchboard.system;

import java.util.List;
import java.util.Map;

/**
 * What a browser's push service would do with it, by the browser's DevTools: headless, and without
 * a way out, Chromium has none.
 */
final class PushedBrowser {
  /** The browser gives its workers' registrations small numbers, and we have one of them. */
  private static final int REGISTRATIONS = 5;

  private final Browser browser;

  PushedBrowser(Browser browser) {
    this.browser = browser;
  }

  /**
   * From the next page on, the browser's push service gives this subscription to whoever
   * subscribes.
   *
   * @param json as {@code PushSubscription.toJSON()} gives it
   */
  void subscribeAs(String json) {
    browser.driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            """
            {
              const given = %s;
              const bytes = (text) =>
                Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer;
              const subscription = (key) => ({
                endpoint: given.endpoint,
                options: { userVisibleOnly: true, applicationServerKey: bytes(key) },
                toJSON: () => given,
                unsubscribe: async () => localStorage.removeItem('test.subscribed'),
              });
              PushManager.prototype.subscribe = async function ({ userVisibleOnly, applicationServerKey }) {
                if (!userVisibleOnly || Notification.permission !== 'granted') throw new Error('not allowed');
                localStorage.setItem('test.subscribed', applicationServerKey);
                return subscription(applicationServerKey);
              };
              PushManager.prototype.getSubscription = async function () {
                const key = localStorage.getItem('test.subscribed');
                return key && subscription(key);
              };
            }
            """
                .formatted(json)));
  }

  /** The server's key that the page has subscribed for. */
  String subscribedFor() {
    return (String) browser.run("return localStorage.getItem('test.subscribed')");
  }

  /** What the browser finds wrong with the manifest of the page's app. */
  List<?> manifestErrors() {
    return (List<?>)
        browser.driver.executeCdpCommand("Page.getAppManifest", Map.of()).get("errors");
  }

  /**
   * Leaves our pages: what the browser shows then has our origin, and no script. Headless Chromium
   * forgets a notification that is shown while it only begins to keep some, so it is shown others
   * until it keeps one.
   */
  void closePage() {
    browser.open("health/live");
    browser.eventually(
        """
        const done = arguments[0];
        (async () => {
          const [worker] = await navigator.serviceWorker.getRegistrations();
          for (let kept = []; !kept.length; ) {
            await worker.showNotification('first', { tag: 'first' });
            kept = await worker.getNotifications({ tag: 'first' });
            for (const one of kept) one.close();
          }
        })().then(done);
        """);
  }

  /** What the push service brings reaches the worker, which is started for it. */
  void deliver(String text) {
    String origin = browser.home().toString().replaceFirst("/$", "");
    browser.driver.executeCdpCommand("ServiceWorker.enable", Map.of());
    for (int id = 0; id < REGISTRATIONS; id++) {
      browser.driver.executeCdpCommand(
          "ServiceWorker.deliverPushMessage",
          Map.of("origin", origin, "registrationId", Integer.toString(id), "data", text));
    }
  }

  /** Waits until one notification of that title is shown. */
  void awaitNotification(String title) {
    Wait.until("the notification " + title, Browser.PATIENCE, () -> notified(title).size() == 1);
  }

  /** Waits until none is. */
  void awaitNoNotification(String title) {
    Wait.until("no notification " + title, Browser.PATIENCE, () -> notified(title).isEmpty());
  }

  /** Goes where a press on the notification leads. */
  void open(String title) {
    browser.driver.get(notified(title).get(0));
  }

  /** The pages to which the notifications of that title lead. */
  @SuppressWarnings("unchecked")
  private List<String> notified(String title) {
    return (List<String>)
        browser.eventually(
            """
            const [title, done] = arguments;
            navigator.serviceWorker.getRegistrations()
              .then((all) => Promise.all(all.map((one) => one.getNotifications())))
              .then((shown) => done(shown.flat().filter((one) => one.title === title).map(({ data }) => data)));
            """,
            title);
  }
}
