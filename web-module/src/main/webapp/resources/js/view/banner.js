import { SessionState } from '../signalling.js';
import { tones } from '../media/tones.js';
import { text } from '../texts.js';
import { prefer, preference } from '../preferences.js';
import { allowNotifications } from './ringing.js';
import { byId, say } from './elements.js';

/** One quiet line at the foot of the page when this page can't ring as its user may expect. */

/** A session that is back sooner is not worth a word (ms). */
const GRACE = 2_500;

export class Banner {
  #signalling;
  #tab;
  #onTv;
  #element = byId('call-banner');
  #button = byId('call-banner-button');
  #graceTimer = 0;
  #action = null;

  /** @param {boolean} onTv there the page says each time that its sound is missing: one press of OK is no trouble */
  constructor(signalling, tab, onTv) {
    this.#signalling = signalling;
    this.#onTv = onTv;
    this.#tab = tab;
    this.#button.onclick = () => this.#action?.();
    signalling.addEventListener('state', () => this.#changed());
    tab.addEventListener('lost', () => this.#changed());
    tones.addEventListener('unlocked', () => this.#soundUnlocked());
    this.#changed();
  }

  #changed() {
    clearTimeout(this.#graceTimer);
    switch (this.#signalling.state) {
      case SessionState.READY:
        this.#offerSound();
        break;
      case SessionState.REPLACED:
        this.#elsewhere();
        break;
      case SessionState.SIGNED_OUT:
        this.#show(text('signed-out'), text('sign-in'), () => location.reload());
        break;
      case SessionState.BROKEN:
        this.#graceTimer = setTimeout(() => this.#show(text('no-server')), GRACE);
        break;
    }
  }

  async #elsewhere() {
    if (await this.#tab.callElsewhere()) {
      this.#show(text('call-elsewhere'));
      await this.#tab.callOver();
      this.#changed();
    } else {
      this.#show(text('open-elsewhere'), text('use-here'), () => this.#tab.take());
    }
  }

  /** The browser remembers a press for this page only; we remember that this user knows. */
  #offerSound() {
    if (!tones.locked || (preference('sound') === 'known' && !this.#onTv)) this.#hide();
    else this.#show(text(this.#onTv ? 'silent-tv' : 'silent'), text('enable-sound'), () => this.#enableSound());
  }

  async #enableSound() {
    prefer('sound', 'known');
    await tones.unlock();
    // A browser's own question can't always be answered by a remote control.
    if (!this.#onTv) await allowNotifications();
  }

  #soundUnlocked() {
    if (this.#signalling.ready) this.#hide();
  }

  #show(words, label = null, action = null) {
    say(byId('call-banner-text'), words);
    this.#action = action;
    this.#button.hidden = !label;
    say(this.#button, label ?? '');
    this.#element.hidden = false;
  }

  #hide() {
    this.#element.hidden = true;
  }
}
