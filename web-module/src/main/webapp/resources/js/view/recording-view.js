import { Phase } from '../call-state.js';
import { text } from '../texts.js';
import { byId, disclosure, say } from './elements.js';

/**
 * The recording of a call: the button with its choices, the question for consent, the sign that stays as long as
 * anything is recorded, and what became of it. It stands in a row of its own and covers neither picture nor controls.
 */

/** How long it is shown what became of a recording (ms). */
const NEWS = 10_000;
const SECOND = 1_000;

export class RecordingView {
  #recordings;
  #client;
  #button = byId('call-record');
  #panel = disclosure(this.#button, byId('record-panel'));
  #bar = byId('recording-bar');
  #question = byId('recording-consent');
  #links = byId('recording-links');
  #returnFocus = null;
  #clock = 0;
  /** What is said of the last recording until its time is over. */
  #news = '';
  #newsTimer = 0;
  /** The recording and its state that were rendered last. */
  #shown = '';

  constructor(recordings, client) {
    this.#recordings = recordings;
    this.#client = client;
    recordings.addEventListener('change', () => this.#render());
    client.addEventListener('change', () => this.#render());
    byId('call').addEventListener('close', () => this.#renderLinks());
    this.#wire();
  }

  #wire() {
    // Before the disclosure opens: a button that can't be used says why, and nothing else.
    this.#button.addEventListener('click', (event) => this.#refuseUse(event), { capture: true });
    byId('record-ask').onclick = () => this.#ask();
    byId('consent-yes').onclick = () => this.#try(() => this.#recordings.answer(true));
    byId('consent-no').onclick = () => this.#try(() => this.#recordings.answer(false));
    byId('recording-stop').onclick = () => this.#try(() => this.#recordings.stop());
    byId('recording-withdraw').onclick = () => this.#confirmWithdrawal(true);
    byId('withdraw-no').onclick = () => this.#confirmWithdrawal(false);
    byId('withdraw-yes').onclick = () => this.#try(() => this.#recordings.answer(false));
  }

  #refuseUse(event) {
    if (this.#button.ariaDisabled !== 'true') return;
    event.stopImmediatePropagation();
    this.#announce(this.#obstacle());
  }

  #ask() {
    const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
    this.#panel.close();
    this.#button.focus();
    this.#try(() => this.#recordings.request({ mode: chosen('record-mode'), video: chosen('record-video') === 'true' }));
  }

  async #try(request) {
    try {
      await request();
    } catch (error) {
      this.#tell(error.message || text('cause.no-connection'));
      this.#render();
    }
  }

  #render() {
    const recording = this.#client.call ? this.#recordings.current : null;
    const shown = recording ? `${recording.id} ${recording.state} ${recording.mine}` : '';
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#changed(recording);
    }
    this.#renderButton();
    this.#renderBar(recording);
    this.#renderLinks();
  }

  /** What is to be said, and where the focus goes, once for each change. */
  #changed(recording) {
    this.#confirmWithdrawal(false);
    const asked = recording?.state === 'requested' && recording.mine === 'asked';
    if (asked) this.#open(recording);
    else this.#close();
    if (recording?.message) this.#tell(recording.message);
    else if (recording) this.#forget();
    if (recording && !asked) this.#announce(this.#words(recording));
  }

  #open(recording) {
    const { by, mode, video } = recording;
    say(byId('consent-title'), text('record.asks', by.name));
    say(byId('consent-text'), text(`record.what.${mode === 'both' ? 'both' : 'own'}.${video ? 'video' : 'sound'}`));
    if (!this.#question.hidden) return;
    this.#returnFocus = document.activeElement;
    this.#question.hidden = false;
    this.#clock = setInterval(() => this.#tick(), SECOND / 4);
    this.#tick();
    // To its title, not to an answer: nobody should consent by a key that was meant for something else.
    byId('consent-title').focus();
  }

  #tick() {
    const left = Math.max(0, Math.ceil(((this.#recordings.current?.until ?? 0) - Date.now()) / SECOND));
    say(byId('consent-time'), text('record.time-left', left));
  }

  #close() {
    if (this.#question.hidden) return;
    clearInterval(this.#clock);
    const focused = this.#question.contains(document.activeElement);
    this.#question.hidden = true;
    if (!focused) return;
    const there = this.#returnFocus?.checkVisibility?.() && !this.#returnFocus.disabled;
    (there ? this.#returnFocus : byId('call-peer')).focus();
  }

  /** Taking a consent back deletes what there is, so it is asked once more. */
  #confirmWithdrawal(open) {
    const focused = byId('recording-choice').contains(document.activeElement);
    byId('recording-sure').hidden = !open;
    byId('recording-stop').hidden = byId('recording-withdraw').hidden = open;
    if (focused && !this.#bar.hidden) byId(open ? 'withdraw-no' : 'recording-withdraw').focus();
  }

  #renderButton() {
    const obstacle = this.#obstacle();
    const { call } = this.#client;
    this.#button.ariaDisabled = String(Boolean(obstacle));
    say(byId('record-obstacle'), obstacle);
    this.#button.title = obstacle;
    if (obstacle || call?.phase !== Phase.CONNECTED) this.#panel.close();
    byId('call').dataset.recording = this.#recordings.current?.state ?? 'none';
  }

  /** @returns {string} why nothing can be asked for now; empty if it can */
  #obstacle() {
    const { available, message } = this.#recordings.availability;
    if (this.#recordings.running) return text('record.runs');
    return available ? '' : message ?? text('record.unavailable');
  }

  #renderBar(recording) {
    const running = this.#recordings.running && recording?.mine !== 'asked';
    const words = running ? this.#words(recording) : this.#news;
    const focused = this.#bar.contains(document.activeElement);
    this.#bar.hidden = !words || !this.#client.call;
    this.#bar.dataset.live = String(recording?.state === 'recording');
    say(byId('recording-words'), words);
    byId('recording-choice').hidden = !running;
    say(byId('recording-stop-label'), text(recording?.state === 'recording' ? 'record.stop' : 'record.cancel'));
    byId('recording-withdraw').dataset.unavailable = String(recording?.state !== 'recording');
    if (focused && (this.#bar.hidden || !running)) byId('call-peer').focus();
  }

  #words(recording) {
    if (recording.message) return recording.message;
    if (recording.state === 'requested') return text('record.waiting');
    if (recording.state === 'recording') return text(`record.sign.${recording.video ? 'video' : 'sound'}`, recording.by.name);
    return '';
  }

  #tell(words) {
    this.#news = words;
    clearTimeout(this.#newsTimer);
    this.#newsTimer = setTimeout(() => {
      this.#news = '';
      this.#render();
    }, NEWS);
    this.#announce(words);
  }

  #forget() {
    this.#news = '';
    clearTimeout(this.#newsTimer);
  }

  /** The link is in the call while that is shown, or else at the foot of the page. */
  #renderLinks() {
    const home = byId(byId('call').open ? 'recording-slot' : 'recording-page-slot');
    if (this.#links.parentElement !== home) home.append(this.#links);
    const { ready } = this.#recordings;
    this.#links.hidden = ready.length === 0;
    const key = ready.map(({ id }) => id).join(' ');
    if (this.#links.dataset.shown !== key) {
      this.#links.dataset.shown = key;
      this.#links.replaceChildren(...ready.map((one) => this.#link(one)));
    }
    // A running call must not end because somebody looks at a recording.
    for (const link of this.#links.querySelectorAll('a')) link.target = this.#client.live ? '_blank' : '';
  }

  #link({ id, url, message }) {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: text('record.open') });
    const away = Object.assign(document.createElement('button'), { type: 'button', textContent: text('record.dismiss') });
    away.onclick = () => this.#recordings.dismiss(id);
    link.className = away.className = 'button small';
    const words = Object.assign(document.createElement('p'), { textContent: message });
    const row = document.createElement('div');
    row.append(words, link, away);
    return row;
  }

  #announce(words) {
    say(byId('recording-announcement'), words);
  }
}
