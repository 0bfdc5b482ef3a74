import { equal } from './assert.js';
import { alice, carol, error, until, withLine } from './line.js';

const AUTO = { auto: true };

export const tests = {
  'answers without ringing, and says that it did': () =>
    withLine(async (line) => {
      const phases = [];
      line.client.addEventListener('change', () => phases.push(line.client.call.phase));
      line.invite('c1', alice, AUTO);
      await line.reply('answer');
      await until(() => line.client.connection !== null);
      equal(line.asked('c1'), ['confirm', 'answer']);
      equal([phases[0], line.client.call.auto], ['connecting', true]);
    }),
  'rings for an invitation that does not say so': () =>
    withLine(async (line) => {
      line.invite('c1', alice);
      equal([...line.shown, line.client.call.auto], ['alice', 'incoming', null, false]);
      line.client.answer({ video: false });
      await line.reply('answer');
      equal(line.client.call.auto, false);
    }),
  'answers what it finds ringing when it comes back': () =>
    withLine(async (line) => {
      const ringing = { call: 'c1', state: 'ringing', direction: 'incoming', peer: alice };
      line.socket.tell({ type: 'welcome', session: 's2', resumed: false, calls: [ringing] });
      equal(line.shown, ['alice', 'incoming', null]);
      line.invite('c1', alice, AUTO);
      await line.reply('answer');
      equal([line.client.call.phase, line.client.call.auto], ['connecting', true]);
    }),
  'rings when the server does not let it answer': () =>
    withLine(async (line) => {
      line.invite('c1', alice, AUTO);
      await line.reply('answer', error('busy', 'This device is in a call already.'));
      await until(() => line.client.call.phase === 'incoming');
      equal([line.client.call.auto, line.client.call.note.cause], [false, 'busy']);
    }),
  'lets a call wait beside one that it is placing, and rings for it then': () =>
    withLine(async (line) => {
      line.client.place({ lookup: 'l1', device: 'any', peer: alice, video: false });
      line.invite('c2', carol, AUTO);
      equal(line.shown, ['alice', 'placing', 'carol']);
      await line.reply('call', error('busy', 'This device is in a call already.'));
      await until(() => line.client.waiting === null);
      equal([...line.shown, line.asked('c2')], ['carol', 'incoming', null, ['confirm']]);
    }),
  'answers a call again that has left this device and is moved back': () =>
    withLine(async (line) => {
      line.invite('c1', alice, AUTO);
      await line.reply('answer');
      line.ended('c1', 'TRANSFERRED', 'callee', 'The call was moved to another device.');
      equal(line.shown, ['alice', 'ended', null]);
      line.invite('c1', alice, AUTO);
      await line.reply('answer', { type: 'ok' }, 2);
      equal([line.client.call.phase, line.client.call.auto], ['connecting', true]);
      equal(line.asked('c1'), ['confirm', 'answer', 'confirm', 'answer']);
    }),
  'hangs up when its user declines': () =>
    withLine(async (line) => {
      line.invite('c1', alice, AUTO);
      await line.reply('answer');
      await until(() => line.client.connection !== null);
      line.client.decline();
      equal(line.shown, [null, null, null]);
      equal(line.asked('c1'), ['confirm', 'answer', 'hangup']);
    }),
  'tells the server to let it ring from now on': () =>
    withLine(async (line) => {
      let known = false;
      line.client.setAutoAnswer(false).then(() => (known = true));
      await line.reply('auto-answer');
      await until(() => known);
      equal(line.socket.request('auto-answer').on, false);
    }),
};
