/** How good a connection is, from two successive reports of getStats: a pure function. */

/**
 * @typedef {object} Direction
 * @property {?number} bitrate bit/s, sound and picture
 * @property {?number} loss 0 to 1, since the last report
 * @property {?number} jitter ms
 * @property {?string} codecs e.g. `VP8, opus`
 * @property {?string} size e.g. `1280 × 720`
 * @property {?number} framesPerSecond
 * @property {?number} freezes of the picture since the call began
 * @property {?number} frozen how long they lasted (s)
 * @property {?number} concealed 0 to 1, the share of the sound that the browser had to make up
 * @property {?number} audioLevel 0 to 1
 *
 * @typedef {object} Quality
 * @property {?number} roundTrip ms
 * @property {number} bars 0 (nothing arrives) to 4
 * @property {Direction} up
 * @property {Direction} down
 */

/**
 * A connection has as many bars as the rows whose limits it keeps: loss (0 to 1), round trip (ms), and the score that
 * the server gives the sound (the categories of ITU-T G.107 annex B).
 */
const BARS = [
  { loss: 0.15, roundTrip: 1000, mos: 3.1 },
  { loss: 0.05, roundTrip: 500, mos: 3.6 },
  { loss: 0.02, roundTrip: 300, mos: 4.0 },
];

/** A reading: the totals of one report, kept for the next. @param {Iterable<object>} stats values of an RTCStatsReport */
export function reading(stats) {
  const all = [...stats];
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  const find = (type, kind) => all.find((entry) => entry.type === type && entry.kind === kind);
  // What is sent of the picture may have several encodings; what is received may come from two others.
  const each = (type) => ['audio', 'video'].flatMap((kind) => all.filter((e) => e.type === type && e.kind === kind));
  return {
    time: all[0]?.timestamp ?? 0,
    pair: all.find((entry) => entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded'),
    inbound: each('inbound-rtp'),
    outbound: each('outbound-rtp'),
    remote: each('remote-inbound-rtp'),
    source: find('media-source', 'audio'),
    codec: (entry) => byId.get(entry?.codecId)?.mimeType?.split('/')[1],
  };
}

/**
 * @param {?object} server what the server said last (`media-quality`), if it has
 * @returns {Quality} of the time between two readings
 */
export function quality(before, now, server = null) {
  const seconds = (now.time - before.time) / 1000 || 1;
  const up = outgoing(before, now, seconds);
  const down = incoming(before, now, seconds);
  const roundTrip = now.pair?.currentRoundTripTime === undefined ? null : now.pair.currentRoundTripTime * 1000;
  return { roundTrip, up, down, bars: bars(roundTrip, up, down, server) };
}

function incoming(before, now, seconds) {
  const received = delta(before.inbound, now.inbound, 'packetsReceived');
  const lost = Math.max(0, delta(before.inbound, now.inbound, 'packetsLost'));
  const of = (kind) => now.inbound.filter((entry) => entry.kind === kind);
  const [sounds, pictures] = [of('audio'), of('video')];
  return {
    bitrate: (delta(before.inbound, now.inbound, 'bytesReceived') * 8) / seconds,
    loss: received + lost ? lost / (received + lost) : null,
    jitter: milliseconds(highest(sounds, 'jitter') ?? highest(pictures, 'jitter')),
    ...picture(largest(now.inbound)),
    codecs: codecs(now.inbound, now),
    audioLevel: highest(sounds, 'audioLevel') ?? null,
    freezes: total(pictures, 'freezeCount') ?? null,
    frozen: total(pictures, 'totalFreezesDuration') ?? null,
    concealed: concealed(before.inbound, now.inbound),
  };
}

function outgoing(before, now, seconds) {
  const losses = now.remote.map((entry) => entry?.fractionLost).filter((loss) => loss !== undefined);
  return {
    bitrate: (delta(before.outbound, now.outbound, 'bytesSent') * 8) / seconds,
    loss: losses.length ? Math.max(...losses) : null,
    jitter: milliseconds(now.remote[0]?.jitter),
    ...picture(largest(now.outbound)),
    codecs: codecs(now.outbound, now),
    audioLevel: now.source?.audioLevel ?? null,
  };
}

function bars(roundTrip, up, down, server) {
  if (down.bitrate === 0 || roundTrip === null) return 0;
  const loss = Math.max(up.loss ?? 0, down.loss ?? 0);
  const mos = Math.min(server?.up?.mos ?? Infinity, server?.down?.mos ?? Infinity);
  return 1 + BARS.filter((limit) => loss <= limit.loss && roundTrip <= limit.roundTrip && mos >= limit.mos).length;
}

/** Silence that is made up is not heard. */
function concealed(before, now) {
  const samples = delta(before, now, 'totalSamplesReceived');
  const made = delta(before, now, 'concealedSamples') - delta(before, now, 'silentConcealedSamples');
  return samples > 0 ? Math.max(0, made) / samples : null;
}

function picture(video) {
  return {
    size: video?.frameWidth ? `${video.frameWidth} × ${video.frameHeight}` : null,
    framesPerSecond: video?.framesPerSecond ?? null,
  };
}

/** The encoding that those see whose lines carry all; one that does not flow at present stands still. */
function largest(entries) {
  const pictures = entries.filter((entry) => entry.kind === 'video' && entry.framesPerSecond !== 0);
  return pictures.reduce((one, other) => ((other.frameWidth ?? 0) > (one?.frameWidth ?? 0) ? other : one), pictures[0]);
}

/** @returns {number|undefined} of those that have the figure */
function highest(entries, field) {
  const known = entries.map((entry) => entry[field]).filter((value) => value !== undefined);
  return known.length ? Math.max(...known) : undefined;
}

/** @returns {number|undefined} of those that have the figure */
function total(entries, field) {
  const known = entries.map((entry) => entry[field]).filter((value) => value !== undefined);
  return known.length ? known.reduce((sum, value) => sum + value) : undefined;
}

function codecs(entries, { codec }) {
  return [...new Set(entries.map(codec).filter(Boolean))].join(', ') || null;
}

function delta(before, now, field) {
  return (total(now, field) ?? 0) - (total(before, field) ?? 0);
}

function milliseconds(seconds) {
  return seconds === undefined ? null : seconds * 1000;
}
