/**
 * Where the focus goes by an arrow key: pure geometry, after the idea of CSS Spatial Navigation. Up and down
 * go to the next line of controls, and in it to the nearest; left and right stay in their line.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box in any unit; a `DOMRect` is one
 * @typedef {'left'|'right'|'up'|'down'} Direction
 */

/**
 * A box as seen by who looks in the direction: `near` and `far` along it, `start` and `end` across.
 */
const VIEWS = {
  right: ({ left, top, right, bottom }) => ({ near: left, far: right, start: top, end: bottom }),
  left: ({ left, top, right, bottom }) => ({ near: -right, far: -left, start: top, end: bottom }),
  down: ({ left, top, right, bottom }) => ({ near: top, far: bottom, start: left, end: right }),
  up: ({ left, top, right, bottom }) => ({ near: -bottom, far: -top, start: left, end: right }),
};

/**
 * @param {Box} from what has the focus
 * @param {Box[]} boxes where it could go
 * @param {Direction} direction
 * @returns {number} which of the boxes is next; -1 if there is none
 */
export function next(from, boxes, direction) {
  const view = VIEWS[direction];
  const here = view(from);
  const sideways = direction === 'left' || direction === 'right';
  const ahead = boxes
    .map((box, index) => ({ index, ...view(box) }))
    .filter(({ near, far }) => middle(near, far) > here.far)
    .filter((box) => !sideways || gap(here, box) === 0);
  if (ahead.length === 0) return -1;
  const first = ahead.reduce((one, other) => (other.near < one.near ? other : one));
  const line = ahead.filter(({ near }) => near < first.far);
  return line.reduce((one, other) => (closer(here, other, one) ? other : one)).index;
}

/** Whether one is closer to the line of sight than the other; of two that are, the one that comes first. */
function closer(here, one, other) {
  const [gapOne, gapOther] = [gap(here, one), gap(here, other)];
  if (gapOne !== gapOther) return gapOne < gapOther;
  return offset(here, one) < offset(here, other);
}

/** The room between two boxes across the direction; 0 if they share some of it. */
function gap(one, other) {
  return Math.max(0, other.start - one.end, one.start - other.end);
}

function offset(one, other) {
  return Math.abs(middle(one.start, one.end) - middle(other.start, other.end));
}

function middle(one, other) {
  return (one + other) / 2;
}
