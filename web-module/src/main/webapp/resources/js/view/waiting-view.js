import { text } from '../texts.js';
import { byId, say } from './elements.js';
import { deviceWords, incomingTitle } from './peer-words.js';

/** The banner over a running call that shows who else is calling; it takes no focus and covers no control. */
export class WaitingView {
  #client;
  #banner = byId('call-waiting');
  #announcement = byId('waiting-announcement');
  /** @type {?Call} the call that is shown */
  #shown = null;

  constructor(client) {
    this.#client = client;
    client.addEventListener('change', () => this.#render());
    byId('waiting-decline').onclick = () => client.declineWaiting();
    byId('waiting-answer').onclick = () => client.answerWaiting();
  }

  #render() {
    const call = this.#client.waiting;
    if (call?.id === this.#shown?.id) return;
    const before = this.#shown;
    this.#shown = call;
    if (call) this.#show(call);
    else this.#hide(before);
  }

  #show(call) {
    const { peer } = call;
    const caller = incomingTitle(call);
    const from = deviceWords(call);
    say(byId('waiting-avatar'), [...peer.name][0]?.toUpperCase() ?? '?');
    say(byId('waiting-peer'), caller);
    say(byId('waiting-device'), from);
    this.#banner.hidden = false;
    say(this.#announcement, text('waiting-announcement', caller, from));
  }

  #hide(before) {
    const focused = this.#banner.contains(document.activeElement);
    this.#banner.hidden = true;
    const gone = this.#client.call?.id !== before.id;
    say(this.#announcement, gone ? text('waiting-over', before.peer.name) : '');
    // The control that had the focus is gone: on to the nearest that ends nothing.
    if (focused) byId(byId('call-mute').checkVisibility() ? 'call-mute' : 'call-peer').focus();
  }
}
