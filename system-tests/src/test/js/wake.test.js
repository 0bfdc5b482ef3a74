import { Wake, WakeState } from '/resources/js/wake.js';
import { equal } from './assert.js';

const KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer;

/** A browser that may notify, its push service, and a server; each test breaks what it is about. */
class World {
  permission = 'granted';
  known = { key: KEY };
  puts = [];
  subscription = null;
  number = 0;

  constructor() {
    localStorage.clear();
    const world = this;
    this.#replace(globalThis, 'Notification', {
      get permission() {
        return world.permission;
      },
      requestPermission: async () => world.permission,
    });
    this.#replace(globalThis, 'fetch', async (_, { method = 'GET', body } = {}) => {
      if (method === 'PUT') {
        world.puts.push(JSON.parse(body).endpoint);
        world.known.endpoint = JSON.parse(body).endpoint;
      }
      if (method === 'DELETE') delete world.known.endpoint;
      return { ok: true, json: async () => ({ ...world.known }) };
    });
    this.#replace(PushManager.prototype, 'getSubscription', async () => world.subscription);
    this.#replace(PushManager.prototype, 'subscribe', async ({ applicationServerKey }) => {
      world.subscription = world.subscriptionFor(applicationServerKey);
      return world.subscription;
    });
    this.#replace(globalThis, 'isSecureContext', true);
    delete navigator.serviceWorker.register;
  }

  subscriptionFor(key) {
    return {
      endpoint: `https://push.example.org/${++this.number}`,
      options: { applicationServerKey: bytes(key) },
      unsubscribe: async () => (this.subscription = null),
    };
  }

  open(device, resumed = false) {
    const signalling = new EventTarget();
    const wake = new Wake(signalling);
    signalling.dispatchEvent(new CustomEvent('welcome', { detail: { device: { id: device }, resumed } }));
    return wake;
  }

  /** Until what a session's beginning has set going is done. */
  async settled(puts) {
    for (let i = 0; i < 200 && this.puts.length < puts; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #replace(object, name, value) {
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
  }
}

const insecure = () => Object.defineProperty(globalThis, 'isSecureContext', { value: false, configurable: true });
const untrusted = () =>
  Object.defineProperty(navigator.serviceWorker, 'register', {
    value: () => Promise.reject(new DOMException('certificate', 'SecurityError')),
    configurable: true,
  });

export const tests = {
  async 'says that the address is not secure'() {
    const world = new World();
    insecure();
    equal(await world.open('one').state(), WakeState.INSECURE);
  },
  async 'says that the browser does not trust the certificate'() {
    const world = new World();
    untrusted();
    equal(await world.open('one').state(), WakeState.UNTRUSTED);
    equal(await world.open('one').turnOn(), WakeState.UNTRUSTED);
  },
  async 'says that notifications are blocked'() {
    const world = new World();
    world.permission = 'denied';
    equal(await world.open('one').state(), WakeState.DENIED);
  },
  async 'says that the server does not offer it'() {
    const world = new World();
    world.known = {};
    equal(await world.open('one').state(), WakeState.NOT_OFFERED);
  },
  async 'stays off when its user does not allow notifications'() {
    const world = new World();
    world.permission = 'default';
    equal(await world.open('one').turnOn(), WakeState.OFF);
    equal(world.puts, []);
  },
  async 'tells the server when it is switched on, and off'() {
    const world = new World();
    const wake = world.open('one');
    equal(await wake.state(), WakeState.OFF);
    equal(await wake.turnOn(), WakeState.ON);
    equal(await wake.state(), WakeState.ON);
    equal(world.puts, ['https://push.example.org/1']);
    equal(await wake.turnOff(), WakeState.OFF);
    equal([await wake.state(), world.known.endpoint, world.subscription], [WakeState.OFF, undefined, null]);
  },
  async 'tells the server again in a new session, if that has forgotten it'() {
    const world = new World();
    await world.open('one').turnOn();
    delete world.known.endpoint;
    world.open('one');
    await world.settled(2);
    equal(world.puts.length, 2);
  },
  async 'tells nothing that the server knows'() {
    const world = new World();
    await world.open('one').turnOn();
    equal(await world.open('one').state(), WakeState.ON);
    equal(world.puts.length, 1);
  },
  async 'is not on for another account in this browser'() {
    const world = new World();
    await world.open('one').turnOn();
    delete world.known.endpoint;
    equal(await world.open('two').state(), WakeState.OFF);
    equal(world.puts.length, 1);
  },
  async 'gives a subscription up that is for another key of the server'() {
    const world = new World();
    const former = world.subscriptionFor(KEY.replace('BCV', 'BDV'));
    world.subscription = former;
    await world.open('one').turnOn();
    equal(world.subscription === former, false);
    equal(world.puts, ['https://push.example.org/2']);
  },
};
