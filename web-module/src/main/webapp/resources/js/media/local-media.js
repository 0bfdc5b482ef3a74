import { prefer, preference } from '../preferences.js';

/** What this device sends: microphone, camera, screen; any of them may be missing. */

/** What is asked of a camera; a weaker one gives what it has. */
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Events: `tracks` when another track is to be sent, `change` when anything shown about them changed.
 * All methods may be called at any time; a device that can't be had is a `problem`, not an exception.
 */
export class LocalMedia extends EventTarget {
  /** @type {?MediaStreamTrack} */
  microphone = null;
  /** @type {?MediaStreamTrack} */
  camera = null;
  /** @type {?MediaStreamTrack} */
  screen = null;
  muted = false;
  cameraOff = false;
  /** The names of the DOMExceptions that keep devices from us, e.g. `NotAllowedError`; null if nothing does. */
  problems = { microphone: null, camera: null };
  /** Counts openings and closings, so that a permission given too late opens nothing. */
  #epoch = 0;

  /** @returns {?MediaStreamTrack} the picture that the other side should see */
  get picture() {
    return this.screen ?? this.camera;
  }

  /** Opens what is not open yet; a camera that isn't wanted counts as off and can be switched on later. */
  async open({ video = true } = {}) {
    const epoch = ++this.#epoch;
    this.cameraOff = !video;
    this.muted = false;
    const wanted = { microphone: !this.microphone, camera: video && !this.camera };
    if (wanted.microphone && wanted.camera) await this.#openBoth(epoch);
    else if (wanted.microphone) await this.#openOne('microphone', epoch);
    else if (wanted.camera) await this.#openOne('camera', epoch);
    this.#changed();
  }

  close() {
    this.#epoch++;
    for (const kind of ['microphone', 'camera', 'screen']) this.#drop(kind);
    this.#changed();
  }

  setMuted(muted) {
    this.muted = muted;
    if (this.microphone) this.microphone.enabled = !muted;
    this.dispatchEvent(new Event('change'));
  }

  /** Switches the camera itself off, not only its picture: its light goes out. */
  async setCameraOff(off) {
    this.cameraOff = off;
    if (off) this.#drop('camera');
    else await this.#openOne('camera', this.#epoch);
    this.#changed();
  }

  /** @param {'microphone'|'camera'} kind */
  async choose(kind, deviceId) {
    prefer(kind, deviceId);
    if (kind === 'camera') {
      prefer('facing', null);
      if (this.cameraOff) return;
    }
    await this.#replace(kind);
  }

  /** The other side of a phone, or the next camera of a computer. */
  async nextCamera() {
    const settings = this.camera?.getSettings() ?? {};
    if (settings.facingMode) {
      prefer('camera', null);
      prefer('facing', settings.facingMode === 'user' ? 'environment' : 'user');
    } else {
      const cameras = await devices('videoinput');
      const index = cameras.findIndex((camera) => camera.deviceId === settings.deviceId);
      prefer('camera', cameras[(index + 1) % cameras.length]?.deviceId ?? null);
    }
    await this.#replace('camera');
  }

  /** @returns {Promise<boolean>} false if the user chose nothing */
  async shareScreen() {
    const epoch = this.#epoch;
    let stream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } } });
    } catch {
      return false;
    }
    if (epoch !== this.#epoch) {
      for (const track of stream.getTracks()) track.stop();
      return false;
    }
    this.screen = stream.getVideoTracks()[0];
    // Text must stay sharp; frames may be dropped for it.
    this.screen.contentHint = 'detail';
    this.screen.addEventListener('ended', () => this.stopScreen());
    this.#changed();
    return true;
  }

  stopScreen() {
    this.#drop('screen');
    this.#changed();
  }

  /** One question to the user for both; then each alone, since one of them may be missing or taken. */
  async #openBoth(epoch) {
    try {
      this.#take(await this.#get('microphone', 'camera'), epoch);
    } catch {
      await this.#openOne('microphone', epoch);
      await this.#openOne('camera', epoch);
    }
  }

  async #openOne(kind, epoch) {
    try {
      this.#take(await this.#get(kind), epoch);
    } catch (error) {
      if (epoch === this.#epoch) this.problems[kind] = error.name;
    }
  }

  async #get(...kinds) {
    // Absent on a page that came over plain http from another machine.
    if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
    try {
      return await navigator.mediaDevices.getUserMedia(constraints(kinds, true));
    } catch (error) {
      // The one that was chosen is gone: another will do.
      if (error.name !== 'OverconstrainedError') throw error;
      return navigator.mediaDevices.getUserMedia(constraints(kinds, false));
    }
  }

  #take(stream, epoch) {
    for (const track of stream.getTracks()) {
      const kind = track.kind === 'audio' ? 'microphone' : 'camera';
      if (epoch !== this.#epoch || this[kind] || (kind === 'camera' && this.cameraOff)) {
        track.stop();
        continue;
      }
      this[kind] = track;
      this.problems[kind] = null;
      if (kind === 'microphone') track.enabled = !this.muted;
      track.addEventListener('ended', () => this.#lost(kind, track));
    }
  }

  /** Unplugged, or taken back by the user: another one may be there. */
  async #lost(kind, track) {
    if (this[kind] !== track) return;
    this[kind] = null;
    await this.#openOne(kind, this.#epoch);
    this.#changed();
  }

  /** Closes before it opens, because phones open one camera at a time. */
  async #replace(kind) {
    this.#drop(kind);
    await this.#openOne(kind, this.#epoch);
    this.#changed();
  }

  #drop(kind) {
    this[kind]?.stop();
    this[kind] = null;
  }

  #changed() {
    this.dispatchEvent(new Event('tracks'));
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {('microphone'|'camera')[]} kinds @param {boolean} asChosen whether it must be the device that was chosen */
function constraints(kinds, asChosen) {
  const choice = (kind) => (asChosen && preference(kind) ? { deviceId: { exact: preference(kind) } } : {});
  const facing = preference('facing') ? { facingMode: { ideal: preference('facing') } } : {};
  return {
    audio: kinds.includes('microphone') && { ...SOUND, ...choice('microphone') },
    video: kinds.includes('camera') && { ...PICTURE, ...facing, ...choice('camera') },
  };
}

/**
 * @param {'audioinput'|'videoinput'|'audiooutput'} kind
 * @returns {Promise<MediaDeviceInfo[]>} those that can be named; empty before permission is given
 */
export async function devices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all.filter((device) => device.kind === kind && device.deviceId);
}

/** @returns {boolean} whether this browser can choose a speaker */
export function canChooseSpeaker() {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** @returns {boolean} whether this browser can share a screen; phones can't */
export function canShareScreen() {
  return Boolean(navigator.mediaDevices?.getDisplayMedia);
}
