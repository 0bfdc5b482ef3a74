/** What this browser's user chose, kept between visits; a browser that keeps nothing is no error. */

const PREFIX = 'switchboard.';

/** @param {'microphone'|'camera'|'speaker'|'sound'|'facing'|string} name */
export function preference(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param {?string} value null forgets it */
export function prefer(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is blocked or full: the choice holds for this page only.
  }
}
