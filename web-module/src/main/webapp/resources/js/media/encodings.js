/**
 * In which encodings a picture is sent, so that the server can give each receiver what its line
 * carries: pure. With VP8 and H.264 these are up to three streams of different size (simulcast),
 * with VP9 and AV1 one stream of three layers.
 */

/** The smallest camera picture of which smaller ones are sent too. */
const LARGE = { long: 960, short: 540 };

/** A shared screen must be legible; bit/s. */
const SCREEN_BITRATE = 2_500_000;

const SIMULCAST = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_800_000 },
];
const FULL = 'f';

/** One stream, whose upper layers need the lower ones only in key frames. */
const LAYERED = [{ scalabilityMode: 'L3T3_KEY', maxBitrate: 2_500_000 }];

/** @param {?string} mimeType @returns {boolean} whether the codec has spatial layers */
export function isLayered(mimeType) {
  return mimeType === 'video/VP9' || mimeType === 'video/AV1';
}

/** @returns {RTCRtpEncodingParameters[]} what a transceiver begins with; it can't be given more or fewer later */
export function sendEncodings(layered) {
  return layered ? LAYERED : SIMULCAST.map((encoding) => ({ ...encoding, active: encoding.rid === FULL }));
}

/** @param {RTCRtpSendParameters} parameters @returns {boolean} whether their encodings suit the codec that was agreed on */
export function suit({ codecs = [], encodings }) {
  return codecs.length === 0 || isLayered(codecs[0].mimeType) === (encodings.length === 1);
}

/**
 * Sets which encodings are sent of a track, and how large the full one may be.
 *
 * @param {RTCRtpSendParameters} parameters changed
 * @param {?MediaStreamTrack} track
 * @returns {boolean} whether anything has changed
 */
export function adapt(parameters, track) {
  const { encodings } = parameters;
  if (encodings.length < SIMULCAST.length) return false;
  const all = isLarge(track) && !isScreen(track);
  let changed = false;
  for (const [i, { rid, maxBitrate: usual }] of SIMULCAST.entries()) {
    const active = all || rid === FULL;
    const maxBitrate = rid === FULL && isScreen(track) ? SCREEN_BITRATE : usual;
    changed ||= encodings[i].active !== active || encodings[i].maxBitrate !== maxBitrate;
    Object.assign(encodings[i], { active, maxBitrate });
  }
  return changed;
}

function isScreen(track) {
  return track?.contentHint === 'detail';
}

function isLarge(track) {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  return Math.max(width, height) >= LARGE.long && Math.min(width, height) >= LARGE.short;
}
