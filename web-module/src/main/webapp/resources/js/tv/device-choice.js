import { ANY, firstChoice } from '../found-devices.js';
import { text } from '../texts.js';
import { byId, say } from '../view/elements.js';

/** The devices of somebody who was chosen, as large buttons that stay live: OK on one of them calls it. */
export class DeviceChoice {
  #client;
  #signalling;
  #dialog = byId('tv-choice');
  #words = byId('tv-choice-words');
  #list = byId('tv-choice-devices');
  #back = byId('tv-choice-back');
  /** The reply of the open look-up, or null. */
  #found = null;
  /** Counts what was opened, so that a late reply to a look-up that was left changes nothing. */
  #opened = 0;

  constructor(client, signalling) {
    this.#client = client;
    this.#signalling = signalling;
    signalling.addEventListener('notice', ({ detail }) => this.#noticed(detail));
    // A look-up belongs to its session.
    signalling.addEventListener('welcome', ({ detail }) => detail.resumed || this.#lapse());
    client.addEventListener('change', () => client.live && this.close());
    this.#back.onclick = () => this.close();
    this.#dialog.addEventListener('close', () => this.#closed());
  }

  /** @returns {boolean} */
  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {string} callee a name or number @param {string} name as this page calls who it is */
  async open(callee, name) {
    const opened = ++this.#opened;
    say(byId('tv-choice-name'), name);
    say(this.#words, text('tv-finding'));
    this.#list.replaceChildren();
    this.#dialog.showModal();
    this.#back.focus();
    try {
      const found = await this.#signalling.request('lookup', { callee });
      if (opened === this.#opened) this.#show(found);
      else this.#giveBack(found);
    } catch (error) {
      if (opened === this.#opened) say(this.#words, text('lookup-failed', error.message || text('no-server')));
    }
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  #closed() {
    this.#opened++;
    if (this.#found) this.#giveBack(this.#found);
    this.#found = null;
  }

  /** So that the server stops telling about its devices. */
  #giveBack({ lookup }) {
    this.#signalling.request('lookup-close', { lookup }).catch(() => {});
  }

  #show(found) {
    this.#found = found;
    say(this.#words, text('tv-choose'));
    const any = { id: ANY, kind: ANY };
    const devices = found.devices.length > 1 ? [any, ...found.devices] : found.devices;
    this.#list.replaceChildren(...devices.map((device) => this.#button(device)));
    const first = firstChoice(found);
    (this.#of(first) ?? this.#list.firstElementChild ?? this.#back).focus();
  }

  #noticed(notice) {
    if (!this.#found || notice.lookup !== this.#found.lookup) return;
    if (notice.type === 'lookup-lapsed') this.#lapse();
    else if (notice.type === 'presence') this.#update(notice);
  }

  /** Changes one button in place, so that the focus stays where it is. */
  #update({ device: id, presence, kind, name }) {
    const { devices } = this.#found;
    const known = devices.find((device) => device.id === id);
    if (presence === 'removed') {
      this.#found.devices = devices.filter((device) => device !== known);
      const button = this.#of(id);
      if (button === document.activeElement) this.#back.focus();
      button?.remove();
    } else if (known) {
      Object.assign(known, { presence }, name && { name });
      this.#label(this.#of(id), known);
    } else {
      devices.push({ id, kind, name, presence });
      this.#list.append(this.#button(devices.at(-1)));
    }
    if (this.#of(ANY)) this.#label(this.#of(ANY), { id: ANY, kind: ANY });
  }

  #button(device) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'tv-button';
    button.dataset.device = device.id;
    button.onclick = () => this.#place(device.id);
    this.#label(button, device);
    return button;
  }

  #label(button, { id, kind, name, presence }) {
    const words = document.createElement('span');
    words.textContent = id === ANY
      ? text('any-device', this.#found.devices.filter((device) => device.presence === 'online').length)
      : text('device-option', name, text(`kind.${kind}`), text(`presence.${presence}`));
    button.replaceChildren(byId(`kind-${kind}`).content.cloneNode(true), words);
    if (!presence) return;
    const dot = document.createElement('span');
    dot.className = 'presence';
    dot.dataset.presence = presence;
    button.append(dot);
  }

  #of(id) {
    return [...this.#list.children].find((button) => button.dataset.device === id) ?? null;
  }

  #place(id) {
    const { lookup, callee, devices } = this.#found;
    const device = devices.find((each) => each.id === id) ?? null;
    // The call uses the look-up up; and after it the focus goes back to where this dialog has it from.
    this.#found = null;
    this.close();
    this.#client.place({ lookup, device: id, peer: { ...callee, device }, video: true });
  }

  #lapse() {
    if (!this.#found) return;
    this.#found = null;
    this.#list.replaceChildren();
    say(this.#words, text('lapsed'));
    this.#back.focus();
  }
}
