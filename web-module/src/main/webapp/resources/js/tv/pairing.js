/** The script of a TV that is not paired: shows a code and its QR code until a phone has confirmed it (RFC 8628). */
import { loadTexts, text } from '../texts.js';
import { byId, say } from '../view/elements.js';

/** Between two attempts to reach a server that is away (s). */
const RETRY = 5;
/** What the interval grows by at *slow_down* (s; RFC 8628 section 3.5). */
const SLOWER = 5;

loadTexts(byId('main'));
pair();

async function pair() {
  let paired = false;
  while (!paired) {
    const code = await begin();
    show(code);
    paired = await confirmed(code.interval);
  }
  location.reload();
}

/** @returns {Promise<object>} the reply of RFC 8628 section 3.2, as soon as there is one */
async function begin() {
  for (;;) {
    const reply = await post('/api/pairing');
    if (reply?.ok) return reply.json();
    say(byId('pair-status'), text(reply?.status === 429 ? 'too-many' : 'no-server'));
    await pause(Number(reply?.headers.get('Retry-After') ?? RETRY));
  }
}

/** @param {number} interval s between two polls @returns {Promise<boolean>} false once the code is of no use any more */
async function confirmed(interval) {
  for (;;) {
    await pause(interval);
    const reply = await post('/api/pairing/token');
    if (reply?.ok) return true;
    const error = reply?.status === 400 ? (await reply.json()).error : null;
    say(byId('pair-status'), error ? text('waiting') : text('no-server'));
    if (error === 'slow_down') interval += SLOWER;
    else if (error && error !== 'authorization_pending') return false;
  }
}

/** @returns {Promise<?Response>} null if the server can't be reached */
function post(path) {
  return fetch(path, { method: 'POST' }).catch(() => null);
}

function show({ user_code: code, verification_uri: address, qr }) {
  say(byId('pair-code'), code);
  say(byId('pair-address'), address.replace(/^https?:\/\//, ''));
  byId('pair-qr').setAttribute('viewBox', `0 0 ${qr.size} ${qr.size}`);
  byId('pair-qr-path').setAttribute('d', qr.path);
  say(byId('pair-status'), text('waiting'));
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
