/** The script of a TV that is paired: clock, people, their devices, calls, all by a remote control. */
import { client, signalling } from '../main.js';
import { Phase } from '../call-state.js';
import { tones } from '../media/tones.js';
import { SessionState } from '../signalling.js';
import { text } from '../texts.js';
import { byId, say } from '../view/elements.js';
import { DeviceChoice } from './device-choice.js';
import { loadPage, People } from './people.js';
import { followRemote } from './remote.js';

/** How long a call that has ended is shown, if nobody presses anything (ms). */
const END_SHOWN = 12_000;
/** Between two attempts to reach a server that is away (ms). */
const RETRY = 5_000;

const LANGUAGE = document.documentElement.lang;
const TIME = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit' });
const DATE = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long', day: 'numeric', month: 'long' });

const choice = new DeviceChoice(client, signalling);
const people = new People((callee, name) => choice.open(callee, name));
let shown = null;
let endTimer = 0;

followRemote(leave);
setInterval(showTime, 1_000);
showTime();
signalling.addEventListener('state', showState);
signalling.addEventListener('welcome', ({ detail }) => say(byId('own-device'), detail.device.name));
client.addEventListener('change', callChanged);
tones.addEventListener('unlocked', focusFirst);
showState();
focusFirst();

/** *Back* closes what is open; a running call ends by its button only. */
function leave() {
  if (choice.isOpen) choice.close();
  else if (client.call) client.dismiss();
  else return false;
  return true;
}

/** What says why the TV does not ring comes first; unless something else has the focus that can be seen. */
function focusFirst() {
  const banner = byId('call-banner-button');
  const asks = banner.getClientRects().length > 0;
  const lost = document.activeElement.getClientRects().length === 0 || document.activeElement === document.body;
  if (asks && !client.call && !choice.isOpen) banner.focus();
  else if (lost) document.querySelector('.tv-tile')?.focus();
}

/** By the server's clock: many a TV's own is wrong. */
function showTime() {
  const now = new Date(signalling.serverNow());
  say(byId('tv-clock'), TIME.format(now));
  say(byId('tv-date'), DATE.format(now));
}

function showState() {
  byId('own-presence').dataset.presence = signalling.ready ? 'online' : 'offline';
  say(byId('own-state'), text(signalling.ready ? 'reachable' : 'not-reachable'));
  if (signalling.state === SessionState.SIGNED_OUT) startAnew();
  else focusFirst();
}

/** A TV that was removed is back at its code, as soon as the server is there to show one. */
async function startAnew() {
  if (client.live) client.hangUp();
  try {
    await loadPage();
    location.reload();
  } catch {
    setTimeout(startAnew, RETRY);
  }
}

function callChanged() {
  const phase = client.call?.phase ?? null;
  if (phase === shown) return;
  shown = phase;
  clearTimeout(endTimer);
  if (phase === Phase.ENDED) endTimer = setTimeout(() => client.dismiss(), END_SHOWN);
  if (phase === null) people.refresh();
}
