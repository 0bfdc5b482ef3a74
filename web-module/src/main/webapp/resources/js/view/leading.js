import { text } from '../texts.js';
import { byId } from './elements.js';

/** At which device a call is led: this one, or one that its user has chosen for it (S2.3). */

const HERE = '';

export class Leading {
  #signalling;
  #field = byId('leading-field');
  #select = byId('leading');
  #part = byId('leading-part-field');

  constructor(signalling) {
    this.#signalling = signalling;
    this.#select.onchange = () => this.#changed();
  }

  /** Asks again which devices there are, and offers them; without any, there is nothing to choose. */
  async open() {
    const { devices } = await this.#signalling.request('terminals').catch(() => ({ devices: [] }));
    const before = this.#select.value;
    const here = new Option(text('lead-here'), HERE);
    this.#select.replaceChildren(here, ...devices.map((device) => option(device)));
    this.#select.value = devices.some(({ id }) => id === before) ? before : HERE;
    this.#field.hidden = devices.length === 0;
    this.#changed();
  }

  /** @returns {{terminal: ?string, part: ?string}} */
  get choice() {
    const terminal = this.#select.value || null;
    return { terminal, part: terminal && byId('leading-part').value };
  }

  #changed() {
    this.#part.hidden = this.#select.value === HERE;
  }
}

function option({ id, name, kind, presence, owner }) {
  const words = text('device-option', name, text(`kind.${kind}`), text(`presence.${presence}`));
  return new Option(owner ? text('lead-at-others', words, owner.name) : words, id);
}
