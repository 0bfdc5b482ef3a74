/** The page's language: the texts under `call.js` that `call.xhtml` carries. */

let texts = {};

/** Reads the texts from the element that carries them. */
export function loadTexts(element) {
  texts = JSON.parse(element.dataset.texts);
}

/**
 * @param {string} key without the bundle's prefix `call.js.`
 * @param {...(string|number)} values for {0}, {1} …
 * @returns {string} the text, or the key itself if the bundle lacks it, which is easier to find than a blank
 */
export function text(key, ...values) {
  return (texts[key] ?? key).replace(/\{(\d)\}/g, (_, index) => values[index] ?? '');
}

/** @returns {boolean} whether the bundle has a text of that key */
export function hasText(key) {
  return key in texts;
}

/** @param {number} seconds @returns {string} `0:07`, `12:30`, `1:02:03` */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
