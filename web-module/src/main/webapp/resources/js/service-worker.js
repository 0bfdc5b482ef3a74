/** The service worker of all our pages, `/worker.js`. */

/**
 * Registers it if need be, and waits until it can be used.
 *
 * @returns {Promise<ServiceWorkerRegistration>}
 * @throws by rejection where there are no workers, or the browser does not trust the server's certificate
 */
export async function readyWorker() {
  const registration = await navigator.serviceWorker.register('/worker.js');
  const coming = registration.installing ?? registration.waiting;
  if (!registration.active && coming) {
    await new Promise((resolve) => {
      coming.addEventListener('statechange', () => {
        if (['activated', 'redundant'].includes(coming.state)) resolve();
      });
    });
  }
  return registration;
}

/** Takes back the notifications of a tag, a pushed one, too. @param {string} tag */
export async function withdrawNotifications(tag) {
  const registration = await navigator.serviceWorker?.getRegistration('/');
  for (const shown of (await registration?.getNotifications({ tag })) ?? []) shown.close();
}
