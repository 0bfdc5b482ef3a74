import { CallClient } from '/resources/js/call-client.js';
import { LocalMedia } from '/resources/js/media/local-media.js';
import { FakeSocket, withSession } from './fake-socket.js';

const party = (name) => ({ name, number: null, device: { kind: 'phone', name: 'Chrome on Android' } });
export const alice = party('alice');
export const carol = party('carol');

/** The server's end of the socket, and the page's one call client. */
export class Line {
  #seq = 0;

  constructor(session) {
    this.local = new LocalMedia();
    this.client = new CallClient(session, this.local);
  }

  get socket() {
    return FakeSocket.opened.at(-1);
  }

  tell(notice) {
    this.socket.tell({ seq: ++this.#seq, ...notice });
  }

  invite(call, from, more = {}) {
    this.tell({ type: 'invitation', call, from, ringSeconds: 30, ...more });
  }

  ended(call, cause, side, message) {
    this.tell({ type: 'call-state', call, state: 'ended', peer: {}, cause, side, message });
  }

  /** The requests of a call so far, by type; media apart. */
  asked(call) {
    const about = this.socket.sent.filter((message) => message.call === call && !message.type.startsWith('media'));
    return about.map(({ type }) => type);
  }

  /** Waits for the n-th request of a type, and replies to it. */
  async reply(type, reply = { type: 'ok' }, n = 1) {
    const sent = () => this.socket.sent.filter((message) => message.type === type);
    await until(() => sent().length >= n);
    this.socket.tell({ re: sent()[n - 1].id, ...reply });
  }

  /** A call from alice that this page has answered. */
  async talk() {
    this.invite('c1', alice);
    this.client.answer({ video: false });
    await this.reply('answer');
    await until(() => this.client.connection !== null);
    this.tell({ type: 'call-state', call: 'c1', state: 'connected', peer: {}, connectedAt: '2026-11-21T10:00:00Z' });
  }

  get shown() {
    const { call, waiting } = this.client;
    return [call?.peer.name ?? null, call?.phase ?? null, waiting?.peer.name ?? null];
  }
}

export async function until(condition) {
  while (!condition()) await new Promise(requestAnimationFrame);
}

export const error = (code, message = '') => ({ type: 'error', code, message });

/** A page whose session is open. */
export function withLine(scenario) {
  return withSession(async (session, socket) => {
    const line = new Line(session);
    socket.accept();
    try {
      await scenario(line);
    } finally {
      line.client.connection?.close();
      line.local.close();
    }
  });
}
