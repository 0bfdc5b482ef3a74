import { adapt, isLayered, sendEncodings, suit } from '/resources/js/media/encodings.js';
import { equal } from './assert.js';

const track = (width, height, contentHint = '') => ({ contentHint, getSettings: () => ({ width, height }) });
const active = (parameters) => parameters.encodings.filter((e) => e.active).map((e) => e.rid).join(' ');
const adapted = (picture) => {
  const parameters = { encodings: sendEncodings(false).map((e) => ({ ...e })) };
  return { changed: adapt(parameters, picture), sent: active(parameters), parameters };
};

export const tests = {
  'sends three encodings of a camera of 960 x 540 or more, however it is held'() {
    equal(adapted(track(1280, 720)).sent, 'q h f');
    equal(adapted(track(960, 540)).sent, 'q h f');
    equal(adapted(track(720, 1280)).sent, 'q h f');
  },
  'sends one encoding of a smaller camera, and of none'() {
    equal(adapted(track(640, 480)).sent, 'f');
    equal(adapted(track(1280, 480)).sent, 'f');
    equal(adapted(track(undefined, undefined)).sent, 'f');
    equal(adapted(null).sent, 'f');
  },
  'sends one encoding of a screen, in full size and with more bits'() {
    const { sent, parameters } = adapted(track(1920, 1080, 'detail'));
    equal(sent, 'f');
    equal([parameters.encodings[2].scaleResolutionDownBy, parameters.encodings[2].maxBitrate], [1, 2_500_000]);
  },
  'goes back to three after a screen, and says when nothing is to be changed'() {
    const { changed, parameters } = adapted(track(1280, 720));
    equal(changed, true);
    equal(adapt(parameters, track(1280, 720)), false);
    equal(adapt(parameters, track(1920, 1080, 'detail')), true);
    equal(adapt(parameters, track(1280, 720)), true);
    equal([active(parameters), parameters.encodings[2].maxBitrate], ['q h f', 1_800_000]);
  },
  'sends one stream with layers in VP9 and AV1, and several streams in other codecs'() {
    const several = sendEncodings(false);
    const one = sendEncodings(true);
    equal([several.length, one.length, one[0].scalabilityMode], [3, 1, 'L3T3_KEY']);
    for (const [mimeType, layered] of [['video/VP8', false], ['video/H264', false], ['video/VP9', true], ['video/AV1', true]]) {
      equal(isLayered(mimeType), layered);
      equal(suit({ codecs: [{ mimeType }], encodings: several }), !layered);
      equal(suit({ codecs: [{ mimeType }], encodings: one }), layered);
    }
    equal(suit({ codecs: [], encodings: several }), true);
    equal(adapt({ encodings: one }, track(1280, 720)), false);
  },
};
