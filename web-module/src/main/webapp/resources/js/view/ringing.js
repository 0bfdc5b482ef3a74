import { Phase, isTalking } from '../call-state.js';
import { tones, userWasHere } from '../media/tones.js';
import { text } from '../texts.js';

/** What draws a user's attention to a call: sounds, vibration, a notification, the page's title. */

/** ms on, off, on, then a rest; as long as the ring's period, so that both stay together. */
const VIBRATION = [400, 200, 400, 2000];
const VIBRATION_PERIOD = 3_000;
/** Once, for a call that waits or needs no answer. */
const SOFT_VIBRATION = 200;
const WORKER = new URL('../notification-worker.js', import.meta.url);
const OUTGOING = [Phase.PLACING, Phase.INVITING, Phase.RINGING];

export class Ringing {
  #client;
  #title = document.title;
  #phase = null;
  /** The id of the call that this device has answered by itself. */
  #auto = null;
  /** The id of the call of which the title and a notification tell: it rings, waits, or needed no answer. */
  #asking = null;
  #waits = false;
  #vibrateTimer = 0;
  /** Takes back the notification that is shown. */
  #withdraw = () => {};

  constructor(client) {
    this.#client = client;
    client.addEventListener('change', () => this.#changed());
  }

  #changed() {
    const { call, waiting } = this.#client;
    const auto = call?.auto && isTalking(call) ? call : null;
    this.#ask(call?.phase === Phase.INCOMING ? call : (waiting ?? auto));
    this.#wait(waiting !== null);
    this.#enter(call?.phase ?? null);
    this.#answered(auto);
  }

  #ask(caller) {
    if ((caller?.id ?? null) === this.#asking) return;
    this.#asking = caller?.id ?? null;
    this.#withdraw();
    this.#withdraw = () => {};
    const words = caller && text(caller.auto ? 'auto.title' : 'incoming-title', caller.peer.name);
    document.title = words ?? this.#title;
    if (caller && document.hidden) this.#notify(words, caller);
  }

  /** Beside a conversation, a little is enough. */
  #wait(waits) {
    if (waits === this.#waits) return;
    this.#waits = waits;
    if (!waits) {
      tones.stopWaiting();
      return;
    }
    tones.waiting();
    if (userWasHere()) navigator.vibrate?.(SOFT_VIBRATION);
  }

  #enter(phase) {
    if (phase === this.#phase) return;
    const before = this.#phase;
    this.#phase = phase;
    if (before === Phase.INCOMING) this.#stopVibrating();
    if (phase === Phase.INCOMING) this.#ring();
    else if (phase === Phase.RINGING) tones.ringback();
    else if (phase === Phase.ENDED && (before === Phase.CONNECTED || OUTGOING.includes(before))) tones.ended();
    else tones.stop();
  }

  /** Whoever is near must know that they are seen and heard, though nobody has pressed anything. */
  #answered(auto) {
    if ((auto?.id ?? null) === this.#auto) return;
    this.#auto = auto?.id ?? null;
    if (!auto) return;
    tones.answered();
    if (userWasHere()) navigator.vibrate?.(SOFT_VIBRATION);
  }

  #ring() {
    tones.ring();
    const vibrate = () => userWasHere() && navigator.vibrate?.(VIBRATION);
    vibrate();
    this.#vibrateTimer = setInterval(vibrate, VIBRATION_PERIOD);
  }

  #stopVibrating() {
    clearInterval(this.#vibrateTimer);
    if (userWasHere()) navigator.vibrate?.(0);
  }

  /** Through a worker first, since phones know no other way. */
  async #notify(title, call) {
    if (globalThis.Notification?.permission !== 'granted') return;
    const from = call.peer.device ? text('from-device', call.peer.device.name) : '';
    const options = { body: from, tag: call.id, requireInteraction: true, data: location.href };
    let withdrawn = false;
    this.#withdraw = () => (withdrawn = true);
    try {
      const worker = await navigator.serviceWorker.register(WORKER);
      await activated(worker);
      await worker.showNotification(title, options);
      this.#withdraw = async () => {
        for (const shown of await worker.getNotifications({ tag: call.id })) shown.close();
      };
    } catch {
      const shown = new Notification(title, options);
      shown.onclick = () => window.focus();
      this.#withdraw = () => shown.close();
    }
    if (withdrawn) this.#withdraw();
  }
}

/** A worker that is new shows nothing before it is active. @param {ServiceWorkerRegistration} registration */
async function activated(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return;
  await new Promise((resolve) => {
    coming.addEventListener('statechange', () => {
      if (['activated', 'redundant'].includes(coming.state)) resolve();
    });
  });
}

/** Asks for permission to notify; only within a press. @returns {Promise<boolean>} */
export async function allowNotifications() {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}
