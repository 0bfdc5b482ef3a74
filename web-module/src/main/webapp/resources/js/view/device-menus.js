import { canChooseSpeaker, devices } from '../media/local-media.js';
import { prefer, preference } from '../preferences.js';
import { text } from '../texts.js';

/** The menus for camera, microphone and speaker, in the call as in the check before it. */

const KINDS = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' };

export class DeviceMenus {
  #selects;
  #local;
  #outputs;

  /**
   * @param {HTMLSelectElement[]} selects each with `data-device` camera, microphone or speaker
   * @param {LocalMedia} local whose devices are chosen
   * @param {HTMLMediaElement[]} outputs what plays on the chosen speaker
   */
  constructor(selects, local, outputs) {
    this.#selects = selects;
    this.#local = local;
    this.#outputs = outputs;
    for (const select of selects) select.addEventListener('change', () => this.#chosen(select));
    navigator.mediaDevices?.addEventListener('devicechange', () => this.refresh());
    local.addEventListener('change', () => this.refresh());
    this.#useSpeaker();
  }

  async refresh() {
    await Promise.all(this.#selects.map((select) => this.#fill(select)));
  }

  async #fill(select) {
    const kind = select.dataset.device;
    const found = await devices(KINDS[kind]);
    const unusable = found.length === 0 || (kind === 'speaker' && !canChooseSpeaker());
    const options = found.map((device, index) => new Option(device.label || text(kind, index + 1), device.deviceId));
    if (unusable) options.splice(0, options.length, new Option(text('default-device'), ''));
    const inUse = this.#local[kind]?.getSettings().deviceId ?? preference(kind);
    select.replaceChildren(...options);
    select.disabled = unusable;
    if (found.some((device) => device.deviceId === inUse)) select.value = inUse;
  }

  #chosen(select) {
    if (select.dataset.device === 'speaker') {
      prefer('speaker', select.value);
      this.#useSpeaker();
    } else {
      this.#local.choose(select.dataset.device, select.value);
    }
  }

  #useSpeaker() {
    const speaker = preference('speaker');
    if (!speaker || !canChooseSpeaker()) return;
    // A speaker that was unplugged since is no error: the browser's default stays.
    for (const output of this.#outputs) output.setSinkId(speaker).catch(() => {});
  }
}
