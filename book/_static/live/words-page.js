// @ts-check
"use strict";

/** What the address says: `?word=beauty&metric=euclidean&k=15`. @typedef {{word: string, metric: string, k: number}} Wish */

/**
 * Return the element of the page with this id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} with the id ${id}.`);
  return found;
}

const form = element("words-form", HTMLFormElement);
const wordInput = element("words-word", HTMLInputElement);
const metricSelect = element("words-metric", HTMLSelectElement);
const kInput = element("words-k", HTMLInputElement);
const loadButton = element("words-load", HTMLButtonElement);
const cancelButton = element("words-cancel", HTMLButtonElement);
const progressBar = element("words-progress", HTMLProgressElement);
const message = element("words-message", HTMLElement);
const spellings = element("words-spellings", HTMLElement);
const result = element("words-result", HTMLElement);

const METRIC_NAMES = /** @type {Record<string, string>} */ ({
  cosine: "cosine similarity",
  euclidean: "Euclidean distance",
});
const DEFAULTS = { word: "", metric: "cosine", k: 15 };
const MAX_K = 50;

/** @type {AbortController | undefined} */
let loading;
/** @type {{tokens: string[], ids: Uint16Array, search: WordSearch} | undefined} */
let vocabulary;
/** @type {Drawn | undefined} */
let drawn;
/** @type {Figure[]} */
let figures = [];
let latest = 0; // the number of the last wish, since an older one's answer may come later

/**
 * Read a wish from an address; what makes no sense gets its default.
 * @param {string} query - the address from the question mark on
 * @returns {Wish}
 */
function readWish(query) {
  const parameters = new URLSearchParams(query);
  const [word, metric, k] = ["word", "metric", "k"].map((name) => parameters.get(name) ?? "");
  return {
    word: word.trim(),
    metric: metric in METRIC_NAMES ? metric : DEFAULTS.metric,
    k: /^\d+$/.test(k) && 1 <= Number(k) && Number(k) <= MAX_K ? Number(k) : DEFAULTS.k,
  };
}

/**
 * Return the address of a wish, from the question mark on.
 * @param {Wish} wish
 * @returns {string}
 */
function writeWish({ word, metric, k }) {
  return `?${new URLSearchParams({ word, metric, k: String(k) })}`;
}

/**
 * Make a wish the page's address, and show it.
 * @param {Wish} wish
 */
function go(wish) {
  history.pushState(null, "", writeWish(wish));
  showAddress();
}

/** Show what the address asks for. */
async function showAddress() {
  const number = ++latest;
  const wish = readWish(location.search);
  [wordInput.value, metricSelect.value, kInput.value] = [wish.word, wish.metric, String(wish.k)];
  if (!wish.word) return showNothing("");
  const words = vocabulary ?? (await load());
  if (!words || number !== latest) return;
  const query = findWord(words.tokens, wish.word);
  if (query < 0) return showUnknown(words.tokens, wish);
  const comparison = await words.search.compare(query);
  if (number === latest) showResult({ tokens: words.tokens, ids: words.ids, query, comparison }, wish);
}

/**
 * Load the vocabulary, with progress and a button that cancels; on failure say what to do.
 * @returns {Promise<typeof vocabulary>}
 */
async function load() {
  loading?.abort();
  const controller = (loading = new AbortController());
  showNothing("Loading the vocabulary.");
  showLoading(true);
  try {
    const bytes = await loadWords(controller.signal, (received) => (progressBar.value = received));
    if (controller.signal.aborted) return undefined;
    const { count, dimensions } = wordsVersion;
    const { tokens, ids } = unpackWords(bytes, count, dimensions);
    vocabulary = { tokens, ids: ids.slice(), search: new WordSearch(bytes, count, dimensions) };
    loadButton.hidden = true;
    showNothing(`${count.toLocaleString("en")} words are here. Type one of them.`);
  } catch (error) {
    if (controller.signal.aborted) return undefined;
    loadButton.textContent = "Retry";
    showNothing(error instanceof WordsError ? error.message : `The vocabulary can't be read: ${error}`);
  }
  showLoading(false);
  return vocabulary;
}

/** Stop loading. */
function cancel() {
  loading?.abort();
  showLoading(false);
  showNothing("Loading was canceled. To begin again, press the button, or Find.");
}

/**
 * Show the progress and the button that cancels, or the button that loads.
 * @param {boolean} isLoading
 */
function showLoading(isLoading) {
  progressBar.value = 0;
  progressBar.hidden = cancelButton.hidden = !isLoading;
  loadButton.hidden = isLoading || vocabulary !== undefined;
}

/**
 * Show a message, and no result.
 * @param {string} text
 */
function showNothing(text) {
  message.textContent = text;
  spellings.replaceChildren();
  result.hidden = true;
  drawn = undefined;
}

/**
 * Say that a word isn't there, and offer words of similar spelling.
 * @param {string[]} tokens
 * @param {Wish} wish
 */
function showUnknown(tokens, wish) {
  const letters = [...wish.word];
  const word = letters.length > 40 ? `${letters.slice(0, 40).join("")}...` : wish.word;
  const near = nearestSpellings(tokens, wish.word);
  showNothing(
    `“${word}” is not among the ${tokens.length.toLocaleString("en")} whole words here. BERT splits other words into ` +
      "pieces, and this page has no pieces, single characters or special tokens. " +
      (near.length ? "Words with a similar spelling:" : "No word here has a similar spelling: try another.")
  );
  spellings.replaceChildren(
    ...near.map((token) => {
      const item = document.createElement("li");
      item.append(linkTo({ ...wish, word: token }));
      return item;
    })
  );
}

/**
 * Show the table and the figures.
 * @param {Drawn} compared
 * @param {Wish} wish
 */
function showResult(compared, wish) {
  drawn = compared;
  const { tokens, query, comparison } = compared;
  const isCosine = wish.metric === "cosine";
  const scores = isCosine ? comparison.similarities : comparison.distances;
  const near = nearestWords(scores, wish.k, isCosine, query);
  const title = `Nearest to ${tokens[query]} by ${METRIC_NAMES[wish.metric]}`;
  message.textContent = `${title}: ${near.slice(0, 5).map((i) => tokens[i]).join(", ")}.`;
  spellings.replaceChildren();
  element("words-heading", HTMLElement).textContent = title;
  element("words-rows", HTMLElement).replaceChildren(...near.map((i, rank) => tableRow(compared, wish, i, rank + 1)));
  result.hidden = false;
  drawFigures();
}

/**
 * Return a row of the table.
 * @param {Drawn} drawn
 * @param {Wish} wish
 * @param {number} i
 * @param {number} rank
 * @returns {HTMLTableRowElement}
 */
function tableRow({ tokens, ids, comparison }, wish, i, rank) {
  const row = document.createElement("tr");
  const { distances, similarities } = comparison;
  const link = linkTo({ ...wish, word: tokens[i] });
  for (const content of [rank, link, ids[i], distances[i].toFixed(3), similarities[i].toFixed(3)]) {
    row.insertCell().append(content instanceof Node ? content : String(content));
  }
  return row;
}

/**
 * Return a link that makes another word the one to look up.
 * @param {Wish} wish
 * @returns {HTMLAnchorElement}
 */
function linkTo(wish) {
  const link = document.createElement("a");
  link.href = writeWish(wish);
  link.textContent = wish.word;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
    event.preventDefault();
    wordInput.focus({ preventScroll: true }); // the link is about to go
    go(wish);
  });
  return link;
}

/** Draw both figures for the word that is shown. */
function drawFigures() {
  if (!drawn) return;
  const { ids, query, comparison } = drawn;
  const distances = without(comparison.distances, query);
  const similarities = without(comparison.similarities, query);
  figures = [
    { name: "distances", draw: drawDistances, describe: describeDistances, xs: ids, ys: distances },
    { name: "similarities", draw: drawSimilarities, describe: describeSimilarities, xs: distances, ys: similarities },
  ].map(({ name, draw, describe, xs, ys }) => {
    const canvas = element(`words-${name}`, HTMLCanvasElement);
    const tip = element(`words-${name}-tip`, HTMLElement);
    const text = describe(/** @type {Drawn} */ (drawn));
    canvas.setAttribute("aria-label", text);
    element(`words-${name}-text`, HTMLElement).textContent = text;
    tip.hidden = true;
    return { canvas, tip, plot: draw(canvas, /** @type {Drawn} */ (drawn)), xs, ys };
  });
  drawKey(element("words-key", HTMLElement), comparison.lengths);
}

/** Have the controls do what they say. */
function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ word: wordInput.value.trim(), metric: metricSelect.value, k: Number(kInput.value) });
  });
  metricSelect.addEventListener("change", () => wordInput.value.trim() && form.requestSubmit());
  loadButton.addEventListener("click", () => (readWish(location.search).word ? showAddress() : load()));
  cancelButton.addEventListener("click", cancel);
  addEventListener("popstate", showAddress);
  new MutationObserver(drawFigures).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(drawFigures).observe(result);
  for (const name of ["distances", "similarities"]) {
    const canvas = element(`words-${name}`, HTMLCanvasElement);
    const tip = element(`words-${name}-tip`, HTMLElement);
    const point = (/** @type {PointerEvent} */ event) => {
      const figure = figures.find((each) => each.canvas === canvas);
      if (drawn && figure) nameDot(figure, drawn, event);
    };
    canvas.addEventListener("pointermove", point);
    canvas.addEventListener("pointerdown", point);
    canvas.addEventListener("pointerleave", (event) => (tip.hidden = event.pointerType === "mouse" || tip.hidden));
  }
}

loadButton.textContent = `Load the vocabulary (${Math.round(wordsVersion.download / 1e6)} MB)`;
listen();
showAddress();
