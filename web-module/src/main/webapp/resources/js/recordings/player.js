/** The page of a recording: its control bar, its keys, and what it says. */

import { clock } from '../texts.js';
import { Playback } from './playback.js';

/** What the arrows and what j and l skip, in seconds. */
const STEP = 5;
const LEAP = 10;
const LOUDER = 0.1;

const player = document.getElementById('player');
const part = (name) => document.getElementById(`player-${name}`);

function tracks() {
  return [...player.querySelectorAll('.player-track')].map((track) =>
    [...track.querySelectorAll('video')].map((media) => ({
      media,
      start: media.dataset.start / 1000,
      length: media.dataset.length / 1000,
    })));
}

/** The control bar of a playback. */
class Bar {
  constructor(playback) {
    this.playback = playback;
    this.seeking = false;
    this.listen();
    playback.addEventListener('time', () => this.showTime());
    playback.addEventListener('change', () => this.show());
    this.show();
    this.showTime();
  }

  listen() {
    part('play').addEventListener('click', () => this.toggle());
    part('seek').addEventListener('input', (event) => this.playback.seek(event.target.valueAsNumber));
    part('speed').addEventListener('change', (event) => this.playback.setSpeed(Number(event.target.value)));
    part('heard').addEventListener('change', ({ target }) =>
      this.playback.hear(target.value === '' ? null : Number(target.value)));
    part('volume').addEventListener('input', (event) => this.playback.setVolume(event.target.valueAsNumber));
    part('full-screen').addEventListener('click', () => this.fullScreen());
    document.addEventListener('keydown', (event) => this.press(event));
  }

  toggle() {
    if (this.playback.playing) {
      this.playback.pause();
    } else {
      this.playback.play();
    }
  }

  fullScreen() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      player.requestFullscreen();
    }
  }

  skip(seconds) {
    this.playback.seek(this.playback.position + seconds);
  }

  /** Keys are the player's unless what has the focus needs them itself. */
  press(event) {
    const { target } = event;
    const outside = target !== document.body && !player.contains(target);
    if (outside || event.ctrlKey || event.altKey || event.metaKey || target.matches('select')) {
      return;
    }
    const act = this.action(event.key, target);
    if (act) {
      event.preventDefault();
      act();
    }
  }

  action(key, target) {
    const louder = (step) => () => this.playback.setVolume(this.playback.volume + step);
    const own = target === part('volume');
    const actions = {
      ' ': target.matches('button') ? null : () => this.toggle(),
      k: () => this.toggle(),
      j: () => this.skip(-LEAP),
      l: () => this.skip(LEAP),
      f: () => this.fullScreen(),
      ArrowLeft: own ? null : () => this.skip(-STEP),
      ArrowRight: own ? null : () => this.skip(STEP),
      ArrowUp: own ? null : louder(LOUDER),
      ArrowDown: own ? null : louder(-LOUDER),
      Home: own ? null : () => this.playback.seek(0),
      End: own ? null : () => this.playback.seek(this.playback.length),
    };
    return actions[key];
  }

  show() {
    const { playing, waiting, broken, volume } = this.playback;
    const { play, pause, wait, fail } = player.dataset;
    const button = part('play');
    button.setAttribute('aria-label', playing ? pause : play);
    button.title = playing ? pause : play;
    button.querySelector('use').setAttribute('href', `/resources/img/icons.svg#${playing ? 'pause' : 'play'}`);
    part('volume').value = volume;
    player.dataset.state = broken ? 'broken' : waiting ? 'waiting' : playing ? 'playing' : 'paused';
    const words = broken ? fail : waiting ? wait : '';
    if (part('message').textContent !== words) {
      part('message').textContent = words;
    }
  }

  showTime() {
    const { position, length } = this.playback;
    const seek = part('seek');
    seek.value = position;
    const words = player.dataset.time.replace('{0}', clock(position)).replace('{1}', clock(length));
    if (seek.getAttribute('aria-valuetext') !== words) {
      seek.setAttribute('aria-valuetext', words);
      part('time').textContent = `${clock(position)} / ${clock(length)}`;
    }
  }
}

if (player) {
  // For who looks into it from the console, and for tests.
  window.playback = new Playback(tracks(), player.dataset.length / 1000);
  new Bar(window.playback);
}
