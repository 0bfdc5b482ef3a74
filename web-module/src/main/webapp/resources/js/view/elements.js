/** The few things that every view does with the document. */

/** @returns {HTMLElement} of that id; it is an error if there is none */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/** Sets a text without touching the document if it is the same, so that nothing is announced twice. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** A button whose `aria-expanded` opens and closes the element that it controls; Escape closes it too. */
export function disclosure(button, panel, opened = () => {}) {
  const show = (open) => {
    button.setAttribute('aria-expanded', String(open));
    panel.hidden = !open;
    if (open) opened();
  };
  button.addEventListener('click', () => show(panel.hidden));
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    show(false);
    button.focus();
  });
  return { close: () => show(false) };
}

/** Puts a stream into a video element, and plays it. @returns {Promise<boolean>} false if it may not be heard */
export async function play(video, stream) {
  if (video.srcObject !== stream) video.srcObject = stream;
  if (!stream) return true;
  try {
    await video.play();
    return true;
  } catch (error) {
    return error.name !== 'NotAllowedError';
  }
}
