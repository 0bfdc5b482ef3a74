import { quality, reading } from '../media/quality.js';
import { text } from '../texts.js';
import { byId, disclosure, say } from './elements.js';

/** The connection's quality: bars on a button; in its panel a word for it, and the figures behind. */

/** Between two readings of the browser's figures (ms). */
const PERIOD = 1_000;

/** @type {[string, function(object): ?string][]} the rows for both directions: text key, figure */
const ROWS = [
  ['mos', (figures) => number(figures.mos, (score) => score.toFixed(1))],
  ['bitrate', (figures) => number(figures.bitrate, (bits) => `${Math.round(bits / 1000)} kbit/s`)],
  ['loss', (figures) => number(figures.loss, (loss) => `${(loss * 100).toFixed(1)} %`)],
  ['jitter', (figures) => number(figures.jitter, (ms) => `${Math.round(ms)} ms`)],
  ['codec', (figures) => figures.codecs],
  ['resolution', (figures) => figures.size],
  ['frames', (figures) => number(figures.framesPerSecond, (frames) => `${Math.round(frames)} /s`)],
  ['freezes', (figures) => number(figures.freezes, (count) => frozen(count, figures.frozen ?? 0))],
  ['concealed', (figures) => number(figures.concealed, (part) => `${(part * 100).toFixed(1)} %`)],
  ['level', (figures) => number(figures.audioLevel, decibels)],
];

export class QualityView {
  #client;
  #button = byId('quality-button');
  #panel = byId('quality-panel');
  #timer = 0;
  #before = null;
  #figures = null;
  #disclosure = disclosure(this.#button, this.#panel, () => this.#showFigures());
  /** What the server measured last: scores, and what became of what was sent. */
  #server = null;
  /** How often and how long (s) the picture that was sent stood still at the server, since the call began. */
  #sent = { freezes: 0, frozen: 0 };

  constructor(client) {
    this.#client = client;
    client.addEventListener('media', () => this.#follow());
    client.addEventListener('quality', ({ detail }) => this.#told(detail));
    this.#follow();
  }

  #follow() {
    const connected = Boolean(this.#client.connection);
    this.#button.hidden = !connected;
    if (connected && !this.#timer) {
      this.#timer = setInterval(() => this.#measure(), PERIOD);
    } else if (!connected) {
      clearInterval(this.#timer);
      this.#timer = 0;
      this.#before = this.#figures = this.#server = null;
      this.#sent = { freezes: 0, frozen: 0 };
      this.#disclosure.close();
    }
  }

  #told(server) {
    this.#server = server;
    this.#sent.freezes += server.up?.freezes ?? 0;
    this.#sent.frozen += (server.up?.frozen ?? 0) / 1000;
  }

  async #measure() {
    const connection = this.#client.connection;
    if (!connection) return;
    const now = reading((await connection.pc.getStats()).values());
    if (this.#before) this.#show(quality(this.#before, now, this.#server));
    this.#before = now;
  }

  #show(figures) {
    this.#button.dataset.bars = figures.bars;
    this.#button.setAttribute('aria-label', text('quality-of', text(`bars.${figures.bars}`)));
    this.#figures = figures;
    if (!this.#panel.hidden) this.#showFigures();
  }

  #showFigures() {
    const figures = this.#figures;
    if (!figures) return;
    say(byId('quality-grade'), text(`bars.${figures.bars}`));
    const down = { ...figures.down, mos: this.#server?.down?.mos ?? null };
    const up = { ...figures.up, mos: this.#server?.up?.mos ?? null, ...(this.#server ? this.#sent : {}), concealed: null };
    const both = ROWS.map(([key, figure]) => row(text(key), figure(down), figure(up)));
    const roundTrip = number(figures.roundTrip, (ms) => `${Math.round(ms)} ms`);
    const rows = [row(text('round-trip'), roundTrip, null), ...both];
    if (this.#server) rows.push(this.#serverRow());
    byId('quality-rows').replaceChildren(...rows);
  }

  #serverRow() {
    const loss = (figures) => number(figures?.loss ?? null, (part) => `${(part * 100).toFixed(1)} %`);
    return row(text('server-loss'), loss(this.#server.down), loss(this.#server.up));
  }
}

function row(name, down, up) {
  const line = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  line.append(head);
  for (const value of [down, up]) line.insertCell().textContent = value ?? '–';
  return line;
}

function number(value, format) {
  return value === null || value === undefined || Number.isNaN(value) ? null : format(value);
}

/** How often and how long (s) a picture stood still. */
function frozen(count, seconds) {
  return count ? text('frozen', count, seconds.toFixed(1)) : '0';
}

/** @param {number} level 0 to 1 @returns {string} decibels below full scale */
function decibels(level) {
  return level > 0 ? `${Math.round(20 * Math.log10(level))} dB` : text('silence');
}
