import { adapt, sendEncodings, suit } from './encodings.js';

/**
 * The WebRTC connection of one call. It offers, the server answers (docs/signalling.md, Media). The
 * sections for sound and picture are there from the start and tracks are put into them when the camera
 * has opened, so that neither permission questions nor slow cameras delay the connection. So are those in which
 * a second other is heard and seen: who joins or leaves later costs no offer.
 */

/** A restart that brought nothing is tried again after so long (ms). */
const RESTART_AGAIN = 6_000;

/** Events: `remote` when a track has come, `state` when `connected` changed, `failed` with the error in `detail`. */
export class Connection extends EventTarget {
  /** @type {RTCPeerConnection} */
  pc;
  /** What is received in each slot: one sound and one picture of one other. */
  slots = [new MediaStream(), new MediaStream()];
  #negotiate;
  #iceServers;
  /** The servers with the passwords that the connection has. */
  #configured;
  #local;
  #audio;
  #video;
  /** Of the second slot, which only receives. */
  #second;
  #queue = Promise.resolve();
  /** An offer waits for the exchange before it; it will say all that another one would. */
  #waiting = false;
  #restartTimer = 0;
  #attach = () => this.#replaceTracks();
  #online = () => this.restart();
  #network = navigator.connection?.type;
  /** The browser tells every change of its estimates; only another kind of network takes our address away. */
  #networkChanged = () => {
    if (this.#network === navigator.connection.type) return;
    this.#network = navigator.connection.type;
    this.restart();
  };

  /**
   * @param {IceServers} iceServers
   * @param {LocalMedia} local
   * @param {function(string): Promise<string>} negotiate sends an offer and returns the answer
   */
  constructor(iceServers, local, negotiate) {
    super();
    this.#local = local;
    this.#iceServers = iceServers;
    this.#configured = iceServers.list;
    this.#negotiate = negotiate;
    this.pc = new RTCPeerConnection({ iceServers: iceServers.list, bundlePolicy: 'max-bundle' });
    this.#audio = this.pc.addTransceiver('audio', { direction: 'sendrecv' });
    this.#video = this.#addVideo(false);
    this.#second = ['audio', 'video'].map((kind) => this.pc.addTransceiver(kind, { direction: 'recvonly' }));
    this.pc.ontrack = ({ track, transceiver }) => this.#received(track, this.#second.includes(transceiver) ? 1 : 0);
    this.pc.onconnectionstatechange = () => this.#stateChanged();
    local.addEventListener('tracks', this.#attach);
    addEventListener('online', this.#online);
    navigator.connection?.addEventListener('change', this.#networkChanged);
    this.#replaceTracks();
    this.offer();
  }

  get connected() {
    return this.pc.connectionState === 'connected';
  }

  /** Sends an offer once the exchanges before it are done. */
  offer() {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#queue = this.#queue.then(() => this.#exchange()).catch((error) => this.#failed(error));
  }

  /** New ICE credentials, new candidate pairs; sound and picture stay as they are. */
  restart() {
    if (this.#closed() || !this.pc.remoteDescription) return;
    clearTimeout(this.#restartTimer);
    this.pc.restartIce();
    this.offer();
    this.#restartTimer = setTimeout(() => this.connected || this.restart(), RESTART_AGAIN);
  }

  close() {
    clearTimeout(this.#restartTimer);
    this.#local.removeEventListener('tracks', this.#attach);
    removeEventListener('online', this.#online);
    navigator.connection?.removeEventListener('change', this.#networkChanged);
    this.pc.close();
  }

  async #exchange() {
    this.#waiting = false;
    if (this.#closed()) return;
    await this.#renewIceServers();
    if (this.#closed()) return;
    await this.pc.setLocalDescription(await this.pc.createOffer());
    const answer = await this.#negotiate(this.pc.localDescription.sdp);
    if (this.#closed()) return;
    await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (suit(this.#video.sender.getParameters())) await this.#encode();
    else this.#renewVideo();
  }

  #addVideo(layered) {
    return this.pc.addTransceiver('video', { direction: 'sendrecv', sendEncodings: sendEncodings(layered) });
  }

  /** The encodings of a transceiver are settled when it is made, and the codec only by the answer. */
  #renewVideo() {
    const simulcast = this.#video.sender.getParameters().encodings.length > 1;
    this.#video.stop();
    this.#video = this.#addVideo(simulcast);
    this.#replaceTracks();
    this.offer();
  }

  /** Also after each answer, with which browsers begin again with all encodings. */
  async #encode() {
    if (this.#closed()) return;
    const { sender } = this.#video;
    const parameters = sender.getParameters();
    if (adapt(parameters, this.#local.picture)) await sender.setParameters(parameters);
  }

  /** Before candidates are gathered: a relay must not be asked for with a password that has run out. */
  async #renewIceServers() {
    await this.#iceServers.renew();
    const { list } = this.#iceServers;
    if (list === this.#configured || this.#closed()) return;
    this.#configured = list;
    this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers: list });
  }

  async #failed(error) {
    if (this.#closed()) return;
    // The next offer must not build on the one that was refused.
    if (this.pc.signalingState === 'have-local-offer') await this.pc.setLocalDescription({ type: 'rollback' });
    this.dispatchEvent(new CustomEvent('failed', { detail: error }));
  }

  #received(track, slot) {
    const stream = this.slots[slot];
    for (const old of stream.getTracks()) {
      if (old.kind === track.kind && old !== track) stream.removeTrack(old);
    }
    stream.addTrack(track);
    this.dispatchEvent(new Event('remote'));
  }

  #stateChanged() {
    const state = this.pc.connectionState;
    clearTimeout(this.#restartTimer);
    // ICE may recover by itself from `disconnected`; that we help costs no media that still goes.
    if (state === 'failed' || state === 'disconnected') this.restart();
    this.dispatchEvent(new Event('state'));
  }

  #replaceTracks() {
    if (this.#closed()) return;
    for (const [sender, track] of [
      [this.#audio.sender, this.#local.microphone],
      [this.#video.sender, this.#local.picture],
    ]) {
      if (sender.track !== track) sender.replaceTrack(track).catch((error) => this.#failed(error));
    }
    this.#queue = this.#queue.then(() => this.#encode()).catch((error) => this.#failed(error));
  }

  #closed() {
    return this.pc.signalingState === 'closed';
  }
}
