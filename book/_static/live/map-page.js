// @ts-check
// The page of the map: what is selected, the table, and the controls.
"use strict";

/** @typedef {{token: number, metric: MapMetric}} MapSelection */

/** @type {any} */
let mapRaw;
/** @type {MapCanvas} */
let mapCanvas;
const MAP_FIRST_TOKEN = "beauty";
const MAP_SCORE = { cosine: "cosine similarity", euclidean: "Euclidean distance" };
/** @type {Record<string, string>} */
const MAP_KINDS = {
  special: "a special token",
  unused: "an unused token",
  character: "a character",
  word: "a word",
  piece: "a piece of a word",
};

/**
 * Keep the data: `map-data.js` calls this.
 * @param {any} raw
 */
function receiveMap(raw) {
  mapRaw = raw;
}

document.addEventListener("DOMContentLoaded", () => {
  let data;
  try {
    data = decodeMap(mapRaw);
  } catch {
    const problem = "The map can't be shown: its data, the file map-data.js, is missing or damaged.";
    mapElement("map-status").textContent = `${problem} Load the page again, or get the book again.`;
    return;
  }
  startMap(data);
});

/**
 * Return the element with an id.
 * @param {string} id
 * @returns {HTMLElement}
 */
function mapElement(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Connect the map, the table and the controls.
 * @param {MapData} data
 */
function startMap(data) {
  mapElement("map-app").hidden = false;
  const shown = startKinds(data, () => mapCanvas.redraw());
  mapCanvas = new MapCanvas(data, shown, (token) => choose({ ...selection, token }));
  const table = new MapTable(data, (token) => choose({ ...selection, token }));
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=map-metric]"));
  /** @type {MapSelection} */
  let selection;

  /** Show what the address asks for. */
  function showAddress() {
    const { problem, ...asked } = readMapAddress(data, location.search);
    show(asked);
    mapElement("map-message").textContent = problem;
  }

  /** @param {MapSelection} chosen */
  function show(chosen) {
    selection = chosen;
    for (const radio of radios) radio.checked = radio.value === chosen.metric;
    mapElement("map-message").textContent = "";
    mapElement("map-status").textContent = table.show(chosen);
    mapCanvas.select(chosen);
  }

  /** @param {MapSelection} chosen */
  function choose(chosen) {
    const isNew = chosen.token !== selection.token || chosen.metric !== selection.metric;
    show(chosen);
    const query = new URLSearchParams({ token: data.tokens[chosen.token], metric: chosen.metric });
    if (isNew) history.pushState(null, "", `?${query}`);
  }

  window.addEventListener("popstate", showAddress);
  for (const radio of radios) {
    radio.addEventListener("change", () =>
      choose({ ...selection, metric: /** @type {MapMetric} */ (radio.value) }));
  }
  startMapSearch(data, (token) => choose({ ...selection, token }));
  showAddress();
}

/**
 * Return the token and the metric that an address asks for, and what is wrong with it, if anything is.
 * @param {MapData} data
 * @param {string} query
 * @returns {MapSelection & {problem: string}}
 */
function readMapAddress(data, query) {
  const asked = new URLSearchParams(query);
  const [text, name] = [asked.get("token") ?? MAP_FIRST_TOKEN, asked.get("metric") ?? "cosine"];
  const found = findToken(data, text);
  const isMetric = Object.hasOwn(MAP_SCORE, name);
  const token = found >= 0 ? found : findToken(data, MAP_FIRST_TOKEN);
  const problems = [];
  if (found < 0) problems.push(`The address asks for the token “${text}”, which isn't in this vocabulary.`);
  if (!isMetric) problems.push(`The address asks for the metric “${name}”; there are cosine and euclidean.`);
  const metric = isMetric ? /** @type {MapMetric} */ (name) : "cosine";
  if (problems.length) problems.push(`So you see ${data.tokens[token]} by ${MAP_SCORE[metric]}.`);
  return { token, metric, problem: problems.join(" ") };
}

/**
 * Make the box that finds a token, with suggestions.
 * @param {MapData} data
 * @param {(id: number) => void} onFound
 */
function startMapSearch(data, onFound) {
  const input = /** @type {HTMLInputElement} */ (mapElement("map-token"));
  input.addEventListener("input", () => {
    const options = tokensThatBegin(data, input.value, 8).map((token) => new Option(token, token));
    mapElement("map-suggestions").replaceChildren(...options);
  });
  mapElement("map-search").addEventListener("submit", (event) => {
    event.preventDefault();
    const id = findToken(data, input.value);
    if (id >= 0) onFound(id);
    else mapElement("map-message").textContent = explainNoToken(data, input.value);
  });
}

/**
 * Return why a text was not found.
 * @param {MapData} data
 * @param {string} text
 */
function explainNoToken(data, text) {
  if (!text.trim()) return "Type a token, such as beauty or ##ing.";
  const others = tokensThatBegin(data, text, 3);
  if (others.length) return `“${text}” is not a token of this vocabulary. These begin with it: ${others.join(", ")}.`;
  return `“${text}” is not a token of this vocabulary. BERT splits a rare word into several tokens: try a part of it.`;
}

/**
 * Make the legend, whose checkboxes hide and show kinds, and return which are shown.
 * @param {MapData} data
 * @param {() => void} onChange
 */
function startKinds(data, onChange) {
  const counts = data.kindNames.map(() => 0);
  for (const kind of data.kinds) counts[kind]++;
  const shown = data.kindNames.map(() => true);
  data.kindNames.forEach((name, kind) => {
    const box = /** @type {HTMLInputElement} */ (document.querySelector(`#map-kinds input[value=${name}]`));
    mapElement(`map-count-${name}`).textContent = counts[kind].toLocaleString("en-US");
    shown[kind] = box.checked; // a browser may have kept it from an earlier visit
    box.addEventListener("change", () => {
      shown[kind] = box.checked;
      onChange();
    });
  });
  return shown;
}

/** The table of the selected token's neighbors. */
class MapTable {
  /**
   * @param {MapData} data
   * @param {(id: number) => void} onChoose
   */
  constructor(data, onChoose) {
    this.data = data;
    // The rows stay, and with them the focus, when another token is selected.
    this.rows = Array.from({ length: MAP_NEIGHBORS }, (_, index) => {
      const row = /** @type {HTMLTableSectionElement} */ (mapElement("map-rows")).insertRow();
      row.insertCell().textContent = String(index + 1);
      const button = row.insertCell().appendChild(document.createElement("button"));
      button.type = "button";
      const cells = [row.insertCell(), row.insertCell(), row.insertCell()];
      button.addEventListener("click", () => onChoose(Number(button.value)));
      return { button, cells };
    });
  }

  /**
   * Show the neighbors of a token, and return what is shown in words.
   * @param {MapSelection} selection
   */
  show({ token, metric }) {
    const { tokens, kinds, kindNames } = this.data;
    const neighbors = neighborsOf(this.data, token, metric);
    const ranks = ranksOnMap(this.data, token, neighbors.map(({ id }) => id));
    neighbors.forEach(({ id, score }, index) => {
      const { button, cells } = this.rows[index];
      button.textContent = tokens[id];
      button.value = String(id);
      [String(id), score, ranks[index].toLocaleString("en-US")].forEach((text, i) => (cells[i].textContent = text));
    });
    mapElement("map-caption").textContent = `The 10 nearest neighbors of ${tokens[token]} by ${MAP_SCORE[metric]}`;
    mapElement("map-score").textContent = metric === "cosine" ? "Similarity" : "Distance";
    const near = ranks.filter((rank) => rank <= MAP_NEIGHBORS).length;
    const names = neighbors.map(({ id }) => tokens[id]).join(", ");
    return `${tokens[token]} is ${MAP_KINDS[kindNames[kinds[token]]]} with the id ${token}. Its nearest neighbors by ` +
      `${MAP_SCORE[metric]}: ${names}. Of these 10, ${near || "none"} ` +
      `${near > 1 ? "are" : "is"} among the 10 nearest dots on the map.`;
  }
}
