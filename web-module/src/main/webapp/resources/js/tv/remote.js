import { next } from './spatial.js';

/** A remote control: arrow keys move the focus, OK presses what has it, *Back* leaves. Nothing needs Tab. */

const DIRECTIONS = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const BACK_KEYS = ['GoBack', 'BrowserBack', 'Escape', 'Backspace'];
const CONTROL = 'button, a[href]';
/** Of remote controls whose key has no name: LG's and Samsung's. */
const BACK_CODES = [461, 10009];

/** @param {() => boolean} leave called for *Back*; false if there was nothing to leave, and the browser may */
export function followRemote(leave) {
  addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    if (direction) {
      event.preventDefault();
      move(direction);
    } else if (BACK_KEYS.includes(event.key) || BACK_CODES.includes(event.keyCode)) {
      if (leave()) event.preventDefault();
    } else if (event.key === 'Enter' && (event.repeat || !controls().includes(document.activeElement))) {
      // A key that is held presses once; and one that presses nothing shows where the focus could be.
      event.preventDefault();
      if (!event.repeat) controls()[0]?.focus();
    }
  }, { capture: true });
}

/** From where the focus is, be that a title; from nowhere to the first control. */
function move(direction) {
  const current = document.activeElement;
  const others = controls().filter((control) => control !== current);
  const boxes = others.map((control) => control.getBoundingClientRect());
  const index = next(current.getBoundingClientRect(), boxes, direction);
  if (index >= 0) others[index].focus();
  else if (!isOffered(current) || !current.matches(CONTROL)) others[0]?.focus();
}

/** What can be pressed now: in the dialog that is open, if one is. */
function controls() {
  const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  return [...scope.querySelectorAll(CONTROL)].filter(isOffered);
}

function isOffered(control) {
  return !control.disabled && control.getClientRects().length > 0 && getComputedStyle(control).visibility === 'visible';
}
