import { Phase, others } from '../call-state.js';
import { text } from '../texts.js';
import { play, say } from './elements.js';

/**
 * The pictures and the sound of the others, each in the tile of its slot. Who has a tile keeps it, and its elements
 * are never moved: nobody's joining or leaving interrupts another.
 */
export class Tiles {
  #tiles = [...document.querySelectorAll('#call-others > .call-tile')];
  #changed;
  /** True if the browser plays the others' pictures only without their sound, until a button is pressed. */
  #muffled = false;

  /** @param {function(): void} changed is told that `muffled` did */
  constructor(changed) {
    this.#changed = changed;
  }

  get muffled() {
    return this.#muffled;
  }

  /** @param {Call} call @param {?Connection} connection */
  render(call, connection) {
    const there = call.phase === Phase.CONNECTED ? others(call) : [];
    for (const [slot, tile] of this.#tiles.entries()) {
      const other = there.find((each) => each.slot === slot);
      // As long as nobody is known the first keeps its place: its sound may come at any moment.
      tile.hidden = there.length ? !other : slot > 0;
      tile.dataset.picture = pictureOf(other);
      if (other) this.#name(tile, other);
      this.#listen(tile.querySelector('video'), connection?.slots[slot] ?? null);
    }
  }

  /** Works only within a press of a button or key. */
  unmute() {
    this.#muffled = false;
    for (const tile of this.#tiles) {
      const video = tile.querySelector('video');
      video.muted = false;
      play(video, video.srcObject);
    }
  }

  #name(tile, other) {
    const { name, device } = other.party;
    say(tile.querySelector('.call-tile-avatar'), initial(name));
    say(tile.querySelector('.call-tile-name'), name);
    // Somebody may be there with two devices.
    say(tile.querySelector('.call-tile-signs'), [device?.name, ...signsOf(other)].filter(Boolean).join(' · '));
    tile.querySelector('video').setAttribute('aria-label', text('picture-of', name));
  }

  async #listen(video, stream) {
    if (video.srcObject === stream) return;
    if (await play(video, stream)) return;
    this.#muffled = true;
    video.muted = true;
    play(video, stream);
    this.#changed();
  }
}

/** @param {string} name @returns {string} what stands for a face */
export function initial(name) {
  return [...name][0]?.toUpperCase() ?? '?';
}

/** @param {?Other} other @returns {'none'|'camera'|'screen'} what is seen of somebody */
export function pictureOf(other) {
  if (!other || other.video) return 'none';
  return other.screen ? 'screen' : 'camera';
}

function signsOf({ audio, video, screen, lost }) {
  return [
    lost && text('sign.lost'),
    audio && text('sign.muted'),
    video && text('sign.camera-off'),
    screen && !video && text('sign.screen'),
  ].filter(Boolean);
}
