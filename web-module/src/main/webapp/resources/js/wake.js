import { prefer, preference } from './preferences.js';
import { readyWorker } from './service-worker.js';

/** Whether this device rings while no page of it is open: its Web Push subscription, and why there can be none. */

const SUBSCRIPTION = '/api/push-subscription';

export const WakeState = Object.freeze({
  ON: 'on',
  OFF: 'off',
  /** Plain http from another machine: no workers. */
  INSECURE: 'insecure',
  /** The browser does not trust the server's certificate: no workers either. */
  UNTRUSTED: 'untrusted',
  /** The browser has no Web Push; Safari on a phone has it on the home screen only. */
  UNSUPPORTED: 'unsupported',
  /** Its user has blocked notifications. */
  DENIED: 'denied',
  /** The operator allows no push service. */
  NOT_OFFERED: 'not-offered',
});

/** Its user's wish is kept by the device, so that another account in this browser is not woken for it. */
export class Wake {
  #device;
  #known;

  /** @param {EventTarget} signalling */
  constructor(signalling) {
    this.#known = new Promise((resolve) => {
      signalling.addEventListener('welcome', ({ detail }) => {
        this.#device = detail.device.id;
        resolve();
        if (!detail.resumed && this.#wanted) this.#renew().catch(report);
      });
    });
  }

  /** @returns {Promise<string>} a `WakeState`; done once the session is open */
  async state() {
    await this.#known;
    const hindrance = await this.#hindrance();
    if (hindrance) return hindrance;
    const { key, endpoint } = await known();
    if (!key) return WakeState.NOT_OFFERED;
    const subscription = await (await readyWorker()).pushManager.getSubscription();
    return subscription && subscription.endpoint === endpoint ? WakeState.ON : WakeState.OFF;
  }

  /** Only within a press, since it may ask for permission. @returns {Promise<string>} the state then */
  async turnOn() {
    await Notification.requestPermission();
    const hindrance = await this.#hindrance();
    if (hindrance) return hindrance;
    if (Notification.permission !== 'granted') return WakeState.OFF;
    await this.#subscribe();
    prefer(this.#preference, 'on');
    return WakeState.ON;
  }

  /** @returns {Promise<string>} the state then */
  async turnOff() {
    prefer(this.#preference, null);
    await fetch(SUBSCRIPTION, { method: 'DELETE' });
    const subscription = await (await readyWorker()).pushManager.getSubscription();
    await subscription?.unsubscribe();
    return WakeState.OFF;
  }

  get #preference() {
    return `wake.${this.#device}`;
  }

  get #wanted() {
    return preference(this.#preference) === 'on';
  }

  async #hindrance() {
    if (!isSecureContext || !navigator.serviceWorker) return WakeState.INSECURE;
    if (!('PushManager' in globalThis) || !('Notification' in globalThis)) return WakeState.UNSUPPORTED;
    if (Notification.permission === 'denied') return WakeState.DENIED;
    try {
      await readyWorker();
      return null;
    } catch {
      return WakeState.UNTRUSTED;
    }
  }

  /** After a log-out the server has forgotten it, and after a while the browser may have another one. */
  async #renew() {
    if ((await this.state()) === WakeState.OFF && Notification.permission === 'granted') await this.#subscribe();
  }

  async #subscribe() {
    const { key } = await known();
    const { pushManager } = await readyWorker();
    const former = await pushManager.getSubscription();
    if (former && !isFor(former, key)) await former.unsubscribe();
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const reply = await fetch(SUBSCRIPTION, { method: 'PUT', body: JSON.stringify(subscription) });
    if (!reply.ok) throw new Error((await reply.json()).detail);
  }
}

/** @returns {Promise<{key: ?string, endpoint: ?string}>} what the server says */
async function known() {
  return (await fetch(SUBSCRIPTION)).json();
}

/** Whether a subscription is for this key of the server's; one for another key gets nothing. */
function isFor(subscription, key) {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? []);
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key;
}

function report(error) {
  console.warn('this device is not woken:', error);
}
