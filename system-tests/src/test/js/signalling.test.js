import { SessionState } from '/resources/js/signalling.js';
import { equal } from './assert.js';
import { FakeSocket, Memory, nextSocket, withSession } from './fake-socket.js';

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
