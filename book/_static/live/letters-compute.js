// @ts-check
"use strict";

/**
 * Nearest neighbors, votes and the class of every place, as in helpers/neighbors.py.
 *
 * @typedef {{name: string, color: string, colorOnDark: string}} LetterClass
 * @typedef {{x: number[], y: number[], gridSize: number}} LetterPlane its ends in both directions
 * @typedef {object} LetterData what tools/live/letters.py writes
 * @property {string[]} letters the last one is the query
 * @property {number[][]} points one for each letter
 * @property {number[]} labels the class of each letter but the last, as a position in `classes`
 * @property {LetterClass[]} classes
 * @property {LetterPlane} plane
 * @property {number} stepsPerUnit how many steps of the query make a unit
 * @property {number} tint the share of a class's color in the plane
 * @property {number} shade its share in the frame of a neighbor
 */

/**
 * Write the rows of all labeled points, and their distances, nearest first; of equal distances the lower row is first.
 * @param {LetterData} data
 * @param {number} x
 * @param {number} y
 * @param {Uint8Array} rows
 * @param {Float64Array} distances
 */
function rankLetters({ points, labels }, x, y, rows, distances) {
  for (let row = 0; row < labels.length; row++) {
    const sideways = points[row][0] - x;
    const up = points[row][1] - y;
    const distance = Math.sqrt(sideways * sideways + up * up);
    let rank = row;
    for (; rank > 0 && distances[rank - 1] > distance; rank--) {
      rows[rank] = rows[rank - 1];
      distances[rank] = distances[rank - 1];
    }
    rows[rank] = row;
    distances[rank] = distance;
  }
}

/**
 * Return the class that most voters have; of tied classes, the one that comes first.
 * @param {Uint8Array} voters rows of points, nearest first
 * @param {number[]} labels
 * @param {number[]} counts where to write the votes of each class
 */
function countVotes(voters, labels, counts) {
  counts.fill(0);
  for (const row of voters) counts[labels[row]]++;
  let winner = labels[voters[0]];
  for (const row of voters) if (counts[labels[row]] > counts[winner]) winner = labels[row];
  return winner;
}

/**
 * Return all letters as seen from a place, nearest first, and the vote of the first k.
 * @param {LetterData} data
 * @param {number} x
 * @param {number} y
 * @param {number} k
 */
function voteAt(data, x, y, k) {
  const rows = new Uint8Array(data.labels.length);
  const distances = new Float64Array(data.labels.length);
  rankLetters(data, x, y, rows, distances);
  const counts = data.classes.map(() => 0);
  const winner = countVotes(rows.subarray(0, k), data.labels, counts);
  return { x, y, k, rows: [...rows], distances: [...distances], counts, winner };
}

/** @typedef {ReturnType<typeof voteAt>} LetterVote */

/**
 * Return the rows of the points as ranked from every place of a grid, place by place, the lowest places first.
 * The letters don't move, so this is done once.
 * @param {LetterData} data
 */
function rankFromEverywhere(data) {
  const n = data.labels.length;
  const { x, y, gridSize } = data.plane;
  const ranked = new Uint8Array(gridSize * gridSize * n);
  const distances = new Float64Array(n);
  /** @type {(ends: number[], i: number) => number} */
  const at = ([low, high], i) => low + (i * (high - low)) / (gridSize - 1);
  for (let place = 0; place < gridSize * gridSize; place++) {
    const rows = ranked.subarray(place * n, (place + 1) * n);
    rankLetters(data, at(x, place % gridSize), at(y, Math.floor(place / gridSize)), rows, distances);
  }
  return ranked;
}

/**
 * Return the class of every place of the grid.
 * @param {LetterData} data
 * @param {Uint8Array} ranked what `rankFromEverywhere` returns
 * @param {number} k
 */
function classEverywhere({ labels, classes, plane }, ranked, k) {
  const counts = classes.map(() => 0);
  return Uint8Array.from({ length: plane.gridSize ** 2 }, (_, place) => {
    const start = place * labels.length;
    return countVotes(ranked.subarray(start, start + k), labels, counts);
  });
}
