// @ts-check
"use strict";

// The two figures of notebook 3, for the word that was typed, with their text alternatives.

/**
 * What is drawn: the tokens and ids of all words, the position of the one that was typed, and how it compares with all.
 * @typedef {{tokens: string[], ids: Uint16Array, query: number, comparison: Comparison}} Drawn
 */

/**
 * A figure: its canvas, its values, and the element that names a dot.
 * @typedef {{canvas: HTMLCanvasElement, tip: HTMLElement, plot: Plot, xs: ArrayLike<number>, ys: Float64Array}} Figure
 */

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
  drawDots(plot, ids, distances);
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
  drawDots(plot, distances, similarities, comparison.lengths);
  const most = nearestWords(comparison.similarities, 3, true, query);
  const [shortest] = nearestWords(comparison.lengths, 1, false, query);
  const named = [...new Set([...most, shortest])];
  drawNames(plot, named.map((i) => ({ name: tokens[i], place: [distances[i], similarities[i]] })));
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
 * Fill the key of the second figure: from the shortest vector to the longest.
 * @param {HTMLElement} key
 * @param {Float64Array} lengths
 */
function drawKey(key, lengths) {
  const [low, high] = rangeTexts(lengths);
  const bar = document.createElement("span");
  bar.className = "words-bar";
  const stops = themeColors().scale;
  bar.style.background = `linear-gradient(to right, ${stops.filter((_, i) => i % 6 === 0).join(", ")})`;
  key.replaceChildren(`length of the vector: ${low} `, bar, ` ${high}`);
}

/**
 * Put the name of the dot nearest to the pointer beside it, or take it away.
 * @param {Figure} figure
 * @param {Drawn} drawn
 * @param {PointerEvent} event
 */
function nameDot({ canvas, tip, plot, xs, ys }, { tokens, comparison }, event) {
  const i = dotAt(plot, xs, ys, event.offsetX, event.offsetY);
  tip.hidden = i < 0;
  if (i < 0) return;
  const { distances, similarities, lengths } = comparison;
  const numbers = [distances, similarities, lengths].map((values) => values[i].toFixed(3));
  tip.textContent = `${tokens[i]}: distance ${numbers[0]}, similarity ${numbers[1]}, length ${numbers[2]}`;
  const [x, y] = [plot.x(xs[i]), plot.y(ys[i])];
  tip.style.left = `${Math.max(0, Math.min(x, canvas.clientWidth - tip.offsetWidth))}px`;
  tip.style.top = `${y < 50 ? y + 12 : y - 12 - tip.offsetHeight}px`;
}
