// @ts-check
"use strict";

// The two figures of notebook 3, for the word that was typed, with their text alternatives.

/**
 * What is drawn: the tokens and ids of all words, the position of the one that was typed, and how it compares with all.
 * @typedef {{tokens: string[], ids: Uint16Array, query: number, comparison: Comparison}} Drawn
 */

/**
 * A figure: the name in the ids of its elements, and what it is made with. `plot` is there once it is drawn.
 * @typedef {{
 *   name: string, draw: (canvas: HTMLCanvasElement, drawn: Drawn) => Plot, describe: (drawn: Drawn) => string,
 *   plot?: Plot,
 * }} Figure
 */

/** @type {Figure[]} */
const FIGURES = [
  { name: "distances", draw: drawDistances, describe: describeDistances },
  { name: "similarities", draw: drawSimilarities, describe: describeSimilarities },
];

/**
 * Draw a figure, with its text alternative below it.
 * @param {Figure} figure
 * @param {Drawn} drawn
 */
function drawFigure(figure, drawn) {
  const canvas = element(`words-${figure.name}`, HTMLCanvasElement);
  const text = figure.describe(drawn);
  canvas.setAttribute("aria-label", text);
  element(`words-${figure.name}-text`, HTMLElement).textContent = text;
  element(`words-${figure.name}-tip`, HTMLElement).hidden = true;
  figure.plot = figure.draw(canvas, drawn);
}

/**
 * Draw each word's distance against its id, with diamonds for the 100 most similar and names for the nearest.
 * @param {HTMLCanvasElement} canvas
 * @param {Drawn} drawn
 * @returns {Plot}
 */
function drawDistances(canvas, { tokens, ids, query, comparison }) {
  const { similarities } = comparison;
  const distances = without(comparison.distances, query);
  const plot = drawAxes(canvas, ids, distances, "token id", `Euclidean distance to ${tokens[query]}`);
  drawDots(plot);
  const similar = nearestWords(similarities, 100, true, query);
  drawDiamonds(plot, similar.map((i) => [ids[i], distances[i]]));
  const near = nearestWords(comparison.distances, 5, false, query);
  drawNames(plot, near.map((i) => ({ name: tokens[i], place: [ids[i], distances[i]] })));
  return plot;
}

/**
 * Draw each word's similarity against its distance, colored by length, with names for the ends of both.
 * @param {HTMLCanvasElement} canvas
 * @param {Drawn} drawn
 * @returns {Plot}
 */
function drawSimilarities(canvas, { tokens, query, comparison }) {
  const [distances, similarities] = [without(comparison.distances, query), without(comparison.similarities, query)];
  const labels = ["Euclidean distance", "cosine similarity"].map((measure) => `${measure} to ${tokens[query]}`);
  const plot = drawAxes(canvas, distances, similarities, labels[0], labels[1]);
  drawDots(plot, comparison.lengths);
  const most = nearestWords(comparison.similarities, 3, true, query);
  const [shortest] = nearestWords(comparison.lengths, 1, false, query);
  const named = [...new Set([...most, shortest])];
  drawNames(plot, named.map((i) => ({ name: tokens[i], place: [distances[i], similarities[i]] })));
  fillKey(plot, comparison.lengths);
  return plot;
}

/**
 * Return a copy of some values in which one isn't a number, so that it has no dot.
 * @param {Float64Array} values
 * @param {number} position
 * @returns {Float64Array}
 */
function without(values, position) {
  return values.map((value, i) => (i === position ? NaN : value));
}

/**
 * Return the text alternative of the first figure.
 * @param {Drawn} drawn
 * @returns {string}
 */
function describeDistances({ tokens, query, comparison: { distances, similarities } }) {
  const near = nearestWords(distances, 100, false, query);
  const similar = new Set(nearestWords(similarities, 100, true, query));
  const both = near.filter((i) => similar.has(i)).length;
  const names = near.slice(0, 5).map((i) => tokens[i]);
  const [low, high] = rangeTexts(without(distances, query));
  return (
    `Of the 100 words nearest to ${tokens[query]} by distance, ${both || "none"} ${both === 1 ? "is" : "are"} among ` +
    `the 100 most similar by cosine. Nearest are ${listed(names)}. Distances run from ${low} to ${high}.`
  );
}

/**
 * Return the text alternative of the second figure.
 * @param {Drawn} drawn
 * @returns {string}
 */
function describeSimilarities({ tokens, query, comparison: { distances, similarities, lengths } }) {
  const withLength = correlation(distances, lengths, query);
  const withSimilarity = correlation(distances, similarities, query);
  const more = Math.abs(withLength) > Math.abs(withSimilarity);
  const [stronger, weaker] = more ? ["length", "similarity"] : ["similarity", "length"];
  const names = nearestWords(similarities, 3, true, query).map((i) => tokens[i]);
  const [shortest] = nearestWords(lengths, 1, false, query);
  return (
    `The distance to ${tokens[query]} follows the ${stronger} more than the ${weaker}: its correlation with the ` +
    `length of a word's vector is ${withLength.toFixed(2)}, with its similarity ${withSimilarity.toFixed(2)}. ` +
    `Most similar are ${listed(names)}. The shortest vector, that of ${tokens[shortest]}, has the distance ` +
    `${distances[shortest].toFixed(2)}.`
  );
}

/**
 * Return the smallest and the largest of some values, to two decimals.
 * @param {Float64Array} values
 * @returns {string[]}
 */
function rangeTexts(values) {
  const numbers = values.filter((value) => !Number.isNaN(value)).sort();
  return [numbers[0], numbers[numbers.length - 1]].map((value) => value.toFixed(2));
}

/**
 * Return names as they stand in a sentence: a, b and c.
 * @param {string[]} names
 * @returns {string}
 */
function listed(names) {
  return new Intl.ListFormat("en-GB").format(names); // British: no comma before "and", as in the notebooks
}

/**
 * Fill the key of the second figure: the colors from the shortest vector to the longest.
 * @param {Plot} plot
 * @param {Float64Array} lengths
 */
function fillKey({ colors }, lengths) {
  const [low, high] = rangeTexts(lengths);
  const bar = document.createElement("span");
  bar.className = "words-bar";
  bar.style.background = `linear-gradient(to right, ${colors.scale})`;
  element("words-key", HTMLElement).replaceChildren(`${low} `, bar, ` ${high}`);
}

/**
 * Have a figure name the dot that is pointed at or tapped.
 * @param {Figure} figure
 */
function listenToPointer(figure) {
  const canvas = element(`words-${figure.name}`, HTMLCanvasElement);
  const tip = element(`words-${figure.name}-tip`, HTMLElement);
  const point = (/** @type {PointerEvent} */ event) => {
    if (figure.plot && drawn) nameDot(figure.plot, tip, drawn, event);
  };
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") tip.hidden = true; // a finger that is lifted leaves the name there
  });
}

/**
 * Put the name of the dot nearest to the pointer beside it, or take it away.
 * @param {Plot} plot
 * @param {HTMLElement} tip
 * @param {Drawn} drawn
 * @param {PointerEvent} event
 */
function nameDot(plot, tip, { tokens, comparison }, event) {
  const i = dotAt(plot, event.offsetX, event.offsetY);
  tip.hidden = i < 0;
  if (i < 0) return;
  const { distances, similarities, lengths } = comparison;
  const [distance, similarity, length] = [distances, similarities, lengths].map((values) => values[i].toFixed(3));
  tip.textContent = `${tokens[i]}: distance ${distance}, similarity ${similarity}, length ${length}`;
  const [x, y] = [plot.x(plot.xs[i]), plot.y(plot.ys[i])];
  tip.style.left = `${Math.max(0, Math.min(x, plot.right - tip.offsetWidth))}px`;
  tip.style.top = `${y < 60 ? y + 12 : y - 12 - tip.offsetHeight}px`;
}
