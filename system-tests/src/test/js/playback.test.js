import { Playback } from '/resources/js/recordings/playback.js';
import { correction, MasterClock, segmentAt } from '/resources/js/recordings/timeline.js';
import { equal } from './assert.js';

/** A medium whose time passes when the test says so. */
class Medium extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  seeking = false;
  ended = false;
  readyState = 4;
  error = null;
  hidden = false;
  muted = false;
  volume = 1;
  preload = 'metadata';
  loads = 0;

  constructor(duration) {
    super();
    this.duration = duration;
  }

  async play() {
    this.paused = false;
  }

  pause() {
    this.paused = true;
  }

  load() {
    this.loads++;
    this.error = null;
    this.currentTime = 0;
  }

  pass(seconds) {
    if (!this.paused) {
      this.currentTime = Math.min(this.duration, this.currentTime + seconds * this.playbackRate);
      this.ended = this.currentTime === this.duration;
    }
  }

  fail() {
    this.error = { code: 2 };
    this.readyState = 0;
    this.paused = true;
    this.dispatchEvent(new Event('error'));
  }
}

/** Two tracks, the first of two segments, in a recording of 60 s. */
function withPlayback(scenario) {
  let now = 100;
  const media = [new Medium(20), new Medium(38), new Medium(58)];
  const [first, second, other] = media;
  const playback = new Playback(
    [
      [{ start: 1, length: 20, media: first }, { start: 22, length: 38, media: second }],
      [{ start: 2, length: 58, media: other }],
    ],
    60,
    { now: () => now, every: () => 0 },
  );
  const pass = (seconds) => {
    for (let left = seconds; left > 1e-9; left -= 0.05) {
      const step = Math.min(0.05, left);
      now += step;
      media.forEach((medium) => medium.pass(step));
      playback.round();
    }
  };
  scenario({ playback, first, second, other, media, pass });
}

const close = (value, expected, within = 0.04) =>
  equal(Math.abs(value - expected) <= within ? 'close' : `${value} is not ${expected}`, 'close');

export const tests = {
  'the clock runs at its speed from where it was put': () => {
    let now = 5;
    const clock = new MasterClock(10, () => now);
    equal(clock.position, 0);
    clock.position = 2;
    clock.start();
    now += 2;
    equal(clock.position, 4);
    clock.speed = 2;
    now += 1;
    equal(clock.position, 6);
    clock.stop();
    now += 5;
    equal([clock.position, clock.running], [6, false]);
    clock.start();
    now += 100;
    equal(clock.position, 10);
    clock.position = -3;
    equal(clock.position, 0);
  },

  'a segment is on from its start to its end': () => {
    const segments = [{ start: 1, length: 2 }, { start: 5, length: 1 }];
    equal([0.9, 1, 2.99, 3, 5, 6].map((position) => segmentAt(segments, position)), [-1, 0, 0, -1, 1, -1]);
  },

  'what is a little off hurries or dawdles, what is far off jumps': () => {
    equal(correction(0.005, 1), { jump: false, rate: 1 });
    equal(correction(-0.04, 1).rate > 1, true);
    equal(correction(0.04, 2).rate < 2, true);
    equal(correction(0.3, 1).rate, 0.8);
    equal(correction(-0.3, 1).rate, 1.2);
    equal(correction(0.31, 1.5), { jump: true, rate: 1.5 });
    equal(correction(-5, 1).jump, true);
  },

  'media begin at their own times and are kept within 40 ms of the clock': () =>
    withPlayback(({ playback, first, second, other, pass }) => {
      playback.play();
      pass(1.5);
      equal([first.paused, other.paused], [false, true]);
      pass(3);
      close(first.currentTime, playback.position - 1);
      close(other.currentTime, playback.position - 2);
      first.currentTime += 0.2;
      other.currentTime -= 0.25;
      pass(2.5);
      close(first.currentTime, playback.position - 1);
      close(other.currentTime, playback.position - 2);
      pass(16);
      equal([first.hidden, second.hidden], [true, false]);
      close(second.currentTime, playback.position - 22);
    }),

  'they are where the clock is after a seek, playing or not': () =>
    withPlayback(({ playback, first, second, other, pass }) => {
      playback.seek(10);
      equal([first.currentTime, other.currentTime], [9, 8]);
      equal(first.paused, true);
      playback.play();
      playback.seek(30);
      pass(1);
      close(second.currentTime, playback.position - 22);
      close(other.currentTime, playback.position - 2);
      close(playback.position, 31, 0.11);
      equal(first.hidden, true);
    }),

  'they play as fast as is wanted': () =>
    withPlayback(({ playback, first, other, pass }) => {
      playback.play();
      playback.setSpeed(2);
      pass(4);
      close(playback.position, 8, 0.11);
      close(first.currentTime, playback.position - 1);
      close(other.currentTime, playback.position - 2);
      playback.setSpeed(0.5);
      pass(4);
      close(playback.position, 10, 0.11);
      close(other.currentTime, playback.position - 2);
    }),

  'if one waits for its data, all wait': () =>
    withPlayback(({ playback, first, other, pass }) => {
      playback.play();
      pass(5);
      other.readyState = 2;
      pass(0.05);
      equal([playback.waiting, first.paused], [true, true]);
      const at = playback.position;
      pass(3);
      equal(playback.position, at);
      other.readyState = 4;
      pass(2);
      equal(playback.waiting, false);
      close(playback.position, at + 2, 0.11);
      close(first.currentTime, playback.position - 1);
    }),

  'an address that has expired is asked for again at the same place': () =>
    withPlayback(({ playback, first, other, pass }) => {
      playback.play();
      pass(8);
      const at = playback.position;
      other.fail();
      equal(other.loads, 1);
      equal([playback.waiting, playback.broken], [true, false]);
      other.readyState = 4;
      pass(2);
      close(other.currentTime, playback.position - 2);
      close(first.currentTime, playback.position - 1);
      close(playback.position, at + 2, 0.2);
    }),

  'what can not be loaded is given up until somebody presses play': () =>
    withPlayback(({ playback, other, pass }) => {
      playback.play();
      pass(3);
      for (let failure = 0; failure < 5; failure++) {
        other.fail();
        pass(10);
      }
      equal([playback.broken, other.loads], [true, 4]);
      playback.play();
      equal([playback.broken, other.loads], [false, 5]);
    }),

  'the sound of one side is heard, or of both': () =>
    withPlayback(({ playback, media }) => {
      playback.hear(1);
      equal(media.map(({ muted }) => muted), [true, true, false]);
      playback.hear(null);
      equal(media.map(({ muted }) => muted), [false, false, false]);
      playback.setVolume(1.7);
      equal(media.map(({ volume }) => volume), [1, 1, 1]);
      playback.setVolume(0.25);
      equal(playback.volume, 0.25);
    }),

  'it stops at the end, and begins again from there': () =>
    withPlayback(({ playback, second, other, pass }) => {
      playback.seek(59);
      playback.play();
      pass(1.5);
      equal([playback.playing, playback.position], [false, 60]);
      equal([second.paused, other.paused], [true, true]);
      playback.play();
      equal(playback.position, 0);
    }),
};
