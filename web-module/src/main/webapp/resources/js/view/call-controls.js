import { canShareScreen, devices } from '../media/local-media.js';
import { isLive, isTalking } from '../call-state.js';
import { text } from '../texts.js';
import { DeviceMenus } from './device-menus.js';
import { byId, disclosure, say } from './elements.js';

/** The buttons of a running call that change what this device sends and shows. */

/** Why a device can't be had, by the name of the browser's exception; others are `problem.other`. */
const PROBLEMS = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'SecurityError'];

export class CallControls {
  #client;
  #local;
  #dialog = byId('call');
  #frame = byId('call-frame');
  #menus;
  #panel = disclosure(byId('call-devices'), byId('device-panel'), () => this.#menus.refresh());

  constructor(client, local) {
    this.#client = client;
    this.#local = local;
    const selects = ['call-camera', 'call-microphone', 'call-speaker'].map(byId);
    this.#menus = new DeviceMenus(selects, local, ['remote-video', 'remote-video-2'].map(byId));
    this.#wire();
    local.addEventListener('change', () => this.#render());
    client.addEventListener('change', () => this.#callChanged());
  }

  #wire() {
    byId('call-mute').onclick = () => this.#local.setMuted(!this.#local.muted);
    byId('call-camera-off').onclick = () => this.#local.setCameraOff(Boolean(this.#local.camera));
    byId('call-switch-camera').onclick = () => this.#local.nextCamera();
    byId('call-share').onclick = () => (this.#local.screen ? this.#local.stopScreen() : this.#local.shareScreen());
    byId('call-fullscreen').onclick = () => this.#toggleFullscreen();
    this.#frame.addEventListener('fullscreenchange', () => this.#render());
    byId('call-share').dataset.unavailable = String(!canShareScreen());
    byId('call-fullscreen').dataset.unavailable = String(!this.#frame.requestFullscreen);
    byId('call-switch-camera').dataset.unavailable = 'true';
    this.#dialog.addEventListener('keydown', (event) => this.#shortcut(event));
  }

  /** M and V, as other calling products have them; not while a menu takes letters. */
  #shortcut(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('select, input')) return;
    const button = { m: 'call-mute', v: 'call-camera-off' }[event.key.toLowerCase()];
    if (button && !byId(button).hidden) byId(button).click();
  }

  #callChanged() {
    if (isTalking(this.#client.call)) return;
    this.#panel.close();
    if (isLive(this.#client.call)) return;
    if (document.fullscreenElement === this.#frame) document.exitFullscreen();
  }

  #render() {
    press('call-mute', this.#local.muted || !this.#local.microphone);
    press('call-camera-off', this.#local.cameraOff || !this.#local.camera);
    press('call-share', Boolean(this.#local.screen));
    press('call-fullscreen', document.fullscreenElement === this.#frame);
    byId('call-mute').disabled = !this.#local.microphone;
    this.#renderNote();
    this.#renderSwitch();
  }

  /** With nothing to send the call goes on, and says so. */
  #renderNote() {
    const { microphone, camera } = this.#local.problems;
    const missing = [
      microphone && !this.#local.microphone && problemText('microphone', microphone),
      camera && !this.#local.camera && !this.#local.cameraOff && problemText('camera', camera),
    ].filter(Boolean);
    if (missing.length === 2) missing.push(text('receive-only'));
    const note = byId('call-note');
    note.hidden = missing.length === 0 || !isLive(this.#client.call);
    say(note, missing.join(' '));
  }

  async #renderSwitch() {
    const several = (await devices('videoinput')).length > 1 && Boolean(this.#local.camera);
    const button = byId('call-switch-camera');
    button.dataset.unavailable = String(!several);
    button.hidden = !several || !button.dataset.phases.split(' ').includes(this.#dialog.dataset.phase);
  }

  async #toggleFullscreen() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.#frame.requestFullscreen();
  }
}

/** @param {'microphone'|'camera'} kind @param {string} name of a DOMException @returns {string} what it means */
export function problemText(kind, name) {
  return text(`problem.${kind}.${PROBLEMS.includes(name) ? name : 'other'}`);
}

function press(id, pressed) {
  byId(id).setAttribute('aria-pressed', String(pressed));
}
