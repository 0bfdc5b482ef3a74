import { LocalMedia } from '../media/local-media.js';
import { LevelMeter } from '../media/level-meter.js';
import { tones } from '../media/tones.js';
import { preference, prefer } from '../preferences.js';
import { text } from '../texts.js';
import { client } from '../main.js';
import { problemText } from './call-controls.js';
import { DeviceMenus } from './device-menus.js';
import { byId, play, say } from './elements.js';
import { allowNotifications } from './ringing.js';

/** The dialog that tries camera, microphone and speaker before a call, and remembers what was chosen. */
export class Check {
  #local = new LocalMedia();
  #dialog = byId('check');
  #preview = byId('check-preview');
  #meter = new LevelMeter((level) => (byId('check-level').value = level));
  #menus;

  constructor() {
    const selects = ['check-camera', 'check-microphone', 'check-speaker'].map(byId);
    this.#menus = new DeviceMenus(selects, this.#local, []);
    this.#local.addEventListener('change', () => this.#render());
    byId('check-open').onclick = () => this.#open();
    byId('check-close').onclick = () => this.#dialog.close();
    byId('check-tone').onclick = () => tones.test(preference('speaker'));
    byId('check-retry').onclick = () => this.#local.open();
    byId('check-notify').onclick = () => this.#notify();
    this.#dialog.addEventListener('close', () => this.#local.close());
    // The call needs the camera, and has a dialog of its own.
    client.addEventListener('change', () => client.live && this.#dialog.close());
  }

  async #open() {
    this.#dialog.showModal();
    this.#renderNotify();
    prefer('sound', 'known');
    await this.#local.open();
    if (!this.#dialog.open) this.#local.close();
    this.#menus.refresh();
  }

  #render() {
    const { camera, microphone, problems } = this.#local;
    const stream = camera ? new MediaStream([camera]) : null;
    if (this.#preview.srcObject?.getVideoTracks()[0] !== camera) play(this.#preview, stream);
    this.#preview.hidden = !camera;
    byId('check-no-picture').hidden = Boolean(camera);
    this.#meter.follow(microphone);
    const missing = [
      problems.camera && !camera && problemText('camera', problems.camera),
      problems.microphone && !microphone && problemText('microphone', problems.microphone),
    ].filter(Boolean);
    const refused = Object.values(problems).includes('NotAllowedError');
    if (missing.length && refused) missing.push(text(`help.${browser()}`));
    say(byId('check-problem-text'), missing.join(' '));
    byId('check-problem').hidden = missing.length === 0;
  }

  async #notify() {
    await allowNotifications();
    this.#renderNotify();
  }

  #renderNotify() {
    const permission = globalThis.Notification?.permission ?? 'denied';
    byId('check-notify').hidden = permission !== 'default';
    say(byId('check-notify-state'), text(`notify.${permission}`));
  }
}

/** @returns {'firefox'|'safari'|'chromium'} whose settings the help text describes */
function browser() {
  const agent = navigator.userAgent;
  if (agent.includes('Firefox/')) return 'firefox';
  return agent.includes('Safari/') && !agent.includes('Chrom') ? 'safari' : 'chromium';
}
