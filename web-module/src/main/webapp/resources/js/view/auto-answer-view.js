import { isTalking } from '../call-state.js';
import { tones } from '../media/tones.js';
import { text } from '../texts.js';
import { byId, say } from './elements.js';
import { invitedBy } from './peer-words.js';

/** How long the banner is shown, ms. */
const SHOWN = 5_000;

/** The banner over a call that this device has answered by itself: who it is, and the ways out. */
export class AutoAnswerView {
  #client;
  #banner = byId('call-auto');
  #off = byId('auto-off');
  #note = byId('auto-note');
  #announcement = byId('auto-announcement');
  /** @type {?string} the id of the call for which the banner is shown, or was */
  #call = null;
  #timer = 0;

  constructor(client) {
    this.#client = client;
    client.addEventListener('change', () => this.#render());
    tones.addEventListener('unlocked', () => this.#describe());
    byId('auto-decline').onclick = () => client.decline();
    this.#off.onclick = () => this.#switchOff();
  }

  #render() {
    const { call, waiting } = this.#client;
    const auto = call?.auto && isTalking(call);
    if (auto && call.id !== this.#call) this.#show(call);
    else if (!auto || waiting) this.#hide();
    // The same call may come to this device again, when it is moved.
    if (!auto) this.#call = null;
  }

  #show(call) {
    const who = invitedBy(call).name;
    this.#call = call.id;
    this.#off.hidden = false;
    this.#off.disabled = false;
    say(byId('auto-title'), text('auto.title', who));
    this.#banner.hidden = false;
    this.#describe();
    const words = [text('auto.title', who), this.#note.textContent, text('auto.ways-out')];
    say(this.#announcement, words.filter(Boolean).join('. '));
    this.#stay();
  }

  /** From where the call comes, and what keeps its caller from being heard. */
  #describe() {
    if (this.#banner.hidden || this.#off.hidden) return;
    const { call } = this.#client;
    const device = call && invitedBy(call).device?.name;
    const words = [device && text('from-device', device), tones.locked && text('auto.silent')];
    say(this.#note, words.filter(Boolean).join(' · '));
  }

  async #switchOff() {
    this.#off.disabled = true;
    let words = text('auto.is-off');
    try {
      await this.#client.setAutoAnswer(false);
      this.#leaveFor('call-mute', this.#off);
      this.#off.hidden = true;
    } catch {
      words = text('auto.failed');
      this.#off.disabled = false;
    }
    say(this.#note, words);
    say(this.#announcement, words);
    this.#stay();
  }

  /** Nothing is taken from under the finger of whoever is at it by the keyboard. */
  #stay() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#banner.contains(document.activeElement)) this.#stay();
      else this.#hide();
    }, SHOWN);
  }

  #hide() {
    if (this.#banner.hidden) return;
    clearTimeout(this.#timer);
    this.#leaveFor('call-mute', this.#banner);
    this.#banner.hidden = true;
    say(this.#announcement, '');
  }

  /** What is about to go must not take the focus with it. */
  #leaveFor(id, gone) {
    if (gone.contains(document.activeElement) && byId(id).checkVisibility()) byId(id).focus();
  }
}
