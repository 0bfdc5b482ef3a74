import { Phase, canStepOut, isLive } from '../call-state.js';
import { text } from '../texts.js';
import { byId, disclosure, say } from './elements.js';

/** More devices than two: how far each leg of a third-party call is, and where else a call can go on. */
export class LegsView {
  #client;
  #signalling;
  #list = byId('call-legs');
  #stay = byId('call-stay');
  #panel = disclosure(byId('call-move'), byId('move-panel'), () => this.#fill());

  constructor(client, signalling) {
    this.#client = client;
    this.#signalling = signalling;
    this.#stay.onclick = () => client.stay(this.#stay.getAttribute('aria-pressed') !== 'true').catch(() => {});
    client.addEventListener('change', () => this.#render());
    this.#render();
  }

  #render() {
    const { call } = this.#client;
    const live = isLive(call);
    const mayStay = live && canStepOut(call) && call.part !== 'absent' && Boolean(call.id);
    this.#stay.dataset.unavailable = String(!mayStay);
    this.#stay.hidden = !mayStay || call.phase === Phase.CONNECTED;
    this.#stay.setAttribute('aria-pressed', String(call?.part === 'stays'));
    if (!live || call.phase !== Phase.CONNECTED || call.moving?.state === 'moving') this.#panel.close();
    this.#renderLegs(call);
    say(byId('call-moving'), live && call.moving ? this.#movingText(call.moving) : '');
  }

  #movingText({ device, state, message }) {
    return state === 'moving' ? text('moving-to', device?.name ?? '') : (message ?? '');
  }

  /** Of this device itself there is nothing to tell. */
  #renderLegs(call) {
    const others = (call?.legs ?? []).filter((leg) => leg.role !== call.role && leg.state !== 'ended');
    const shown = call?.phase !== Phase.CONNECTED && isLive(call) ? others : [];
    this.#list.hidden = shown.length === 0;
    const words = shown.map(({ party, state }) =>
      text('leg', party.device?.name ? `${party.name}, ${party.device.name}` : party.name, text(`leg.${state}`)));
    if (this.#list.dataset.shown === words.join('|')) return;
    this.#list.dataset.shown = words.join('|');
    this.#list.replaceChildren(...words.map((line) => Object.assign(document.createElement('li'), { textContent: line })));
  }

  /** As of now: the list is asked for each time that it is opened. */
  async #fill() {
    const list = byId('move-devices');
    list.replaceChildren();
    say(byId('move-none'), '');
    const { devices } = await this.#signalling.request('terminals').catch(() => ({ devices: [] }));
    const mine = devices.filter((device) => device.mine && device.presence !== 'offline');
    list.replaceChildren(...mine.map((device) => this.#entry(device)));
    say(byId('move-none'), mine.length ? '' : text('move-none'));
    list.querySelector('button')?.focus();
  }

  #entry(device) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'call-choice move-to';
    button.dataset.device = device.id;
    button.textContent = text('device-option', device.name, text(`kind.${device.kind}`), text(`presence.${device.presence}`));
    button.onclick = () => {
      this.#panel.close();
      byId('call-move').focus();
      this.#client.move(device);
    };
    const entry = document.createElement('li');
    entry.append(button);
    return entry;
  }
}
