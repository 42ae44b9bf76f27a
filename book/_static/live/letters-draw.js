// @ts-check
"use strict";

/** The figure of the page "The letters, live": what `helpers/plots/toy.py` draws, in the theme's light or dark. */

const LETTER_MARGINS = { left: 44, right: 12, top: 8, bottom: 44 }; // for the numbers and names of the axes

/**
 * Return where the plane is in a figure of a width, with equal units in both directions.
 * @param {LetterPlane} plane
 * @param {number} width in CSS pixels
 */
function letterFrame(plane, width) {
  const { left, right, top, bottom } = LETTER_MARGINS;
  const unit = (width - left - right) / (plane.x[1] - plane.x[0]);
  const height = top + unit * (plane.y[1] - plane.y[0]) + bottom;
  return {
    width,
    height,
    unit,
    /** @type {(x: number, y: number) => [number, number]} */
    toPixels: (x, y) => [left + unit * (x - plane.x[0]), top + unit * (plane.y[1] - y)],
    /** @type {(right: number, down: number) => [number, number]} */
    toPlane: (right, down) => [plane.x[0] + (right - left) / unit, plane.y[1] - (down - top) / unit],
  };
}

/** @typedef {ReturnType<typeof letterFrame>} LetterFrame */

/**
 * Return the colors of the figure in the theme's light or dark.
 * @param {LetterData} data
 * @param {Element} element in which the theme's variables are looked up
 */
function letterColors({ classes }, element) {
  const style = getComputedStyle(element);
  const isDark = document.documentElement.dataset.theme === "dark";
  return {
    background: style.getPropertyValue("--pst-color-background").trim(),
    text: style.getPropertyValue("--pst-color-text-base").trim(),
    font: style.fontFamily,
    inks: classes.map(({ color, colorOnDark }) => (isDark ? colorOnDark : color)),
  };
}

/** @typedef {ReturnType<typeof letterColors>} LetterColors */

/**
 * Draw the whole figure except the query, which is an element of the page.
 * @param {HTMLCanvasElement} canvas
 * @param {LetterData} data
 * @param {LetterFrame} frame
 * @param {LetterVote} vote
 * @param {Uint8Array} regions
 * @param {[number, number][][]} boundary
 */
function drawLetters(canvas, data, frame, vote, regions, boundary) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  canvas.style.height = `${frame.height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  const colors = letterColors(data, canvas);
  context.strokeStyle = colors.text;
  drawLetterAxes(context, data.plane, frame, colors);
  const [left, top] = frame.toPixels(data.plane.x[0], data.plane.y[1]);
  const [right, bottom] = frame.toPixels(data.plane.x[1], data.plane.y[0]);
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  drawRegions(context, data, frame, regions, colors);
  drawBoundary(context, frame, boundary);
  drawCircle(context, frame, vote);
  const voters = new Set(vote.rows.slice(0, vote.k));
  data.labels.forEach((label, row) => drawLetter(context, data, frame, row, label, voters.has(row), colors));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {LetterPlane} plane
 * @param {LetterFrame} frame
 * @param {LetterColors} colors
 */
function drawLetterAxes(context, plane, frame, { text, font }) {
  const [left, bottom] = frame.toPixels(plane.x[0], plane.y[0]);
  const [right, top] = frame.toPixels(plane.x[1], plane.y[1]);
  context.fillStyle = text;
  context.font = `13px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let x = Math.ceil(plane.x[0]); x <= plane.x[1]; x++) {
    context.fillText(String(x), frame.toPixels(x, 0)[0], bottom + 13);
  }
  for (let y = Math.ceil(plane.y[0]); y <= plane.y[1]; y++) {
    context.fillText(String(y), left - 13, frame.toPixels(0, y)[1]);
  }
  context.fillText("first coordinate", (left + right) / 2, bottom + 33);
  context.save();
  context.translate(left - 33, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText("second coordinate", 0, 0);
  context.restore();
}

/**
 * Tint the plane by class.
 * @param {CanvasRenderingContext2D} context
 * @param {LetterData} data
 * @param {LetterFrame} frame
 * @param {Uint8Array} regions
 * @param {LetterColors} colors
 */
function drawRegions(context, { plane, tint }, frame, regions, { inks }) {
  const size = plane.gridSize;
  const places = new ImageData(size, size);
  const tints = inks.map((ink) => [1, 3, 5].map((i) => parseInt(ink.slice(i, i + 2), 16)).concat(255 * tint));
  regions.forEach((region, place) => {
    const row = size - 1 - Math.floor(place / size); // pictures begin at the top
    places.data.set(tints[region], 4 * (row * size + (place % size)));
  });
  const layer = document.createElement("canvas");
  layer.width = layer.height = size;
  layer.getContext("2d")?.putImageData(places, 0, 0);
  const [left, top] = frame.toPixels(plane.x[0], plane.y[1]);
  const [right, bottom] = frame.toPixels(plane.x[1], plane.y[0]);
  // The places are the middles of the layer's pixels, so it reaches half a pixel farther than the plane.
  const [wide, high] = [(right - left) / (size - 1), (bottom - top) / (size - 1)];
  context.drawImage(layer, left - wide / 2, top - high / 2, size * wide, size * high);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {LetterFrame} frame
 * @param {[number, number][][]} boundary
 */
function drawBoundary(context, frame, boundary) {
  context.beginPath();
  for (const [start, end] of boundary) {
    context.moveTo(...frame.toPixels(...start));
    context.lineTo(...frame.toPixels(...end));
  }
  context.lineWidth = 1.5;
  context.lineCap = "round";
  context.stroke();
}

/**
 * Draw the circle through the last voter.
 * @param {CanvasRenderingContext2D} context
 * @param {LetterFrame} frame
 * @param {LetterVote} vote
 */
function drawCircle(context, frame, { x, y, distances, k }) {
  const [right, down] = frame.toPixels(x, y);
  context.beginPath();
  context.arc(right, down, frame.unit * distances[k - 1], 0, 2 * Math.PI);
  context.lineWidth = 1.5;
  context.setLineDash([6, 4]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * Draw a letter in the frame of its class: round ones in a circle, square ones in a square.
 * @param {CanvasRenderingContext2D} context
 * @param {LetterData} data
 * @param {LetterFrame} frame
 * @param {number} row
 * @param {number} label
 * @param {boolean} votes whether it is shaded
 * @param {LetterColors} colors
 */
function drawLetter(context, { letters, points, shade }, frame, row, label, votes, { inks, background, font }) {
  const [right, down] = frame.toPixels(points[row][0], points[row][1]);
  const radius = Math.max(9, Math.min(12, frame.width / 45));
  context.beginPath();
  if (label === 0) context.arc(right, down, radius, 0, 2 * Math.PI);
  else context.rect(right - radius, down - radius, 2 * radius, 2 * radius);
  context.fillStyle = background;
  context.fill();
  context.fillStyle = context.strokeStyle = inks[label];
  context.globalAlpha = votes ? shade : 0;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = votes ? 2.5 : 1.5;
  context.stroke();
  context.font = `${Math.round(1.2 * radius)}px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letters[row], right, down + 1);
}
