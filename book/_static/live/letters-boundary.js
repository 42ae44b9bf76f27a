// @ts-check
"use strict";

/**
 * The decision boundary, exactly: the vote can change only where two letters of different classes are equally far.
 * These places are a straight line for each two letters, and which pieces of the line are boundary is tried out.
 *
 * @typedef {{middle: number[], along: number[], across: number[]}} HalfwayLine a point, and two directions of length 1
 */

const BESIDE = 1e-6; // how far from the line the votes on its two sides are asked for

/**
 * Return the boundary in the plane, as pairs of ends.
 * @param {LetterData} data
 * @param {number} k
 */
function letterBoundary(data, k) {
  const { points, labels, plane } = data;
  const pairs = labels.flatMap((_, i) => labels.slice(i + 1).map((_, j) => [i, i + 1 + j]));
  const lines = pairs.map(([i, j]) => halfwayLine(points[i], points[j]));
  const pieces = [];
  for (const [pair, line] of lines.entries()) {
    const [i, j] = pairs[pair];
    if (labels[i] === labels[j]) continue;
    const cuts = cutsOf(line, lines, plane);
    for (let cut = 0; cut + 1 < cuts.length; cut++) {
      const half = (cuts[cut] + cuts[cut + 1]) / 2;
      const [one, other] = [-BESIDE, BESIDE].map((aside) => voteAt(data, ...placeOn(line, half, aside), k).winner);
      if (one !== other) pieces.push([placeOn(line, cuts[cut], 0), placeOn(line, cuts[cut + 1], 0)]);
    }
  }
  return pieces;
}

/**
 * Return the line of all places that are equally far from two points.
 * @param {number[]} a
 * @param {number[]} b
 * @returns {HalfwayLine}
 */
function halfwayLine(a, b) {
  const [sideways, up] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(sideways, up);
  const across = [sideways / length, up / length];
  return { middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], along: [-across[1], across[0]], across };
}

/**
 * Return a place at distances from the middle of a line: along it, and beside it.
 * @param {HalfwayLine} line
 * @param {number} far
 * @param {number} aside
 * @returns {[number, number]}
 */
function placeOn({ middle, along, across }, far, aside) {
  return [middle[0] + far * along[0] + aside * across[0], middle[1] + far * along[1] + aside * across[1]];
}

/**
 * Return how far from its middle a line meets others inside the plane, and where it enters and leaves the plane.
 * @param {HalfwayLine} line
 * @param {HalfwayLine[]} others
 * @param {LetterPlane} plane
 */
function cutsOf({ middle, along }, others, { x, y }) {
  const [inX, inY] = [x, y].map((edges, axis) => edges.map((edge) => (edge - middle[axis]) / along[axis]));
  const [first, last] = [Math.max(Math.min(...inX), Math.min(...inY)), Math.min(Math.max(...inX), Math.max(...inY))];
  const meetings = others.map((other) => {
    const [sideways, up] = [other.middle[0] - middle[0], other.middle[1] - middle[1]];
    const speed = along[0] * other.across[0] + along[1] * other.across[1];
    return (sideways * other.across[0] + up * other.across[1]) / speed; // not a number, or infinite, if parallel
  });
  const inside = meetings.filter((meeting) => first < meeting && meeting < last);
  return [first, ...inside.sort((a, b) => a - b), last];
}
