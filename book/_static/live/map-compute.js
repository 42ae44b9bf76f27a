// @ts-check
// What the map computes: its data, what is near what, and where names fit. Nothing here touches the page.
"use strict";

/**
 * @typedef {"cosine" | "euclidean"} MapMetric
 * @typedef {{ids: Uint16Array, scores: Uint16Array}} MapNeighbors ten for each token; scores are in thousandths
 * @typedef {{
 *   model: string,
 *   tokens: string[],
 *   kindNames: string[],
 *   kinds: Uint8Array,
 *   points: Uint16Array,
 *   neighbors: Record<MapMetric, MapNeighbors>,
 * }} MapData points are x and y of the first token, x and y of the second, and so on
 * @typedef {{x: number, y: number, scale: number}} MapView the middle of what is seen, and pixels per unit
 * @typedef {{width: number, height: number}} MapSize in CSS pixels
 * @typedef {{left: number, top: number, right: number, bottom: number}} MapBox
 */

const MAP_NEIGHBORS = 10;
const MAP_LARGEST = 65535; // coordinates go from 0 to this
const MAP_MOST_ZOOM = 400;

/**
 * Return the map's data, decoded. Raise an error if something is missing.
 * @param {any} raw what `tools/live/vocabulary_map.py` wrote
 * @returns {MapData}
 */
function decodeMap(raw) {
  const count = raw.tokens.length;
  /** @param {MapMetric} metric */
  const neighbors = (metric) => ({
    ids: new Uint16Array(decodeBytes(raw.neighbors[metric].ids, 2 * MAP_NEIGHBORS * count)),
    scores: new Uint16Array(decodeBytes(raw.neighbors[metric].scores, 2 * MAP_NEIGHBORS * count)),
  });
  return {
    model: raw.model,
    tokens: raw.tokens,
    kindNames: raw.kindNames,
    kinds: new Uint8Array(decodeBytes(raw.kinds, count)),
    points: new Uint16Array(decodeBytes(raw.points, 4 * count)),
    neighbors: { cosine: neighbors("cosine"), euclidean: neighbors("euclidean") },
  };
}

/**
 * Return the bytes of a base64 text. Raise an error if there aren't as many as there should be.
 * @param {string} text
 * @param {number} length
 * @returns {ArrayBuffer}
 */
function decodeBytes(text, length) {
  const characters = atob(text);
  if (characters.length !== length || !length) throw new Error(`${characters.length} bytes instead of ${length}`);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes.buffer;
}

/**
 * Return the id of a token that is written as such, or as BERT writes it: in lowercase, without accents. -1 if none.
 * @param {MapData} data
 * @param {string} text
 */
function findToken(data, text) {
  const plain = text.trim();
  const id = data.tokens.indexOf(plain);
  if (id >= 0 || !plain) return id;
  return data.tokens.indexOf(plain.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, ""));
}

/**
 * Return the first tokens that begin with a text.
 * @param {MapData} data
 * @param {string} text
 * @param {number} count
 */
function tokensThatBegin(data, text, count) {
  const start = text.trim().toLowerCase();
  return start ? data.tokens.filter((token) => token.toLowerCase().startsWith(start)).slice(0, count) : [];
}

/**
 * Return the neighbors of a token: ids and scores, nearest first.
 * @param {MapData} data
 * @param {number} id
 * @param {MapMetric} metric
 */
function neighborsOf(data, id, metric) {
  const { ids, scores } = data.neighbors[metric];
  const start = MAP_NEIGHBORS * id;
  return Array.from(ids.subarray(start, start + MAP_NEIGHBORS), (neighbor, rank) => ({
    id: neighbor,
    score: (scores[start + rank] / 1000).toFixed(3),
  }));
}

/**
 * Return, for each of some tokens, its rank among the dots on the map by the distance to a token: 1 is the nearest dot.
 * @param {MapData} data
 * @param {number} from
 * @param {number[]} ids
 */
function ranksOnMap(data, from, ids) {
  const { points } = data;
  /** @param {number} id */
  const squaredDistance = (id) =>
    (points[2 * id] - points[2 * from]) ** 2 + (points[2 * id + 1] - points[2 * from + 1]) ** 2;
  const distances = data.tokens.map((_, id) => squaredDistance(id));
  distances[from] = Infinity;
  return ids.map((id) => 1 + distances.filter((distance) => distance < distances[id]).length);
}

/**
 * Return the view of the whole map.
 * @param {MapSize} size
 * @returns {MapView}
 */
function wholeMap(size) {
  return { x: MAP_LARGEST / 2, y: MAP_LARGEST / 2, scale: (0.95 * Math.min(size.width, size.height)) / MAP_LARGEST };
}

/**
 * Return a view that is neither too near nor too far, and whose middle is on the map.
 * @param {MapView} view
 * @param {MapSize} size
 * @returns {MapView}
 */
function limitView(view, size) {
  const least = wholeMap(size).scale;
  /** @param {number} value @param {number} low @param {number} high */
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  return {
    x: clamp(view.x, 0, MAP_LARGEST),
    y: clamp(view.y, 0, MAP_LARGEST),
    scale: clamp(view.scale, least, MAP_MOST_ZOOM * least),
  };
}

/**
 * Return a nearer (or farther) view in which the place below a position stays where it is.
 * @param {MapView} view
 * @param {MapSize} size
 * @param {number} factor
 * @param {number} left
 * @param {number} top
 */
function zoomView(view, size, factor, left, top) {
  const { scale } = limitView({ ...view, scale: view.scale * factor }, size);
  const [right, up] = [left - size.width / 2, size.height / 2 - top];
  const x = view.x + right / view.scale - right / scale;
  const y = view.y + up / view.scale - up / scale;
  return limitView({ x, y, scale }, size);
}

/**
 * Return a token's position in pixels from the left and from the top.
 * @param {MapData} data
 * @param {MapView} view
 * @param {MapSize} size
 * @param {number} id
 * @returns {[number, number]}
 */
function positionOf(data, view, size, id) {
  const left = size.width / 2 + (data.points[2 * id] - view.x) * view.scale;
  return [left, size.height / 2 - (data.points[2 * id + 1] - view.y) * view.scale];
}

/**
 * Return the token whose dot is nearest to a position, at most `reach` pixels away; -1 if none.
 * @param {MapData} data
 * @param {MapView} view
 * @param {MapSize} size
 * @param {number} left
 * @param {number} top
 * @param {number} reach
 * @param {(id: number) => boolean} isShown
 */
function tokenAt(data, view, size, left, top, reach, isShown) {
  // All are measured: that takes less than a millisecond, so there is no grid to search in.
  const x = view.x + (left - size.width / 2) / view.scale;
  const y = view.y + (size.height / 2 - top) / view.scale;
  let nearest = -1;
  let least = (reach / view.scale) ** 2;
  for (let id = 0; id < data.tokens.length; id++) {
    const squared = (data.points[2 * id] - x) ** 2 + (data.points[2 * id + 1] - y) ** 2;
    if (squared <= least && isShown(id)) [nearest, least] = [id, squared];
  }
  return nearest;
}

/**
 * Return a place for a name beside, above or below its dot that is free and in the picture; it is taken from then on.
 * @param {MapBox[]} taken
 * @param {MapSize} size
 * @param {[number, number]} dot
 * @param {number} gap from the dot to the name
 * @param {number} width
 * @param {number} height
 * @returns {MapBox | undefined}
 */
function placeName(taken, size, [x, y], gap, width, height) {
  const places = [
    [x + gap, y - height / 2],
    [x - gap - width, y - height / 2],
    [x - width / 2, y - gap - height],
    [x - width / 2, y + gap],
  ];
  for (const [left, top] of places) {
    const box = { left, top, right: left + width, bottom: top + height };
    const isInside = left >= 0 && top >= 0 && box.right <= size.width && box.bottom <= size.height;
    if (isInside && !taken.some((other) => mapBoxesOverlap(box, other))) {
      taken.push(box);
      return box;
    }
  }
  return undefined;
}

/**
 * Return whether two boxes overlap.
 * @param {MapBox} a
 * @param {MapBox} b
 */
function mapBoxesOverlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
