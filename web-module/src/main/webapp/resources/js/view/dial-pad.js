import { byId, disclosure } from './elements.js';

/** The keys of a telephone, for numbers. */
export class DialPad {
  /** @param {HTMLInputElement} input where the digits go */
  constructor(input) {
    const pad = byId('dial-pad');
    disclosure(byId('dial-pad-toggle'), pad);
    pad.addEventListener('click', ({ target }) => {
      const key = target.closest('[data-key]')?.dataset.key;
      if (!key) return;
      if (key === 'back') input.value = input.value.slice(0, -1);
      else input.value += key;
      input.dispatchEvent(new Event('input'));
    });
  }
}
