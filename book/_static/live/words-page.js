// @ts-check
"use strict";

/**
 * What to show, as it stands in the address: `?word=beauty&metric=euclidean&k=15`.
 * @typedef {{word: string, metric: string, k: number}} Settings
 *
 * @typedef {{tokens: string[], ids: Uint16Array, search: WordSearch}} Vocabulary
 */

const form = element("words-form", HTMLFormElement);
const wordInput = element("words-word", HTMLInputElement);
const metricSelect = element("words-metric", HTMLSelectElement);
const kInput = element("words-k", HTMLInputElement);
const loadButton = element("words-load", HTMLButtonElement);
const cancelButton = element("words-cancel", HTMLButtonElement);
const progressBar = element("words-progress", HTMLProgressElement);
const MAX_K = 50;

/** @type {Vocabulary | undefined} */
let vocabulary;
/** @type {{controller: AbortController, done: Promise<Vocabulary | undefined>} | undefined} */
let loading;
let shownAddress = ""; // the part of the address that the page shows
let latest = 0; // the number of the last request, since the answer to an older one may come later

/**
 * Read the settings in an address. Of what makes no sense, the default is taken.
 * @param {string} address - from the question mark on
 * @returns {Settings}
 */
function readSettings(address) {
  const parameters = new URLSearchParams(address);
  const [word, metric, k] = ["word", "metric", "k"].map((name) => parameters.get(name) ?? "");
  return {
    word: word.trim(),
    metric: Object.hasOwn(METRIC_NAMES, metric) ? metric : "cosine",
    k: /^\d+$/.test(k) && 1 <= Number(k) && Number(k) <= MAX_K ? Number(k) : 15,
  };
}

/**
 * Return the address of settings, from the question mark on.
 * @param {Settings} settings
 * @returns {string}
 */
function writeSettings({ word, metric, k }) {
  return `?${new URLSearchParams({ word, metric, k: String(k) })}`;
}

/**
 * Put settings into the address, and show what it asks for.
 * @param {Settings} settings
 * @returns {Promise<void>}
 */
function go(settings) {
  history.pushState(null, "", writeSettings(settings));
  return showAddress();
}

/** Show what the address asks for. */
async function showAddress() {
  const number = ++latest;
  shownAddress = location.search;
  const settings = readSettings(shownAddress);
  [wordInput.value, metricSelect.value, kInput.value] = [settings.word, settings.metric, String(settings.k)];
  if (!settings.word) return showMessage(shownAddress ? "Type a word, such as beauty." : "");
  const words = vocabulary ?? (await load());
  if (!words || number !== latest) return;
  const query = findWord(words.tokens, settings.word);
  if (query < 0) return showUnknown(words.tokens, settings);
  const comparison = await words.search.compare(query);
  if (number === latest) showResult({ ...words, query, comparison }, settings);
}

/**
 * Return the vocabulary, once it is loaded, or undefined if that failed or was canceled.
 * @returns {Promise<Vocabulary | undefined>}
 */
function load() {
  if (!loading) {
    const controller = new AbortController();
    loading = { controller, done: loadVocabulary(controller.signal) };
  }
  return loading.done;
}

/**
 * Load the vocabulary with progress shown; on failure say what to do.
 * @param {AbortSignal} signal
 * @returns {Promise<Vocabulary | undefined>}
 */
async function loadVocabulary(signal) {
  showMessage("Loading the vocabulary.");
  showLoading(true);
  try {
    const bytes = await loadWords(signal, (received) => (progressBar.value = received / wordsVersion.download));
    if (signal.aborted) return undefined;
    const { count, dimensions } = wordsVersion;
    const { tokens, ids } = unpackWords(bytes, count, dimensions);
    vocabulary = { tokens, ids: ids.slice(), search: new WordSearch(bytes, count, dimensions) };
    showMessage(`${count.toLocaleString("en")} words are loaded. Type one of them.`);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof WordsError)) throw error;
    loadButton.textContent = "Retry";
    showMessage(error.message);
  }
  loading = undefined;
  showLoading(false);
  return vocabulary;
}

/** Stop loading. */
function cancel() {
  loading?.controller.abort();
  loading = undefined;
  showLoading(false);
  showMessage("Loading was canceled. To begin again, press the button.");
  loadButton.focus();
}

/**
 * Show the progress and the button that cancels, or the button that loads, if there is anything to load.
 * @param {boolean} isLoading
 */
function showLoading(isLoading) {
  progressBar.value = 0;
  progressBar.hidden = cancelButton.hidden = !isLoading;
  loadButton.hidden = isLoading || vocabulary !== undefined;
}

/** Have the controls do what they say. */
function listen() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ word: wordInput.value.trim(), metric: metricSelect.value, k: Number(kInput.value) });
  });
  metricSelect.addEventListener("change", () => wordInput.value.trim() && form.requestSubmit());
  loadButton.addEventListener("click", () => (readSettings(location.search).word ? showAddress() : load()));
  cancelButton.addEventListener("click", cancel);
  addEventListener("popstate", () => location.search !== shownAddress && showAddress());
  new MutationObserver(drawFigures).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(() => result.clientWidth !== drawnWidth && drawFigures()).observe(result);
  FIGURES.forEach(listenToPointer);
}

if (wordsVersion) {
  loadButton.textContent = `Load the vocabulary (${Math.round(wordsVersion.download / 1e6)} MB)`;
  listen();
  showAddress();
} else {
  showMessage("A part of this page, words-version.js, is missing. Reload the page, or copy the whole book again.");
}
