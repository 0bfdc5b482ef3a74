import { RecordingClient } from '/resources/js/recording-client.js';
import { equal } from './assert.js';
import { withSession } from './fake-socket.js';

/** The page's one call, as far as recordings ask for it. */
class OneCall extends EventTarget {
  call = { id: 'c1' };

  become(call) {
    this.call = call;
    this.dispatchEvent(new Event('change'));
  }
}

/** A page whose session is open, in a call. */
function withRecordings(scenario) {
  return withSession(async (session, socket) => {
    const client = new OneCall();
    const recordings = new RecordingClient(session, client);
    socket.accept();
    let seq = 0;
    const tell = (notice) => socket.tell({ seq: ++seq, ...notice });
    await scenario({ recordings, client, socket, tell });
  });
}

const state = (name, fields = {}) => ({
  type: 'recording-state', call: 'c1', recording: 'r1', state: name, mode: 'both', video: true,
  by: { name: 'alice' }, mine: 'asked', ...fields,
});

export const tests = {
  'can be used only once the server has said so': () =>
    withRecordings(async ({ recordings, tell }) => {
      equal(recordings.availability, { available: false, message: null });
      tell({ type: 'recording-availability', available: true });
      equal(recordings.availability, { available: true, message: null });
      tell({ type: 'recording-availability', available: false, message: 'No room.' });
      equal(recordings.availability, { available: false, message: 'No room.' });
    }),
  'follows the recording of its call from the question to the end': () =>
    withRecordings(async ({ recordings, tell }) => {
      const before = Date.now();
      tell(state('requested', { seconds: 20 }));
      equal(recordings.running, true);
      equal(recordings.current.mine, 'asked');
      equal(recordings.current.until >= before + 20_000, true);
      tell(state('recording', { mine: 'consented' }));
      equal(recordings.running, true);
      tell(state('finishing', { mine: 'consented', message: 'alice stopped the recording.' }));
      equal([recordings.running, recordings.current.message], [false, 'alice stopped the recording.']);
    }),
  'takes no notice of recordings of other calls': () =>
    withRecordings(async ({ recordings, tell }) => {
      tell(state('requested', { call: 'c2' }));
      equal(recordings.current, null);
    }),
  'forgets the recording with its call': () =>
    withRecordings(async ({ recordings, client, tell }) => {
      tell(state('recording'));
      client.become({ id: 'c1', phase: 'ended' });
      equal(recordings.current.id, 'r1');
      client.become(null);
      equal(recordings.current, null);
    }),
  'asks, answers and stops by the ids that it knows': () =>
    withRecordings(async ({ recordings, socket, tell }) => {
      recordings.request({ mode: 'other', video: false });
      const { call, mode, video } = socket.request('record-start');
      equal([call, mode, video], ['c1', 'other', false]);
      tell(state('requested'));
      recordings.answer(true);
      equal([socket.request('record-answer').recording, socket.request('record-answer').accept], ['r1', true]);
      recordings.stop();
      equal(socket.request('record-stop').recording, 'r1');
    }),
  'keeps the news that a recording is ready until it is put away': () =>
    withRecordings(async ({ recordings, tell }) => {
      tell(state('finishing', { mine: 'requester' }));
      const ready = { type: 'recording-ready', call: 'c1', recording: 'r1', url: '/recording.xhtml?id=r1', message: 'Ready.' };
      tell(ready);
      tell(ready);
      equal(recordings.ready, [{ id: 'r1', url: '/recording.xhtml?id=r1', message: 'Ready.' }]);
      equal(recordings.current, null);
      recordings.dismiss('r1');
      tell(ready);
      equal(recordings.ready, []);
    }),
  'is told anew in a new session, and goes on in one that is resumed': () =>
    withRecordings(async ({ recordings, socket, tell }) => {
      tell(state('recording'));
      socket.tell({ type: 'welcome', session: 's1', resumed: true, calls: [] });
      equal(recordings.current.id, 'r1');
      socket.tell({ type: 'welcome', session: 's2', resumed: false, calls: [] });
      equal(recordings.current, null);
    }),
};
