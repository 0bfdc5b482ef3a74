import { equal } from './assert.js';
import { withSession } from './fake-socket.js';
import { Line, alice, carol, error, until, withLine } from './line.js';

export const tests = {
  'lets a second invitation wait beside the call': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      equal(line.shown, ['alice', 'connected', 'carol']);
      equal(line.asked('c2'), ['confirm']);
      line.invite('c2', carol);
      equal(line.asked('c2'), ['confirm']);
    }),
  'declines the waiting call and stays in the other': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.declineWaiting();
      equal(line.shown, ['alice', 'connected', null]);
      equal(line.asked('c2'), ['confirm', 'decline']);
      equal(line.asked('c1'), ['confirm', 'answer']);
    }),
  'shows the waiting call no longer than it waits': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.tell({ type: 'call-state', call: 'c2', state: 'ringing', peer: carol });
      equal(line.shown, ['alice', 'connected', 'carol']);
      line.ended('c2', 'ANSWERED_ELSEWHERE', 'callee', 'Answered on another device.');
      equal(line.shown, ['alice', 'connected', null]);
      equal(line.client.connection !== null, true);
    }),
  'rings for the waiting call once the other has ended, and says how that ended': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      let idle = false;
      line.client.addEventListener('change', () => (idle ||= !line.client.live));
      line.ended('c1', 'HUNG_UP', 'caller', 'alice hung up.');
      equal(line.shown, ['carol', 'incoming', null]);
      equal([line.client.call.note.message, line.client.connection, idle], ['alice hung up.', null, false]);
    }),
  'rings for the waiting call when its user hangs up, and need not say so': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.hangUp();
      equal([...line.shown, line.client.call.note], ['carol', 'incoming', null, null]);
      line.client.answer({ video: false });
      await line.reply('hangup');
      await line.reply('answer', { type: 'ok' }, 2);
      equal(line.asked('c2'), ['confirm', 'answer']);
    }),
  'answers the waiting call only when the server has let go of the other': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.answerWaiting();
      equal(line.shown, ['carol', 'connecting', null]);
      await until(() => line.asked('c1').includes('hangup'));
      equal(line.asked('c2'), ['confirm']);
      await line.reply('hangup');
      await line.reply('answer', { type: 'ok' }, 2);
      await until(() => line.client.connection !== null);
      equal(line.asked('c2'), ['confirm', 'answer']);
    }),
  'keeps the camera off for the next call': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.answerWaiting();
      await line.reply('hangup', error('call-over'));
      await line.reply('answer', { type: 'ok' }, 2);
      equal([line.local.cameraOff, line.local.camera], [true, null]);
    }),
  'rings on when it may not answer, and ends the other call anew before the next attempt': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.answerWaiting();
      await line.reply('hangup', error('internal'));
      await line.reply('answer', error('busy', 'This device is in a call already.'), 2);
      await until(() => line.client.call.phase === 'incoming');
      equal([line.client.call.note.cause, line.client.connection], ['busy', null]);
      line.client.answer({ video: false });
      equal([line.client.call.phase, line.client.call.note], ['connecting', null]);
      await line.reply('hangup', { type: 'ok' }, 2);
      await line.reply('answer', { type: 'ok' }, 3);
      await until(() => line.client.connection !== null);
    }),
  'shows the end of a waiting call that was over before its answer': () =>
    withLine(async (line) => {
      await line.talk();
      line.invite('c2', carol);
      line.client.answerWaiting();
      await line.reply('hangup');
      line.ended('c2', 'CANCELLED', 'caller', 'carol gave up.');
      equal([line.shown[1], line.client.call.ending.message], ['ended', 'carol gave up.']);
    }),
  'gives up a call that the server has not named yet before it answers another': () =>
    withLine(async (line) => {
      line.client.place({ lookup: 'l1', device: 'any', peer: alice, video: false });
      line.invite('c2', carol);
      equal(line.shown, ['alice', 'placing', 'carol']);
      line.client.answerWaiting();
      await line.reply('call', { type: 'calling', call: 'c1', ringSeconds: 30 });
      await until(() => line.asked('c1').includes('cancel'));
      equal(line.asked('c2'), ['confirm']);
      await line.reply('cancel');
      await line.reply('answer');
      equal(line.asked('c2'), ['confirm', 'answer']);
    }),
  'rings for the waiting call when its own can not be placed': () =>
    withLine(async (line) => {
      line.client.place({ lookup: 'l1', device: 'any', peer: alice, video: false });
      line.invite('c2', carol);
      await line.reply('call', error('busy', 'This device is in a call already.'));
      await until(() => line.client.waiting === null);
      equal(line.shown, ['carol', 'incoming', null]);
    }),
  'finds the call and the waiting one in the welcome, whichever is older': () =>
    withSession(async (session, socket) => {
      const line = new Line(session);
      const ringing = { call: 'c2', state: 'ringing', direction: 'incoming', peer: carol };
      const talking = { call: 'c1', state: 'connected', direction: 'outgoing', peer: alice };
      socket.accept({ resumed: true, calls: [ringing, talking] });
      equal(line.shown, ['alice', 'connected', 'carol']);
      line.invite('c2', carol);
      equal(line.shown, ['alice', 'connected', 'carol']);
      line.client.connection.close();
      line.local.close();
    }),
  'does not take up a call that it has ended and the server has not': () =>
    withLine(async (line) => {
      await line.talk();
      line.client.hangUp();
      line.client.dismiss();
      await line.reply('hangup', error('internal'));
      // Only then is the request no longer on its way.
      await new Promise(requestAnimationFrame);
      const connected = { call: 'c1', state: 'connected', direction: 'incoming', peer: alice };
      line.socket.tell({ type: 'welcome', session: 's2', resumed: false, calls: [connected] });
      equal(line.shown, [null, null, null]);
      await line.reply('hangup', { type: 'ok' }, 2);
    }),
};
