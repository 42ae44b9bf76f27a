// @ts-check
"use strict";

/**
 * A drawing with a dot for each word. `x` and `y` turn the values `xs` and `ys` into places, in CSS pixels; `taken` are
 * the places of names and rings.
 * @typedef {{
 *   context: CanvasRenderingContext2D, xs: ArrayLike<number>, ys: ArrayLike<number>, left: number, right: number, top: number, bottom: number,
 *   x: (value: number) => number, y: (value: number) => number, colors: Colors, taken: Box[],
 * }} Plot
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 * @typedef {{text: string, background: string, accent: string, scale: string[]}} Colors
 */

// From dark violet to green on white, from blue to yellow on black: parts of matplotlib's viridis.
const ON_LIGHT = ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89"];
const ON_DARK = ["#2e8bb0", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"];
const PALE_GRAY = "#8a8a8a"; // 3.5 to 1 on white, 5 to 1 on the dark background
const FONT_SIZE = 13;

/**
 * Return the colors of the theme, as it is now.
 * @returns {Colors}
 */
function themeColors() {
  const style = getComputedStyle(document.documentElement);
  const dark = document.documentElement.dataset.theme === "dark";
  return {
    text: style.getPropertyValue("--pst-color-text-base"),
    background: style.getPropertyValue("--pst-color-background"),
    accent: dark ? "#ff9d66" : "#a33b00",
    scale: Array.from({ length: 60 }, (_, i) => mixColors(dark ? ON_DARK : ON_LIGHT, i / 59)),
  };
}

/**
 * Return the color at a part of the way along a row of colors.
 * @param {string[]} stops
 * @param {number} part - from 0 to 1
 * @returns {string}
 */
function mixColors(stops, part) {
  const place = Math.min(part * (stops.length - 1), stops.length - 1.001);
  const channels = [1, 3, 5].map((at) => {
    const [from, to] = [0, 1].map((next) => parseInt(stops[Math.floor(place) + next].slice(at, at + 2), 16));
    return Math.round(from + (place % 1) * (to - from));
  });
  return `rgb(${channels})`;
}

/**
 * Clear a canvas and draw the axes around the ranges of the values.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {string} xLabel
 * @param {string} yLabel
 * @returns {Plot}
 */
function drawAxes(canvas, xs, ys, xLabel, yLabel) {
  const width = canvas.clientWidth;
  const height = Math.max(280, Math.min(420, 0.5 * width));
  const context = sizedContext(canvas, width, height);
  const [left, right, top, bottom] = [58, width - 24, 12, height - 48];
  const [[x0, x1], [y0, y1]] = [paddedRange(xs), paddedRange(ys)];
  /** @type {Plot} */
  const plot = {
    context, xs, ys, left, right, top, bottom, colors: themeColors(), taken: [],
    x: (value) => left + ((value - x0) / (x1 - x0)) * (right - left),
    y: (value) => bottom - ((value - y0) / (y1 - y0)) * (bottom - top),
  };
  context.fillStyle = context.strokeStyle = plot.colors.text;
  context.strokeRect(left, top, 0, bottom - top);
  context.strokeRect(left, bottom, right - left, 0);
  context.textAlign = "center";
  for (const { value, text } of ticks(x0, x1, width / 110)) context.fillText(text, plot.x(value), bottom + 18);
  context.fillText(xLabel, (left + right) / 2, bottom + 38, right - left);
  context.textAlign = "right";
  for (const { value, text } of ticks(y0, y1, 6)) context.fillText(text, left - 6, plot.y(value) + 4);
  context.save();
  context.translate(14, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(yLabel, 0, 0, bottom - top);
  context.restore();
  return plot;
}

/**
 * Give a canvas as many pixels as the screen has there, and return what draws on it, in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @returns {CanvasRenderingContext2D}
 */
function sizedContext(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  context.font = `${FONT_SIZE}px ${getComputedStyle(canvas).fontFamily}`;
  return context;
}

/**
 * Return the smallest and the largest value, with a little space around.
 * @param {ArrayLike<number>} values
 * @returns {[number, number]}
 */
function paddedRange(values) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const space = 0.04 * (high - low) || 1;
  return [low - space, high + space];
}

/**
 * Return round numbers in a range, about as many as wanted, and how they are written.
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 * @returns {{value: number, text: string}[]}
 */
function ticks(low, high, wanted) {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => {
    const value = (first + i) * step || 0; // no negative zero
    return { value, text: format.format(value).replace("-", "−") };
  });
}

/**
 * Draw a dot for each word, colored by the length of its vector or, without lengths, in one color.
 * @param {Plot} plot
 * @param {Float64Array} [lengths]
 */
function drawDots({ context, xs, ys, x, y, colors }, lengths) {
  const [shortest, longest] = lengths ? paddedRange(lengths) : [0, 1];
  context.fillStyle = PALE_GRAY;
  for (let i = 0; i < xs.length; i++) {
    if (lengths) context.fillStyle = colors.scale[Math.floor((60 * (lengths[i] - shortest)) / (longest - shortest))];
    context.fillRect(x(xs[i]) - 0.75, y(ys[i]) - 0.75, 1.5, 1.5); // nothing, where a value is NaN
  }
}

/**
 * Draw a diamond at each place.
 * @param {Plot} plot
 * @param {[number, number][]} places - pairs of values
 */
function drawDiamonds({ context, x, y, colors }, places) {
  context.fillStyle = colors.accent;
  for (const [right, up] of places) {
    context.beginPath();
    for (const [dx, dy] of [[-4, 0], [0, -4], [4, 0], [0, 4]]) context.lineTo(x(right) + dx, y(up) + dy);
    context.fill();
  }
}

/**
 * Draw a ring around each word, then the names of as many as there is room for, the first ones first.
 * @param {Plot} plot
 * @param {{name: string, place: [number, number]}[]} named
 */
function drawNames(plot, named) {
  const { context, colors } = plot;
  const rings = named.map(({ place }) => ({ x: plot.x(place[0]), y: plot.y(place[1]) }));
  context.strokeStyle = colors.text;
  for (const { x, y } of rings) {
    context.beginPath();
    context.arc(x, y, 5.5, 0, 2 * Math.PI);
    context.stroke();
    plot.taken.push({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 });
  }
  named.forEach(({ name }, i) => drawName(plot, name, rings[i]));
}

/**
 * Draw a name next to its ring, if there is room.
 * @param {Plot} plot
 * @param {string} name
 * @param {{x: number, y: number}} ring
 */
function drawName(plot, name, ring) {
  const { context, colors, taken } = plot;
  const width = context.measureText(name).width;
  const box = [0, -12, 12].flatMap((dy) => [8, -8 - width].map((dx) => textBox(ring.x + dx, ring.y + dy, width)))
    .find((box) => isInside(box, plot) && !taken.some((other) => overlap(box, other)));
  if (!box) return;
  taken.push(box);
  context.textAlign = "left";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colors.background;
  context.strokeText(name, box.left, box.bottom - 4);
  context.lineWidth = 1;
  context.fillStyle = colors.text;
  context.fillText(name, box.left, box.bottom - 4);
}

/**
 * Return the box of a text that begins at a place, with its middle at that height.
 * @param {number} left
 * @param {number} middle
 * @param {number} width
 * @returns {Box}
 */
function textBox(left, middle, width) {
  return { left, right: left + width, top: middle - 8, bottom: middle + 8 };
}

/**
 * Return whether a box lies in another.
 * @param {Box} box
 * @param {Box} frame
 * @returns {boolean}
 */
function isInside(box, frame) {
  return box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom;
}

/**
 * Return whether two boxes share a place.
 * @param {Box} a
 * @param {Box} b
 * @returns {boolean}
 */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Return the position of the word whose dot is nearest to a place on the canvas, or -1 if none is near.
 * @param {Plot} plot
 * @param {number} right
 * @param {number} down
 * @returns {number}
 */
function dotAt({ xs, ys, x, y }, right, down) {
  let [found, least] = [-1, 15];
  for (let i = 0; i < xs.length; i++) {
    const distance = Math.hypot(x(xs[i]) - right, y(ys[i]) - down);
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}
