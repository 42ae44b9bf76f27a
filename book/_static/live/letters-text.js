// @ts-check
"use strict";

/** What the page "The letters, live" says, in the words of helpers/widgets/letter_explorer.py. */

/**
 * Return which letters vote, for which class, the result, and how ties were settled.
 * @param {LetterData} data
 * @param {LetterVote} vote
 */
function describeVote(data, vote) {
  const { letters, labels, classes } = data;
  const query = letters[letters.length - 1];
  const voters = vote.rows.slice(0, vote.k);
  const listed = classes.map(({ name }, i) => `${vote.counts[i]} ${name}`).filter((_, i) => vote.counts[i]);
  const tied = vote.counts.filter((count) => count === vote.counts[vote.winner]).length > 1;
  const nearest = letters[voters.find((row) => labels[row] === vote.winner) ?? 0];
  return [
    `${query} at (${vote.x.toFixed(1)}, ${vote.y.toFixed(1)}), k = ${vote.k}:`,
    `${voters.map((row) => letters[row]).join(", ")} ${vote.k > 1 ? "vote" : "votes"}: ${listed.join(", ")}.`,
    ...(tied ? [`A tie, and of the tied ${nearest} is nearest.`] : []),
    ...equallyFar(vote).map((rows) => describeEqual(rows.map((row) => letters[row]))),
    `${query} is ${classes[vote.winner].name}.`,
  ].join(" ");
}

/**
 * Return the groups of letters that are equally far, if one of them votes.
 * @param {LetterVote} vote
 */
function equallyFar({ rows, distances, k }) {
  const votingDistances = [...new Set(distances.slice(0, k))];
  const groups = votingDistances.map((distance) => rows.filter((_, rank) => distances[rank] === distance));
  return groups.filter((group) => group.length > 1);
}

/**
 * Return a sentence about letters that are equally far.
 * @param {string[]} letters
 */
function describeEqual(letters) {
  const last = letters[letters.length - 1];
  return `${letters.slice(0, -1).join(", ")} and ${last} are equally far, so the lower row comes first: ${letters[0]}.`;
}

/**
 * Return what else the figure shows.
 * @param {LetterData} data
 * @param {LetterVote} vote
 * @param {Uint8Array} regions
 */
function describePlane({ letters, labels, classes }, vote, regions) {
  const radius = vote.distances[vote.k - 1].toFixed(2);
  const about = classes.map(({ name }, i) => {
    const members = letters.filter((_, row) => labels[row] === i).join(", ");
    const share = regions.filter((region) => region === i).length / regions.length;
    return `Class ${name}: ${members}; ${Math.round(100 * share)}% of the plane.`;
  });
  return [`The dashed circle around ${letters[letters.length - 1]} has radius ${radius}.`, ...about].join(" ");
}

/** @typedef {{x: number, y: number, k: number}} LetterState where the query is, and how many vote */
/** @typedef {{x: number[], y: number[], k: number[]}} LetterLimits the lowest and highest of each */

/**
 * Return the limits: places in the plane, in whole steps, and 1 to 15 voters.
 * @param {LetterData} data
 * @returns {LetterLimits}
 */
function letterLimits({ plane, stepsPerUnit, labels }) {
  const inside = (/** @type {number[]} */ [low, high]) => [
    Math.ceil(low * stepsPerUnit) / stepsPerUnit,
    Math.floor(high * stepsPerUnit) / stepsPerUnit,
  ];
  return { x: inside(plane.x), y: inside(plane.y), k: [1, Math.min(15, labels.length)] };
}

/**
 * Return the number that a text gives if it is within limits, else NaN.
 * @param {string | null} text
 * @param {number[]} limits
 */
function numberWithin(text, [low, high]) {
  const number = text === null || text.trim() === "" ? NaN : Number(text);
  return number >= low && number <= high ? number : NaN;
}

/**
 * Return the state that an address asks for, or null if it asks for one that there is not.
 * @param {string} query such as "?x=2.0&y=2.0&k=5"; what is missing is as in `start`
 * @param {LetterState} start
 * @param {LetterLimits} limits
 * @returns {LetterState | null}
 */
function stateFromAddress(query, start, limits) {
  const asked = new URLSearchParams(query);
  const read = (/** @type {"x" | "y" | "k"} */ name) =>
    asked.has(name) ? numberWithin(asked.get(name), limits[name]) : start[name];
  const state = { x: read("x"), y: read("y"), k: read("k") };
  const possible = !Number.isNaN(state.x + state.y) && Number.isInteger(state.k);
  return possible ? state : null;
}

/**
 * Return the query part of the address for a state.
 * @param {LetterState} state
 */
function addressOfState({ x, y, k }) {
  return `?x=${x.toFixed(1)}&y=${y.toFixed(1)}&k=${k}`;
}

/**
 * Return a sentence about what can be asked for.
 * @param {LetterLimits} limits
 */
function describeLimits({ x, y, k }) {
  const between = (/** @type {number[]} */ [low, high]) => `from ${low} to ${high}`;
  return `The first coordinate goes ${between(x)}, the second ${between(y)}, and k is a whole number ${between(k)}.`;
}
