// @ts-check
"use strict";

// The search, exact and over all words. The functions up to `answerQueries` also run in a worker, from their source
// texts, so each uses nothing but its arguments and the others.

/**
 * Words and their vectors in 8 bits: the vector of word i is scales[i] times row i, which has `dimensions` numbers.
 * @typedef {{tokens: string[], ids: Uint16Array, scales: Float32Array, rows: Int8Array, dimensions: number}} Words
 *
 * From one word to all: distances, similarities, and the lengths of all vectors. Words are given by position.
 * @typedef {{distances: Float64Array, similarities: Float64Array, lengths: Float64Array}} Comparison
 */

/**
 * Read the bytes that tools/live/words.py packs: scales, ids, rows, and the tokens with spaces between them.
 * @param {Uint8Array} bytes
 * @param {number} count
 * @param {number} dimensions
 * @returns {Words}
 */
function unpackWords(bytes, count, dimensions) {
  const end = 6 * count + count * dimensions;
  return {
    scales: new Float32Array(bytes.buffer, 0, count),
    ids: new Uint16Array(bytes.buffer, 4 * count, count),
    rows: new Int8Array(bytes.buffer, 6 * count, count * dimensions),
    tokens: new TextDecoder().decode(bytes.subarray(end)).split(" "),
    dimensions,
  };
}

/**
 * Return the dot products of one row with all rows. They are whole numbers, so they are exact.
 * @param {Words} words
 * @param {number} query
 * @returns {Float64Array}
 */
function dotProducts({ rows, scales, dimensions }, query) {
  const row = rows.slice(query * dimensions, (query + 1) * dimensions);
  const products = new Float64Array(scales.length);
  for (let i = 0, start = 0; i < products.length; i++, start += dimensions) {
    let sum = 0;
    for (let j = 0; j < dimensions; j++) sum += row[j] * rows[start + j];
    products[i] = sum;
  }
  return products;
}

/**
 * Return the sum of squares of each row.
 * @param {Words} words
 * @returns {Float64Array}
 */
function sumsOfSquares({ rows, scales, dimensions }) {
  const squares = new Float64Array(scales.length);
  for (let i = 0, start = 0; i < squares.length; i++, start += dimensions) {
    let sum = 0;
    for (let j = start; j < start + dimensions; j++) sum += rows[j] * rows[j];
    squares[i] = sum;
  }
  return squares;
}

/**
 * Compare one word with all words. The distance follows from |a - b|² = |a|² + |b|² - 2 a·b.
 * @param {Words} words
 * @param {Float64Array} squares - the sum of squares of each row
 * @param {number} query
 * @returns {Comparison}
 */
function compareWithAll(words, squares, query) {
  const { scales } = words;
  const products = dotProducts(words, query);
  const lengths = squares.map((square, i) => scales[i] * Math.sqrt(square));
  const similarities = products.map((product, i) => product / Math.sqrt(squares[i] * squares[query]));
  const distances = products.map((product, i) => {
    const square = scales[i] ** 2 * squares[i] + scales[query] ** 2 * squares[query];
    return Math.sqrt(Math.max(0, square - 2 * scales[i] * scales[query] * product));
  });
  return { distances, similarities, lengths };
}

/** In a worker: take the bytes of the words, then answer each query with a comparison. */
function answerQueries() {
  /** @type {Words} */
  let words;
  /** @type {Float64Array} */
  let squares;
  self.onmessage = ({ data }) => {
    if (data.bytes) {
      words = unpackWords(data.bytes, data.count, data.dimensions);
      squares = sumsOfSquares(words);
    } else {
      self.postMessage({ number: data.number, comparison: compareWithAll(words, squares, data.query) });
    }
  };
}

/** A worker that has the words, and compares one with all while the page stays responsive. */
class WordSearch {
  /**
   * @param {Uint8Array} bytes - handed over: the page can't read them afterwards
   * @param {number} count
   * @param {number} dimensions
   */
  constructor(bytes, count, dimensions) {
    const functions = [unpackWords, dotProducts, sumsOfSquares, compareWithAll, answerQueries];
    const source = `"use strict";\n${functions.join("\n")}\nanswerQueries();`;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    /** @type {Map<number, (comparison: Comparison) => void>} */
    this.waiting = new Map();
    this.asked = 0;
    this.worker = new Worker(address); // not from a file, which browsers refuse to a page opened from disk
    this.worker.onmessage = ({ data }) => {
      this.waiting.get(data.number)?.(data.comparison);
      this.waiting.delete(data.number);
    };
    this.worker.postMessage({ bytes, count, dimensions }, [bytes.buffer]);
  }

  /**
   * Compare a word, given by position, with all words.
   * @param {number} query
   * @returns {Promise<Comparison>}
   */
  compare(query) {
    const number = this.asked++;
    this.worker.postMessage({ number, query });
    return new Promise((resolve) => this.waiting.set(number, resolve));
  }
}

/**
 * Return the positions of the k best scores, best first; of equal scores the lower position comes first.
 * @param {Float64Array} scores
 * @param {number} k
 * @param {boolean} largest - whether a large score is good: a similarity, not a distance
 * @param {number} [leftOut] - a position to leave out
 * @returns {number[]}
 */
function nearestWords(scores, k, largest, leftOut = -1) {
  const sign = largest ? -1 : 1;
  /** @type {number[]} */
  const best = [];
  for (let i = 0; i < scores.length; i++) {
    const score = sign * scores[i];
    if (i === leftOut || (best.length === k && score >= sign * scores[best[k - 1]])) continue;
    let place = best.length;
    while (place > 0 && score < sign * scores[best[place - 1]]) place--;
    best.splice(place, 0, i);
    best.length = Math.min(k, best.length);
  }
  return best;
}

/**
 * Return the Pearson correlation of two rows of numbers, without one position.
 * @param {Float64Array} xs
 * @param {Float64Array} ys
 * @param {number} leftOut
 * @returns {number}
 */
function correlation(xs, ys, leftOut) {
  const x = xs.filter((_, i) => i !== leftOut);
  const y = ys.filter((_, i) => i !== leftOut);
  const [xMean, yMean] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - xMean) ** 2;
    yy += (y[i] - yMean) ** 2;
    xy += (x[i] - xMean) * (y[i] - yMean);
  }
  return xy / Math.sqrt(xx * yy);
}
