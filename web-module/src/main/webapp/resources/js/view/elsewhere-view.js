import { text } from '../texts.js';
import { byId } from './elements.js';

/** The calls of this user's other devices, each with a button that brings it here; only while there is no call here. */
export class ElsewhereView {
  #elsewhere;
  #client;
  #section = byId('elsewhere');
  #list = byId('elsewhere-calls');

  constructor(elsewhere, client) {
    this.#elsewhere = elsewhere;
    this.#client = client;
    elsewhere.addEventListener('change', () => this.#render());
    client.addEventListener('change', () => this.#show());
  }

  #render() {
    this.#list.replaceChildren(...this.#elsewhere.calls.map((call) => this.#entry(call)));
    this.#show();
  }

  #show() {
    this.#section.hidden = this.#client.live || this.#elsewhere.calls.length === 0;
  }

  #entry(call) {
    const words = document.createElement('span');
    words.textContent = text('elsewhere', call.peer.name, call.device.name);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button small elsewhere-take';
    button.dataset.call = call.call;
    button.textContent = text('take-here');
    button.onclick = () => this.#client.take(call);
    const entry = document.createElement('li');
    entry.append(words, button);
    return entry;
  }
}
