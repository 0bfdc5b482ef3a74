import { SessionState, Signalling } from '/resources/js/signalling.js';
import { equal } from './assert.js';

/** A socket whose server end is in the test's hands. */
class FakeSocket {
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

class Memory extends Map {
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
async function withSession(scenario, memory = new Memory()) {
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
async function nextSocket() {
  const before = FakeSocket.opened.length;
  while (FakeSocket.opened.length === before) await new Promise(requestAnimationFrame);
  return FakeSocket.opened.at(-1);
}

export const tests = {
  'sends requests only after the welcome, and settles them by their ids': () =>
    withSession(async (session, socket) => {
      const [one, other] = [session.request('lookup', { callee: 'bob' }), session.request('ack-me')];
      socket.readyState = 1;
      socket.onopen();
      equal(socket.sent.map(({ type }) => type), ['hello']);
      socket.tell({ type: 'welcome', session: 's1', resumed: false });
      socket.tell({ type: 'error', re: socket.request('ack-me').id, code: 'malformed', message: 'What?' });
      socket.tell({ type: 'devices', re: socket.request('lookup').id, lookup: 'l1' });
      equal((await one).lookup, 'l1');
      equal(await other.catch((error) => [error.code, error.message]), ['malformed', 'What?']);
    }),
  'resumes after a break, sends what has no reply again, and drops notices that it has': () =>
    withSession(async (session, socket, notices) => {
      socket.accept();
      socket.tell({ type: 'presence', seq: 1 });
      socket.tell({ type: 'presence', seq: 2 });
      const hangup = session.request('hangup', { call: 'c1' });
      const { id } = socket.request('hangup');
      socket.breakOff();
      equal(session.state, SessionState.BROKEN);
      const next = await nextSocket();
      next.accept({ resumed: true });
      equal([next.sent[0].resume, next.sent[0].received], ['s1', 2]);
      equal(next.request('hangup').id, id);
      for (const seq of [2, 3]) next.tell({ type: 'presence', seq });
      next.tell({ type: 'ok', re: id });
      equal([(await hangup).type, notices], ['ok', [1, 2, 3]]);
    }),
  'counts the notices of a new session from the beginning': () =>
    withSession(async (session, socket, notices) => {
      socket.accept();
      socket.tell({ type: 'presence', seq: 1 });
      socket.breakOff();
      (await nextSocket()).accept({ session: 's2' });
      FakeSocket.opened.at(-1).tell({ type: 'presence', seq: 1 });
      equal(notices, [1, 1]);
    }),
  'resumes on the next page of the tab': async () => {
    const memory = new Memory();
    let kept;
    await withSession(async (session, socket) => {
      socket.accept();
      socket.tell({ type: 'presence', seq: 7 });
      kept = new Memory(memory);
    }, memory);
    await withSession(async (session, socket) => {
      socket.accept({ resumed: true });
      equal([socket.sent[0].resume, socket.sent[0].received], ['s1', 7]);
    }, kept);
  },
  'leaves the device to a newer socket and comes back only when asked': () =>
    withSession(async (session, socket) => {
      socket.accept();
      socket.breakOff(4001);
      equal([session.state, FakeSocket.opened.length], [SessionState.REPLACED, 1]);
      dispatchEvent(new Event('online'));
      equal(FakeSocket.opened.length, 1);
      session.start();
      equal(FakeSocket.opened.length, 2);
    }),
  'forgets the session of somebody who has been signed out': () => {
    const memory = new Memory();
    return withSession(async (session, socket) => {
      socket.accept();
      socket.breakOff(4003);
      equal([session.state, memory.size], [SessionState.SIGNED_OUT, 0]);
    }, memory);
  },
  'leaves a socket that may be dead when the network has changed': () =>
    withSession(async (session, socket) => {
      socket.accept();
      dispatchEvent(new Event('online'));
      equal(socket.closeCode, 4000);
      (await nextSocket()).accept({ resumed: true });
      equal(session.ready, true);
    }),
};
