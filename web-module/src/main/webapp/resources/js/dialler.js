/** The page's script of `index.xhtml`: look a callee up, choose a device, call it. */
import { client, signalling } from './main.js';
import { Check } from './view/check.js';
import { Choice } from './view/choice.js';
import { DialPad } from './view/dial-pad.js';
import { byId, say } from './view/elements.js';
import { text } from './texts.js';

const callee = byId('callee');
const form = byId('dial-form');
const lookUpButton = byId('look-up');
const choice = new Choice(client, signalling);
new DialPad(callee);
new Check();

form.addEventListener('submit', (event) => {
  event.preventDefault();
  lookUp(callee.value);
});

for (const button of document.querySelectorAll('[data-callee]')) {
  button.addEventListener('click', () => {
    callee.value = button.dataset.callee;
    lookUp(callee.value);
  });
}

callee.addEventListener('input', () => showError(null));
choice.addEventListener('lapsed', () => {
  showError(text('lapsed'));
  callee.focus();
});
choice.addEventListener('closed', () => callee.focus());
client.addEventListener('change', () => client.live && choice.close());
signalling.addEventListener('welcome', ({ detail }) => say(byId('own-device'), detail.device.name));
signalling.addEventListener('state', showReachable);
showReachable();

const wanted = new URLSearchParams(location.search).get('callee');
if (wanted) {
  callee.value = wanted;
  // Looked up once, not at every reload.
  history.replaceState(null, '', location.pathname);
  lookUp(wanted);
}

async function lookUp(words) {
  const name = words.trim();
  showError(null);
  choice.close();
  if (!name) {
    showError(text('callee-missing'));
    callee.focus();
    return;
  }
  lookUpButton.disabled = true;
  try {
    choice.open(await signalling.request('lookup', { callee: name }));
  } catch (error) {
    showError(text('lookup-failed', error.message || text('no-server')));
    callee.focus();
  } finally {
    lookUpButton.disabled = false;
  }
}

function showError(words) {
  say(byId('callee-error'), words ?? '');
  callee.toggleAttribute('aria-invalid', Boolean(words));
  if (words) callee.setAttribute('aria-invalid', 'true');
}

function showReachable() {
  const state = byId('own-presence');
  state.dataset.presence = signalling.ready ? 'online' : 'offline';
  say(byId('own-state'), text(signalling.ready ? 'reachable' : 'not-reachable'));
}
