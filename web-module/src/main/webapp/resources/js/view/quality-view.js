import { quality, reading } from '../media/quality.js';
import { text } from '../texts.js';
import { byId, disclosure } from './elements.js';

/** The connection's quality: bars on a button, figures in its panel. */

/** Between two readings of the browser's figures (ms). */
const PERIOD = 1_000;

/** @type {[string, function(object): ?string][]} the rows for both directions: text key, figure */
const ROWS = [
  ['bitrate', (figures) => number(figures.bitrate, (bits) => `${Math.round(bits / 1000)} kbit/s`)],
  ['loss', (figures) => number(figures.loss, (loss) => `${(loss * 100).toFixed(1)} %`)],
  ['jitter', (figures) => number(figures.jitter, (ms) => `${Math.round(ms)} ms`)],
  ['codec', (figures) => figures.codecs],
  ['resolution', (figures) => figures.size],
  ['frames', (figures) => number(figures.framesPerSecond, (frames) => `${Math.round(frames)} /s`)],
  ['level', (figures) => number(figures.audioLevel, decibels)],
];

export class QualityView {
  #client;
  #button = byId('quality-button');
  #panel = byId('quality-panel');
  #timer = 0;
  #before = null;
  #disclosure = disclosure(this.#button, this.#panel);
  /** What the server measured last, for the way that the browser can't see: the other side's. */
  #server = null;

  constructor(client) {
    this.#client = client;
    client.addEventListener('media', () => this.#follow());
    client.addEventListener('quality', ({ detail }) => (this.#server = detail));
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
      this.#before = this.#server = null;
      this.#disclosure.close();
    }
  }

  async #measure() {
    const connection = this.#client.connection;
    if (!connection) return;
    const now = reading((await connection.pc.getStats()).values());
    if (this.#before) this.#show(quality(this.#before, now));
    this.#before = now;
  }

  #show(figures) {
    this.#button.dataset.bars = figures.bars;
    this.#button.setAttribute('aria-label', text('quality-of', text(`bars.${figures.bars}`)));
    if (this.#panel.hidden) return;
    const both = ROWS.map(([key, figure]) => row(text(key), figure(figures.down), figure(figures.up)));
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
  return value === null || Number.isNaN(value) ? null : format(value);
}

/** @param {number} level 0 to 1 @returns {string} decibels below full scale */
function decibels(level) {
  return level > 0 ? `${Math.round(20 * Math.log10(level))} dB` : text('silence');
}
