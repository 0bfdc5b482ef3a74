import { Signalling } from '/resources/js/signalling.js';

/** A socket whose server end is in the test's hands. */
export class FakeSocket {
  static CONNECTING = 0;
  static opened = [];
  readyState = FakeSocket.CONNECTING;
  sent = [];

  constructor() {
    FakeSocket.opened.push(this);
  }

  send(frame) {
    this.sent.push(JSON.parse(frame));
  }

  close(code) {
    this.closeCode = code;
  }

  accept(welcome = {}) {
    this.readyState = 1;
    this.onopen();
    this.tell({ type: 'welcome', re: this.sent[0].id, session: 's1', resumed: false, calls: [], ...welcome });
  }

  tell(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  breakOff(code = 1006) {
    this.onclose({ code });
  }

  /** The last request of a type. */
  request(type) {
    return this.sent.findLast((message) => message.type === type);
  }
}

export class Memory extends Map {
  getItem(key) {
    return this.get(key) ?? null;
  }

  setItem(key, value) {
    this.set(key, value);
  }

  removeItem(key) {
    this.delete(key);
  }
}

const nativeSocket = globalThis.WebSocket;

/** A session with its first socket, neither welcomed nor open yet. */
export async function withSession(scenario, memory = new Memory()) {
  globalThis.WebSocket = FakeSocket;
  FakeSocket.opened = [];
  const session = new Signalling('ws://test/socket', memory);
  const notices = [];
  session.addEventListener('notice', ({ detail }) => notices.push(detail.seq));
  session.start();
  try {
    await scenario(session, FakeSocket.opened[0], notices);
  } finally {
    session.stop(true);
    globalThis.WebSocket = nativeSocket;
  }
}

/** The next socket that the session opens. */
export async function nextSocket() {
  const before = FakeSocket.opened.length;
  while (FakeSocket.opened.length === before) await new Promise(requestAnimationFrame);
  return FakeSocket.opened.at(-1);
}
