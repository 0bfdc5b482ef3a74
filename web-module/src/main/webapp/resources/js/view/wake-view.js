import { wake } from '../main.js';
import { text } from '../texts.js';
import { WakeState } from '../wake.js';
import { byId, say } from './elements.js';

/** The switch on the page of devices by which this one rings while its page is closed, or why it can't. */

const button = byId('wake-switch');

function show(state, failure = null) {
  const possible = state === WakeState.ON || state === WakeState.OFF;
  button.setAttribute('aria-checked', String(state === WakeState.ON));
  button.setAttribute('aria-disabled', String(!possible));
  say(byId('wake-words'), failure ?? text(`wake.${state}`));
  byId('wake').hidden = false;
}

/** What the browser says when it fails is all that there is to say. */
async function attempt(change) {
  button.setAttribute('aria-busy', 'true');
  try {
    show(await change());
  } catch (error) {
    show(WakeState.OFF, text('wake.failed', error.message));
  }
  button.removeAttribute('aria-busy');
}

button.addEventListener('click', () => {
  if (button.getAttribute('aria-disabled') === 'true' || button.hasAttribute('aria-busy')) return;
  attempt(() => (button.getAttribute('aria-checked') === 'true' ? wake.turnOff() : wake.turnOn()));
});
attempt(() => wake.state());
