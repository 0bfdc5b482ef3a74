import { next } from '/resources/js/tv/spatial.js';
import { equal } from './assert.js';

const box = (left, top, width = 100, height = 50) => ({ left, top, right: left + width, bottom: top + height });

/** Two lines of three, and a third with one at its left end and one in its middle. */
const GRID = [
  box(0, 0), box(120, 0), box(240, 0),
  box(0, 70), box(120, 70), box(240, 70),
  box(0, 140), box(60, 210, 220),
];

/** Where the focus is after each of the keys, from the control with that number. */
function walk(start, ...directions) {
  let at = start;
  return directions.map((direction) => {
    const others = GRID.filter((_, index) => index !== at);
    const found = next(GRID[at], others, direction);
    if (found >= 0) at = GRID.indexOf(others[found]);
    return at;
  });
}

export const tests = {
  'goes through the lines and columns of a grid'() {
    equal(walk(0, 'right', 'right', 'down', 'left', 'up'), [1, 2, 5, 4, 1]);
  },

  'stays where it is at the edges'() {
    equal(walk(0, 'left', 'up'), [0, 0]);
    equal(walk(2, 'right', 'up'), [2, 2]);
    equal(walk(7, 'down', 'left', 'right'), [7, 7, 7]);
  },

  'leaves no line out on its way down, however far to the side it goes'() {
    equal(walk(5, 'down', 'down', 'up', 'up'), [6, 7, 6, 3]);
  },

  'never leaves its line to the side'() {
    equal(walk(6, 'right'), [6]);
  },

  'takes the nearest of a line to a wide control'() {
    equal(next(box(60, 210, 220), [box(0, 70), box(120, 70), box(240, 70)], 'up'), 1);
  },

  'takes the first of two that are equally near'() {
    equal(next(box(50, 0, 120), [box(0, 70), box(120, 70)], 'down'), 0);
  },

  'passes by what lies over the control itself'() {
    equal(next(box(0, 0, 300, 300), [box(10, 10), box(0, 310)], 'down'), 1);
    equal(next(box(0, 0, 300, 300), [box(10, 10)], 'right'), -1);
  },

  'goes to nothing where there is nothing'() {
    equal(next(box(0, 0), [], 'up'), -1);
  },
};
