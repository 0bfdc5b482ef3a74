/**
 * The service worker: rings when no page of ours is open, shows the notifications of pages where only a
 * worker may (phones), and leads from a notification to the page. It lies at the root, because that is its scope.
 */

const SUBSCRIPTION = '/api/push-subscription';
const ICON = '/resources/img/icon-192.png';
const BADGE = '/resources/img/badge-96.png';
/** ms on, off, on … */
const VIBRATION = [400, 200, 400, 1000, 400, 200, 400];

self.addEventListener('push', (event) => event.waitUntil(show(event.data.json())));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew()));

/** An invitation, or what has become of it in its place, silently. A browser wants to see something for each push. */
function show({ kind, call, title, body, url }) {
  const options = { body, tag: call, data: new URL(url, location.origin).href, icon: ICON, badge: BADGE };
  const ringing = { requireInteraction: true, renotify: true, vibrate: VIBRATION };
  return self.registration.showNotification(title, { ...options, ...(kind === 'invitation' ? ringing : { silent: true }) });
}

/** Any page of ours shows a call that rings, so one that is open will do. */
async function open(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((each) => each.url === url) ?? pages[0];
  return page ? page.focus() : self.clients.openWindow(url);
}

/** The browser has given the subscription up for another one. */
async function renew() {
  const { key } = await (await fetch(SUBSCRIPTION)).json();
  const subscription = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await fetch(SUBSCRIPTION, { method: 'PUT', body: JSON.stringify(subscription) });
}
