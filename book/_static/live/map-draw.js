// @ts-check
// How the map is drawn: dots, lines from a token to its neighbors, and names where there is room.
"use strict";

/**
 * @typedef {{
 *   data: MapData,
 *   view: MapView,
 *   size: MapSize,
 *   shown: boolean[],
 *   selected: number,
 *   neighbors: number[],
 *   hovered: number,
 * }} MapPicture `shown` says of each kind whether its dots are shown
 * @typedef {{background: string, text: string, line: string, kinds: string[]}} MapColors
 */

const MAP_NAMED_DOTS = 1500; // names appear when no more dots than this are in the picture
const MAP_NAME_HEIGHT = 16;
const MAP_MOST_CIRCLES = 4000; // more dots than this are drawn as squares, which is faster
/** @type {Map<string, number>} */
const mapNameWidths = new Map();

/**
 * Return the colors of the page: they are others in the dark mode.
 * @param {Element} frame
 * @param {string[]} kindNames
 * @returns {MapColors}
 */
function readMapColors(frame, kindNames) {
  const style = getComputedStyle(frame);
  /** @param {string} name */
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    background: read("--pst-color-background"),
    text: read("--pst-color-text-base"),
    line: read("--map-line"),
    kinds: kindNames.map((kind) => read(`--map-${kind}`)),
  };
}

/**
 * Draw the map.
 * @param {HTMLCanvasElement} canvas
 * @param {MapPicture} picture
 * @param {MapColors} colors
 */
function drawMap(canvas, picture, colors) {
  const { width, height } = picture.size;
  const ratio = window.devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = getComputedStyle(canvas).font;
  context.textBaseline = "middle";
  context.lineJoin = "round";

  const radius = dotRadius(picture);
  const visible = drawMapDots(context, picture, colors, radius);
  drawLines(context, picture, colors);
  const marked = [picture.selected, ...picture.neighbors];
  for (const id of marked) drawDot(context, picture, colors, id, radius + (id === picture.selected ? 4 : 2));
  // Of two names that overlap, that of the lower id is written: the first words are the most common.
  const named = visible.length <= MAP_NAMED_DOTS ? visible.sort((a, b) => a - b) : [];
  drawMapNames(context, picture, colors, radius, named);
}

/**
 * Return the radius of a dot: dots grow more slowly than the map does.
 * @param {MapPicture} picture
 */
function dotRadius({ view, size }) {
  return Math.min(5, (view.scale / wholeMap(size).scale) ** 0.4);
}

/**
 * Draw the dots of the kinds that are shown, and return the ids of those in the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 * @param {number} radius
 */
function drawMapDots(context, picture, colors, radius) {
  const { data, view, size, shown } = picture;
  /** @type {number[][]} */
  const visible = data.kindNames.map(() => []);
  for (let id = 0; id < data.tokens.length; id++) {
    const [left, top] = positionOf(data, view, size, id);
    const isInside = left > -radius && top > -radius && left < size.width + radius && top < size.height + radius;
    if (isInside && shown[data.kinds[id]]) visible[data.kinds[id]].push(id);
  }
  // The kind with the most dots is drawn first, so that it doesn't cover the others.
  const kinds = data.kindNames.map((_, kind) => kind).sort((a, b) => visible[b].length - visible[a].length);
  const ids = kinds.flatMap((kind) => visible[kind]);
  const drawSome = ids.length > MAP_MOST_CIRCLES ? drawSquares : drawCircles;
  drawSome(context, picture, colors, radius, ids);
  return ids;
}

/**
 * Draw dots as squares, by writing pixels: for tens of thousands of dots that is far faster than filling shapes.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 * @param {number} radius
 * @param {number[]} ids
 */
function drawSquares(context, { data, view, size }, colors, radius, ids) {
  const { width, height } = context.canvas;
  const ratio = width / size.width;
  const side = Math.max(1, Math.round(2 * radius * ratio));
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const values = colors.kinds.map((color) => pixelValue(context, color));
  for (const id of ids) {
    const [x, y] = positionOf(data, view, size, id);
    const left = Math.round(x * ratio - side / 2);
    const top = Math.round(y * ratio - side / 2);
    const [right, bottom] = [Math.min(width, left + side), Math.min(height, top + side)];
    const value = values[data.kinds[id]];
    for (let row = Math.max(0, top); row < bottom; row++) {
      for (let column = Math.max(0, left); column < right; column++) pixels[row * width + column] = value;
    }
  }
  context.putImageData(image, 0, 0);
}

/**
 * Return a color as the number that stands for it in the pixels of an image.
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 */
function pixelValue(context, color) {
  context.fillStyle = color;
  const normalized = String(context.fillStyle); // #rrggbb
  const bytes = [1, 3, 5].map((start) => parseInt(normalized.slice(start, start + 2), 16));
  return new Uint32Array(new Uint8Array([...bytes, 255]).buffer)[0];
}

/**
 * Draw dots as circles.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 * @param {number} radius
 * @param {number[]} ids
 */
function drawCircles(context, { data, view, size }, colors, radius, ids) {
  for (const id of ids) {
    context.fillStyle = colors.kinds[data.kinds[id]];
    fillCircle(context, ...positionOf(data, view, size, id), radius);
  }
}

/**
 * Fill a circle.
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} radius
 */
function fillCircle(context, left, top, radius) {
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fill();
}

/**
 * Draw a dot that stands out.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 * @param {number} id
 * @param {number} radius
 */
function drawDot(context, { data, view, size }, colors, id, radius) {
  const [left, top] = positionOf(data, view, size, id);
  context.fillStyle = colors.background;
  fillCircle(context, left, top, radius + 2);
  context.fillStyle = colors.text;
  fillCircle(context, left, top, radius + 1);
  context.fillStyle = colors.kinds[data.kinds[id]];
  fillCircle(context, left, top, radius - 0.5);
}

/**
 * Draw a line from the selected token to each of its neighbors, light at the edges so that it is seen among dots.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 */
function drawLines(context, { data, view, size, selected, neighbors }, colors) {
  context.beginPath();
  for (const id of neighbors) {
    context.moveTo(...positionOf(data, view, size, selected));
    context.lineTo(...positionOf(data, view, size, id));
  }
  context.strokeStyle = colors.background;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colors.line;
  context.lineWidth = 2;
  context.stroke();
}

/**
 * Write the names of the hovered token, the selected one and its neighbors, and of others where there is room.
 * @param {CanvasRenderingContext2D} context
 * @param {MapPicture} picture
 * @param {MapColors} colors
 * @param {number} radius
 * @param {number[]} others
 */
function drawMapNames(context, picture, colors, radius, others) {
  const { data, view, size, selected, neighbors, hovered } = picture;
  /** @type {MapBox[]} */
  const taken = [];
  if (hovered >= 0) drawDot(context, picture, colors, hovered, radius + 2);
  const marked = [...(hovered >= 0 ? [hovered] : []), selected, ...neighbors];
  const isMarked = new Set(marked);
  for (const id of [...isMarked, ...others.filter((id) => !isMarked.has(id))]) {
    const token = data.tokens[id];
    const gap = radius + (isMarked.has(id) ? 7 : 3);
    const box = placeName(taken, size, positionOf(data, view, size, id), gap, nameWidth(context, token), MAP_NAME_HEIGHT);
    if (!box) continue;
    const middle = (box.top + box.bottom) / 2;
    context.strokeStyle = colors.background;
    context.lineWidth = 4;
    context.strokeText(token, box.left, middle);
    context.fillStyle = colors.text;
    context.fillText(token, box.left, middle);
  }
}

/**
 * Return the width of a name; it is measured once.
 * @param {CanvasRenderingContext2D} context
 * @param {string} token
 */
function nameWidth(context, token) {
  const width = mapNameWidths.get(token) ?? context.measureText(token).width;
  mapNameWidths.set(token, width);
  return width;
}
