import { ANY, firstChoice } from '../found-devices.js';
import { clock, text } from '../texts.js';
import { byId, say } from './elements.js';
import { Leading } from './leading.js';

/** The callee's devices in a drop-down that stays live, and the time to choose one (S1.4, S1.5). */

/** Seconds before the end at which the remaining time is read out. */
const WARNING = 15;

/** Events: `lapsed` when the time to choose is over, `closed` when its user gave up. */
export class Choice extends EventTarget {
  #client;
  #signalling;
  #section = byId('choice');
  #select = byId('device');
  #leading;
  /** The reply of the open look-up, or null. */
  #found = null;
  #timer = 0;
  #until = 0;

  constructor(client, signalling) {
    super();
    this.#client = client;
    this.#signalling = signalling;
    this.#leading = new Leading(signalling);
    signalling.addEventListener('notice', ({ detail }) => this.#noticed(detail));
    // A look-up belongs to its session.
    signalling.addEventListener('welcome', ({ detail }) => detail.resumed || this.#lapse());
    byId('place-call').onclick = () => this.#place(true);
    byId('place-call-audio').onclick = () => this.#place(false);
    byId('choice-cancel').onclick = () => {
      this.close();
      this.dispatchEvent(new Event('closed'));
    };
  }

  /** @param {object} found the reply `devices` */
  open(found) {
    this.#found = found;
    this.#until = performance.now() + found.choose * 1000;
    say(byId('choice-name'), found.callee.name);
    say(byId('choice-number'), found.callee.number ?? '');
    this.#select.replaceChildren(...this.#options(found.devices));
    this.#select.value = firstChoice(found);
    this.#section.hidden = false;
    this.#leading.open();
    this.#describe();
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#select.focus();
    say(byId('announcements'), text('devices-found', found.callee.name, found.devices.length));
  }

  /** Gives the look-up back, so that the server stops telling about its devices. */
  close() {
    if (!this.#found) return;
    const { lookup } = this.#found;
    this.#hide();
    // Once a call is being placed, the look-up is used up.
    if (!this.#client.live) this.#signalling.request('lookup-close', { lookup }).catch(() => {});
  }

  #place(video) {
    const { lookup, callee, devices } = this.#found;
    const device = this.#select.value;
    const chosen = devices.find((each) => each.id === device) ?? null;
    this.#client.place({ lookup, device, peer: { ...callee, device: chosen }, video, ...this.#leading.choice });
  }

  #noticed(notice) {
    if (!this.#found || notice.lookup !== this.#found.lookup) return;
    if (notice.type === 'lookup-lapsed') this.#lapse();
    else if (notice.type === 'presence') this.#update(notice);
  }

  /** Changes one option in place: the selection and an open list stay as they are. */
  #update({ device: id, presence, kind, name }) {
    const { devices } = this.#found;
    const known = devices.find((device) => device.id === id);
    if (presence === 'removed') {
      this.#found.devices = devices.filter((device) => device.id !== id);
      this.#option(id)?.remove();
    } else if (known) {
      Object.assign(known, { presence }, name && { name });
      this.#label(this.#option(id), known);
    } else {
      const added = { id, kind, name, presence };
      devices.push(added);
      this.#select.append(this.#label(new Option('', id), added));
    }
    this.#describe();
  }

  #options(devices) {
    return [new Option('', ANY), ...devices.map((device) => this.#label(new Option('', device.id), device))];
  }

  /** Where the browser can draw icons in a list it does; elsewhere the words say the same. */
  #label(option, device) {
    const icon = document.getElementById(`kind-${device.kind}`)?.content.cloneNode(true) ?? '';
    const dot = document.createElement('span');
    dot.className = 'presence';
    dot.dataset.presence = device.presence;
    const words = document.createElement('span');
    words.textContent = text('device-option', device.name, text(`kind.${device.kind}`), text(`presence.${device.presence}`));
    option.replaceChildren(icon, words, dot);
    option.dataset.presence = device.presence;
    return option;
  }

  #option(id) {
    return [...this.#select.options].find((option) => option.value === id);
  }

  #describe() {
    const { devices } = this.#found;
    const online = devices.filter((device) => device.presence === 'online').length;
    say(this.#option(ANY), text('any-device', online));
  }

  #tick() {
    const left = Math.max(0, Math.ceil((this.#until - performance.now()) / 1000));
    say(byId('choice-time'), text('time-left', clock(left)));
    if (left === WARNING) say(byId('announcements'), text('time-left', clock(left)));
  }

  #lapse() {
    if (!this.#found) return;
    this.#hide();
    this.dispatchEvent(new Event('lapsed'));
  }

  #hide() {
    clearInterval(this.#timer);
    this.#found = null;
    this.#section.hidden = true;
  }
}
