/**
 * The call client of every signed-in page: opens the socket, rings, shows the call. The pages' own
 * scripts (the dialler) build on what is exported here.
 */
import { CallClient } from './call-client.js';
import { Phase, canStepOut } from './call-state.js';
import { LocalMedia } from './media/local-media.js';
import { RecordingClient } from './recording-client.js';
import { SessionState, Signalling } from './signalling.js';
import { Tab } from './tab.js';
import { loadTexts } from './texts.js';
import { Wake } from './wake.js';
import { callAgain } from './again.js';
import { AutoAnswerView } from './view/auto-answer-view.js';
import { Banner } from './view/banner.js';
import { CallControls } from './view/call-controls.js';
import { CallView } from './view/call-view.js';
import { QualityView } from './view/quality-view.js';
import { RecordingView } from './view/recording-view.js';
import { Ringing } from './view/ringing.js';
import { WaitingView } from './view/waiting-view.js';
import { Elsewhere } from './elsewhere.js';
import { ElsewhereView } from './view/elsewhere-view.js';
import { LegsView } from './view/legs-view.js';
import { byId } from './view/elements.js';

const setting = byId('call-texts');
loadTexts(setting);

const socketUrl = new URL(setting.dataset.socket, location.href);
socketUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

export const signalling = new Signalling(socketUrl.href);
export const local = new LocalMedia();
export const client = new CallClient(signalling, local);
const recordings = new RecordingClient(signalling, client);
const tab = new Tab();
export const wake = new Wake(signalling);

new Ringing(client);
new WaitingView(client);
new AutoAnswerView(client);
new LegsView(client, signalling);
new ElsewhereView(new Elsewhere(signalling), client);
new CallView(client, local, signalling);
new CallControls(client, local);
new QualityView(client);
new RecordingView(recordings, client);
new Banner(signalling, tab, document.body.classList.contains('tv'));

tab.addEventListener('gained', () => signalling.start());
tab.addEventListener('lost', () => signalling.stop(false, SessionState.REPLACED));
client.addEventListener('change', () => tab.inCall(client.live));
byId('call-again').addEventListener('click', () => callAgain(client, signalling));
tab.start();

watchLeaving();
keepAwake();

/** What tests and curious users may look at; nothing can be changed through it. */
Object.defineProperty(window, 'switchboard', {
  value: Object.freeze({
    get call() {
      return client.call;
    },
    get waiting() {
      return client.waiting;
    },
    get recording() {
      return recordings.current;
    },
    get connection() {
      return client.connection?.pc ?? null;
    },
    get session() {
      return signalling.state;
    },
  }),
});

/**
 * A page that is closed says goodbye, so that its device is offline and its call over at once. A page
 * that only gives way to another of ours doesn't: the next one takes the session up.
 */
function watchLeaving() {
  let stays = false;
  let timer = 0;
  const within = (url) => new URL(url, location.href).origin === location.origin;
  const remember = (staying) => {
    stays = staying;
    clearTimeout(timer);
    // The navigation may come to nothing (a download, a refused beforeunload).
    timer = setTimeout(() => (stays = false), 30_000);
  };
  globalThis.navigation?.addEventListener('navigate', (event) => {
    if (!event.hashChange && !event.downloadRequest) remember(within(event.destination.url));
  });
  addEventListener('click', ({ target }) => remember(Boolean(target.closest?.('a[href]'))));
  addEventListener('submit', () => remember(true));
  addEventListener('pagehide', () => {
    if (stays || !signalling.ready) return;
    // Whose phone has only placed a call may put it away.
    const goesOn = client.call?.phase === Phase.INCOMING || (client.live && canStepOut(client.call));
    if (!goesOn) client.hangUp();
    signalling.stop(true);
  });
  // A page that comes back from the browser's cache lost its socket when it went there.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
}

/** A phone's screen that goes dark in a call would take camera and network with it. */
function keepAwake() {
  let lock = null;
  const follow = async () => {
    if (client.live && !document.hidden && !lock) {
      lock = await navigator.wakeLock?.request('screen').catch(() => null);
      lock?.addEventListener('release', () => (lock = null));
    } else if (!client.live) {
      await lock?.release();
    }
  };
  client.addEventListener('change', follow);
  document.addEventListener('visibilitychange', follow);
}
