/**
 * What every page does in the browser: the theme switch, menus that close, dialogs, times in the
 * visitor's own zone, and the focus on the first field that was refused.
 */

const LANGUAGE = document.documentElement.lang || 'en';

/** A dark or light page at once, and for the next pages by a cookie; '' follows the system. */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `switchboard-theme=${theme}; Path=/; Max-Age=31536000; SameSite=Strict${secure}`;
  for (const button of document.querySelectorAll('[data-set-theme]')) {
    button.setAttribute('aria-pressed', String(button.dataset.setTheme === theme));
  }
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const themeButton = target?.closest('[data-set-theme]');
  if (themeButton) {
    setTheme(themeButton.dataset.setTheme);
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target) || themeButton) {
      menu.open = false;
    }
  }
});

document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

document.addEventListener('focusin', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

/**
 * Opens the dialog that a button names by `data-dialog`. The button's `data-value` (an id) and
 * `data-text` (a name) go into the dialog's `data-slot`s of the same names.
 */
function openDialog(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  for (const slot of dialog.querySelectorAll('[data-slot]')) {
    const content = button.dataset[slot.dataset.slot] ?? '';
    if ('value' in slot) {
      slot.value = content;
    } else {
      slot.textContent = content;
    }
  }
  for (const error of dialog.querySelectorAll('.error')) {
    error.remove();
  }
  dialog.showModal();
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target?.closest('[data-dialog]');
  if (opener) {
    openDialog(opener);
  } else if (target?.closest('[data-close]')) {
    target.closest('dialog').close();
  }
});

const FORMATS = {
  short: new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' }),
  clock: new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' }),
  long: new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'full', timeStyle: 'medium' }),
};

const AGO = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** '5 minutes ago' within a day, a date beyond. */
function ago(instant) {
  const seconds = (instant.getTime() - Date.now()) / 1000;
  if (seconds > -60) return AGO.format(0, 'minute');
  if (seconds > -3600) return AGO.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86400) return AGO.format(Math.round(seconds / 3600), 'hour');
  return FORMATS.short.format(instant);
}

function localize(root) {
  for (const time of root.querySelectorAll('time[datetime]:not([data-local])')) {
    const instant = new Date(time.dateTime);
    if (!Number.isNaN(instant.getTime())) {
      time.textContent =
        time.dataset.format === 'ago' ? ago(instant) : FORMATS[time.dataset.format ?? 'short'].format(instant);
      time.title = FORMATS.long.format(instant);
    }
    time.dataset.local = '';
  }
}

// An iPad calls itself a Mac: only its touch screen tells that it is a tablet.
for (const field of document.querySelectorAll('[data-touch]')) {
  field.value = String(navigator.maxTouchPoints > 1);
}

localize(document);
const main = document.getElementById('main');
if (main) {
  new MutationObserver(() => localize(main)).observe(main, { childList: true, subtree: true });
  main.querySelector('dialog[data-open=true]')?.showModal();
  main.querySelector('[aria-invalid=true]')?.focus();
  // Screen readers don't read what a live region held already when the page was loaded.
  const notices = [...main.querySelectorAll('[data-announce]')].map((notice) => notice.textContent.trim());
  if (notices.length) {
    setTimeout(() => (document.getElementById('announcements').textContent = notices.join(' ')), 300);
  }
}
