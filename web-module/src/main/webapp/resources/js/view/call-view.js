import { Phase, canStepOut, isLive, others, partingCause } from '../call-state.js';
import { tones } from '../media/tones.js';
import { clock, hasText, text } from '../texts.js';
import { byId, play, say } from './elements.js';
import { deviceWords, incomingTitle } from './peer-words.js';
import { Tiles, initial, pictureOf } from './tiles.js';

/** The dialog over the page that shows the one call, from its first ring to its end screen. */

/** What has the focus when a phase begins: never a control that ends something by a careless press. */
const FOCUS = {
  [Phase.PLACING]: 'call-peer',
  [Phase.INCOMING]: 'call-answer',
  [Phase.CONNECTING]: 'call-mute',
  [Phase.ENDED]: 'call-close',
};

/** What the button that ends the call is called, if not *Hang up*. */
const PARTINGS = { CANCELLED: 'cancel', TRANSFERRED: 'leave' };

export class CallView {
  #client;
  #local;
  #signalling;
  #dialog = byId('call');
  #status = byId('call-status');
  #timerText = byId('call-timer');
  #tiles = new Tiles(() => this.#render());
  /** The names of those who were heard and seen last. */
  #known = [];
  #phase = 'none';
  #timer = 0;
  /** Length of the call that has ended, s. */
  #duration = null;
  #returnFocus = null;

  constructor(client, local, signalling) {
    this.#client = client;
    this.#local = local;
    this.#signalling = signalling;
    client.addEventListener('change', () => this.#render());
    client.addEventListener('media', () => this.#render());
    local.addEventListener('change', () => this.#render());
    signalling.addEventListener('state', () => this.#render());
    tones.addEventListener('unlocked', () => this.#render());
    this.#wire();
  }

  #wire() {
    byId('call-answer').onclick = () => this.#client.answer({ video: true });
    byId('call-answer-audio').onclick = () => this.#client.answer({ video: false });
    byId('call-decline').onclick = () => this.#client.decline();
    byId('call-hangup').onclick = () => this.#client.hangUp();
    byId('call-close').onclick = () => this.#client.dismiss();
    byId('call-sound').onclick = () => this.#enableSound();
    // Escape leaves a finished call, and nothing else: a running one ends by its button only.
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (this.#phase === Phase.ENDED) this.#client.dismiss();
    });
    this.#dialog.addEventListener('close', () => {
      if (this.#client.call) this.#dialog.showModal();
    });
    addEventListener('beforeunload', (event) => {
      const { call, live } = this.#client;
      if (live && this.#phase !== Phase.INCOMING && !canStepOut(call)) event.preventDefault();
    });
  }

  #render() {
    const call = this.#client.call;
    const phase = call?.phase ?? 'none';
    if (phase !== this.#phase) this.#enter(phase, call);
    if (!call) return;
    const there = call.phase === Phase.CONNECTED ? others(call) : [];
    this.#renderPeer(call, there);
    this.#renderStatus(call);
    this.#renderSigns(call, there);
    this.#renderPictures(call, there);
    this.#sayWhoCameAndLeft(there);
  }

  #enter(phase, call) {
    const before = this.#phase;
    this.#phase = phase;
    this.#dialog.dataset.phase = phase;
    clearInterval(this.#timer);
    if (phase === 'none') {
      this.#leave();
      return;
    }
    if (phase === Phase.CONNECTED) this.#timer = setInterval(() => this.#renderTimer(), 500);
    if (phase === Phase.ENDED) this.#duration = this.#elapsed(call);
    for (const button of this.#dialog.querySelectorAll('[data-phases]')) this.#offer(button, phase);
    if (!this.#dialog.open) {
      if (!this.#dialog.contains(document.activeElement)) this.#returnFocus = document.activeElement;
      this.#dialog.showModal();
    }
    this.#moveFocus(before, phase);
    say(byId('call-announcement'), this.#announcement(call));
  }

  /** Back to where its user was, if that is still there. */
  #leave() {
    this.#dialog.close();
    const there = this.#returnFocus?.checkVisibility?.() && !this.#returnFocus.disabled;
    (there ? this.#returnFocus : byId('main')).focus();
  }

  /** A button that its phase doesn't know is hidden; one that this device can't do stays hidden. */
  #offer(button, phase) {
    const known = button.dataset.phases.split(' ').includes(phase);
    button.hidden = !known || button.dataset.unavailable === 'true';
  }

  #moveFocus(before, phase) {
    const lost = document.activeElement === document.body || document.activeElement?.hidden;
    const target = FOCUS[phase] ?? (lost ? 'call-mute' : null);
    const opened = before === 'none' || phase === Phase.INCOMING || phase === Phase.ENDED;
    if (target && (opened || lost || before === Phase.INCOMING)) byId(target).focus();
  }

  #announcement(call) {
    if (call.phase === Phase.INCOMING) {
      const note = call.note ? `${this.#noteText(call.note)} ` : '';
      return `${note}${incomingTitle(call)}. ${this.#statusText(call)}`;
    }
    if (call.phase === Phase.CONNECTED) return text('connected-with', call.peer.name);
    return this.#statusText(call);
  }

  #renderPeer(call, there) {
    // The peer may have left a call that goes on with somebody else.
    const face = there[0]?.party ?? call.peer;
    const names = [...new Set(there.map(({ party }) => party.name))];
    say(byId('call-peer'), names.length > 1 ? text('both', ...names) : face.name);
    say(byId('call-avatar'), initial(face.name));
    say(byId('call-device'), deviceWords({ ...call, peer: face }));
    say(byId('call-hangup-label'), text(PARTINGS[partingCause(call)] ?? 'hang-up'));
    say(byId('call-again-label'), text(call.direction === 'outgoing' ? 'call-again' : 'call-back'));
  }

  #renderStatus(call) {
    say(this.#status, this.#statusText(call));
    this.#timerText.hidden = !call.connectedAt || (call.phase === Phase.ENDED && this.#duration === null);
    this.#renderTimer();
    byId('call-sound').dataset.unavailable = String(!tones.locked && !this.#tiles.muffled);
    this.#offer(byId('call-sound'), call.phase);
  }

  #statusText(call) {
    if (call.phase === Phase.ENDED) return this.#endingText(call.ending);
    if (call.phase === Phase.CONNECTED) return this.#troubleText(call);
    if (!this.#signalling.ready) return text('reconnecting');
    return text(`phase.${call.phase}`);
  }

  #troubleText(call) {
    if (this.#client.connection && !this.#client.connection.connected) return text('reconnecting');
    const [first, second] = others(call);
    if (first?.lost && !second) return text('remote-lost', first.party.name);
    return this.#signalling.ready ? '' : text('reconnecting-socket');
  }

  #endingText({ cause, message }) {
    if (message) return message;
    return hasText(`cause.${cause}`) ? text(`cause.${cause}`) : text('ended');
  }

  /** Why this device rings on after its user's answer, or again after another call. */
  #noteText(note) {
    return hasText(`refused.${note.cause}`) ? text(`refused.${note.cause}`) : this.#endingText(note);
  }

  #renderTimer() {
    const call = this.#client.call;
    if (!call?.connectedAt) return;
    say(this.#timerText, clock(call.phase === Phase.ENDED ? (this.#duration ?? 0) : this.#elapsed(call)));
  }

  /** @returns {?number} s since both sides were connected, or null if they never were */
  #elapsed(call) {
    if (!call.connectedAt) return null;
    return (this.#signalling.serverNow() - Date.parse(call.connectedAt)) / 1000;
  }

  /** Signs of two others stand on their tiles; all are read out. */
  #renderSigns(call, there) {
    const live = call.phase === Phase.CONNECTED;
    const several = there.length > 1;
    const own = [
      call.note && this.#noteText(call.note),
      several && call.remoteRests && text('picture-rests'),
      live && this.#local.screen && text('own-screen'),
    ].filter(Boolean);
    const theirs = there.flatMap(({ party: { name }, audio, video, screen, lost }) => [
      several && lost && text('remote-lost', name),
      audio && text('peer-muted', name),
      video && text('peer-camera-off', name),
      screen && text('peer-screen', name),
    ].filter(Boolean));
    const list = byId('call-signs');
    const told = [...theirs, ...own].join(' ');
    if (list.dataset.told === told && list.dataset.several === String(several)) return;
    if (told && live && list.dataset.told !== told) say(byId('call-announcement'), told);
    list.dataset.told = told;
    list.dataset.several = String(several);
    const shown = several ? own : [...theirs, ...own];
    list.replaceChildren(...shown.map((words) => Object.assign(document.createElement('li'), { textContent: words })));
  }

  /** In a call that goes on: at its beginning its phase says who is there, and who changes the device stays. */
  #sayWhoCameAndLeft(there) {
    const [before, now] = [this.#known, there.map(({ party }) => party.name)];
    this.#known = now;
    if (!before.length || !now.length) return;
    const came = now.filter((name) => !before.includes(name)).map((name) => text('joined', name));
    const left = before.filter((name) => !now.includes(name)).map((name) => text('left', name));
    const words = [...came, ...left].join(' ');
    if (words) say(byId('call-announcement'), words);
  }

  #renderPictures(call, there) {
    const remote = there.length > 1 ? 'several' : pictureOf(there[0]);
    this.#dialog.dataset.remote = remote;
    // Two are not covered for what holds one of them back.
    say(byId('call-rests'), call.remoteRests && (remote === 'camera' || remote === 'screen') ? text('picture-rests') : '');
    this.#tiles.render(call, this.#client.connection);
    const picture = this.#local.picture;
    const own = byId('local-video');
    own.hidden = !picture || !isLive(call);
    own.dataset.mirrored = String(!this.#local.screen && picture?.getSettings().facingMode !== 'environment');
    if (own.srcObject?.getVideoTracks()[0] !== picture) play(own, picture && new MediaStream([picture]));
  }

  async #enableSound() {
    this.#tiles.unmute();
    await tones.unlock();
  }
}

