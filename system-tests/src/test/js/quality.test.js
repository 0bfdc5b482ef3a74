import { quality, reading } from '/resources/js/media/quality.js';
import { equal } from './assert.js';

const report = (time, { received = 0, lost = 0, bytes = 0, sent = 0, fractionLost, roundTrip = 0.05 } = {}) =>
  reading([
    { id: 'in', type: 'inbound-rtp', kind: 'video', timestamp: time, packetsReceived: received, packetsLost: lost,
      bytesReceived: bytes, codecId: 'c', frameWidth: 640, frameHeight: 480, framesPerSecond: 30, jitter: 0.004 },
    { id: 'out', type: 'outbound-rtp', kind: 'video', timestamp: time, bytesSent: sent, codecId: 'c' },
    { id: 'far', type: 'remote-inbound-rtp', kind: 'video', timestamp: time, fractionLost },
    { id: 'pair', type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: roundTrip },
    { id: 'c', type: 'codec', mimeType: 'video/VP8' },
  ]);
const start = report(0);

export const tests = {
  'counts bits per second between two readings'() {
    const now = quality(start, report(2000, { received: 100, bytes: 250_000, sent: 125_000 }));
    equal([now.down.bitrate, now.up.bitrate], [1_000_000, 500_000]);
  },
  'counts the loss since the last reading only'() {
    const before = report(0, { received: 900, lost: 100 });
    equal(quality(before, report(1000, { received: 990, lost: 110, bytes: 1 })).down.loss, 0.1);
    equal(quality(before, report(1000, { received: 900, lost: 100, bytes: 1 })).down.loss, null);
  },
  'takes a late packet that lowers the count of lost ones for no loss'() {
    const before = report(0, { received: 900, lost: 100 });
    equal(quality(before, report(1000, { received: 950, lost: 98, bytes: 1 })).down.loss, 0);
  },
  'gives bars by the worse of loss and round trip'() {
    const bars = (more) => quality(start, report(1000, { received: 100, bytes: 1000, ...more })).bars;
    equal(bars({}), 4);
    equal(bars({ roundTrip: 0.4 }), 3);
    equal(bars({ roundTrip: 0.9 }), 2);
    equal(bars({ roundTrip: 2 }), 1);
    equal(bars({ fractionLost: 0.03 }), 3);
    equal(bars({ lost: 100 }), 1);
    equal(bars({ bytes: 0 }), 0);
  },
  'takes the encodings of a picture together, and shows the largest that is sent'() {
    const of = (time, ...encodings) =>
      reading([
        { id: 'a', type: 'outbound-rtp', kind: 'audio', timestamp: time, bytesSent: 0, codecId: 'o' },
        ...encodings.map(([width, fps, bytesSent], i) => ({
          id: `v${i}`, type: 'outbound-rtp', kind: 'video', bytesSent, codecId: 'c',
          frameWidth: width, frameHeight: width / 2, framesPerSecond: fps,
        })),
        { id: 'far', type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0 },
        { id: 'far2', type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.5 },
        { id: 'c', type: 'codec', mimeType: 'video/VP8' },
        { id: 'o', type: 'codec', mimeType: 'audio/opus' },
      ]);
    const { up } = quality(of(0, [320, 20, 0], [1280, 0, 0], [640, 20, 0]), of(1000, [320, 20, 10], [1280, 0, 0], [640, 20, 90]));
    equal([up.bitrate, up.size, up.framesPerSecond, up.codecs, up.loss], [800, '640 × 320', 20, 'opus, VP8', 0.5]);
  },
  'gives fewer bars when the server finds the sound worse'() {
    const bars = (up, down) =>
      quality(start, report(1000, { received: 100, bytes: 1000 }), { up: { mos: up }, down: { mos: down } }).bars;
    equal(bars(4.4, 4.3), 4);
    equal(bars(3.9, 4.4), 3);
    equal(bars(4.4, 3.2), 2);
    equal(bars(1.5, 4.4), 1);
    equal(bars(undefined, undefined), 4);
  },
  'counts sound that is made up, but not silence'() {
    const sound = (time, totalSamplesReceived, concealedSamples, silentConcealedSamples) =>
      reading([
        { id: 'in', type: 'inbound-rtp', kind: 'audio', timestamp: time, totalSamplesReceived, concealedSamples,
          silentConcealedSamples },
      ]);
    const before = sound(0, 48_000, 5_000, 4_000);
    equal(quality(before, sound(1000, 96_000, 9_800, 8_320)).down.concealed, 0.01);
    equal(quality(before, sound(1000, 48_000, 5_000, 4_000)).down.concealed, null);
  },
  'tells how often and how long the picture stood still'() {
    const picture = (time, freezeCount, totalFreezesDuration) =>
      reading([{ id: 'in', type: 'inbound-rtp', kind: 'video', timestamp: time, freezeCount, totalFreezesDuration }]);
    const { down } = quality(picture(0, 1, 0.4), picture(1000, 2, 0.9));
    equal([down.freezes, down.frozen], [2, 0.9]);
    equal(quality(start, report(1000)).down.freezes, null);
  },
  'takes the sounds and pictures of two others together, and shows the larger picture that flows'() {
    const of = (time, bytesReceived, sounds, pictures) =>
      reading([
        ...sounds.map((audioLevel, i) => ({
          id: `a${i}`, type: 'inbound-rtp', kind: 'audio', timestamp: time, bytesReceived: 0, audioLevel, jitter: i / 100,
        })),
        ...pictures.map(([width, fps, freezeCount], i) => ({
          id: `v${i}`, type: 'inbound-rtp', kind: 'video', bytesReceived, freezeCount,
          frameWidth: width, frameHeight: width / 2, framesPerSecond: fps,
        })),
      ]);
    const { down } = quality(of(0, 0, [0.1, 0.4], [[1280, 0, 1], [640, 20, 2]]), of(1000, 50, [0.1, 0.4], [[1280, 0, 1], [640, 20, 2]]));
    equal([down.bitrate, down.size, down.framesPerSecond, down.freezes], [800, '640 × 320', 20, 3]);
    equal([down.audioLevel, down.jitter], [0.4, 10]);
  },
  'names codec, size and frames'() {
    const { down } = quality(start, report(1000, { received: 1, bytes: 1 }));
    equal([down.codecs, down.size, down.framesPerSecond, down.jitter], ['VP8', '640 × 480', 30, 4]);
  },
};
