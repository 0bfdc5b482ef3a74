import { Phase, isTalking } from '../call-state.js';
import { tones, userWasHere } from '../media/tones.js';
import { readyWorker, withdrawNotifications } from '../service-worker.js';
import { text } from '../texts.js';
import { deviceWords, incomingTitle, invitedBy } from './peer-words.js';

/** What draws a user's attention to a call: sounds, vibration, a notification, the page's title. */

/** ms on, off, on, then a rest; as long as the ring's period, so that both stay together. */
const VIBRATION = [400, 200, 400, 2000];
const VIBRATION_PERIOD = 3_000;
/** Once, for a call that waits or needs no answer. */
const SOFT_VIBRATION = 200;
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
  /** The page's own notification, where there is no worker. @type {?Notification} */
  #shown = null;

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
    if (this.#asking) this.#withdraw(this.#asking);
    this.#asking = caller?.id ?? null;
    const words = caller && (caller.auto ? text('auto.title', invitedBy(caller).name) : incomingTitle(caller));
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

  /** Through the worker first, since phones know no other way. */
  async #notify(title, call) {
    if (globalThis.Notification?.permission !== 'granted') return;
    const options = { body: deviceWords(call), tag: call.id, requireInteraction: true, data: location.href };
    try {
      await (await readyWorker()).showNotification(title, options);
    } catch {
      this.#shown = new Notification(title, options);
      this.#shown.onclick = () => window.focus();
    }
    if (this.#asking !== call.id) this.#withdraw(call.id);
  }

  #withdraw(call) {
    this.#shown?.close();
    this.#shown = null;
    withdrawNotifications(call);
  }
}

/** Asks for permission to notify; only within a press. @returns {Promise<boolean>} */
export async function allowNotifications() {
  if (!('Notification' in globalThis)) return false;
  return (await Notification.requestPermission()) === 'granted';
}
