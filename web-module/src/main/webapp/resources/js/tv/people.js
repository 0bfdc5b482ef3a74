import { byId } from '../view/elements.js';

/** The people of a TV's home, whom the server lists: read again after each call, and now and then. */

/** Somebody may have added a contact on the phone (ms). */
const PERIOD = 10 * 60_000;

export class People {
  #element = byId('tv-people');

  /** @param {(callee: string, name: string) => void} chosen */
  constructor(chosen) {
    this.#element.addEventListener('click', ({ target }) => {
      const tile = target.closest('[data-callee]');
      if (tile) chosen(tile.dataset.callee, tile.querySelector('.tv-tile-name').textContent);
    });
    setInterval(() => this.refresh(), PERIOD);
  }

  /** Asks for the page once more, which also has the browser keep its login for longer. */
  async refresh() {
    try {
      const page = await loadPage();
      const fresh = page.getElementById('tv-people');
      if (fresh) this.#replace(fresh);
    } catch {
      // The server is away: the next time.
    }
  }

  /** The focus stays with whom it was, or at the first. */
  #replace(fresh) {
    const focused = document.activeElement;
    const had = this.#element.contains(focused) && focused.dataset.callee;
    this.#element.replaceChildren(...fresh.childNodes);
    if (had === false) return;
    const tiles = [...this.#element.querySelectorAll('[data-callee]')];
    (tiles.find((tile) => tile.dataset.callee === had) ?? tiles[0])?.focus();
  }
}

/** @returns {Promise<Document>} what `/tv` is now */
export async function loadPage() {
  const reply = await fetch('/tv');
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  return new DOMParser().parseFromString(await reply.text(), 'text/html');
}
