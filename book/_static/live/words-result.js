// @ts-check
"use strict";

// What the page shows: a message, words of similar spelling, or a table and two figures.

const METRIC_NAMES = /** @type {Record<string, string>} */ ({
  cosine: "cosine similarity",
  euclidean: "Euclidean distance",
});

const message = element("words-message", HTMLElement);
const spellings = element("words-spellings", HTMLElement);
const result = element("words-result", HTMLElement);
const heading = element("words-heading", HTMLElement);

/** @type {Drawn | undefined} */
let drawn; // what the figures show
let drawnWidth = 0;

/**
 * Show a message, and no result.
 * @param {string} text
 */
function showMessage(text) {
  message.textContent = text;
  message.classList.remove("visually-hidden");
  spellings.replaceChildren();
  result.hidden = true;
  drawn = undefined;
}

/**
 * Say that a word isn't there, and offer words of similar spelling.
 * @param {string[]} tokens
 * @param {Settings} settings
 */
function showUnknown(tokens, settings) {
  const letters = [...settings.word];
  const word = letters.length > 40 ? `${letters.slice(0, 40).join("")}...` : settings.word;
  const near = nearestSpellings(tokens, settings.word);
  showMessage(
    `“${word}” is not among the ${tokens.length.toLocaleString("en")} whole words here. BERT splits other words into ` +
      "pieces, and this page has no pieces, single characters or special tokens. " +
      (near.length ? "Words with a similar spelling:" : "No word here has a similar spelling: try another.")
  );
  for (const token of near) {
    const item = document.createElement("li");
    item.append(linkTo({ ...settings, word: token }));
    spellings.append(item);
  }
}

/**
 * Show the table and the figures.
 * @param {Drawn} compared
 * @param {Settings} settings
 */
function showResult(compared, settings) {
  const { tokens, query, comparison } = compared;
  const isCosine = settings.metric === "cosine";
  const scores = isCosine ? comparison.similarities : comparison.distances;
  const near = nearestWords(scores, settings.k, isCosine, query);
  heading.textContent = `Nearest to ${tokens[query]} by ${METRIC_NAMES[settings.metric]}`;
  showMessage(`${heading.textContent}: ${listed(near.slice(0, 5).map((i) => tokens[i]))}.`);
  message.classList.add("visually-hidden"); // the table says it to those who see it
  const rows = near.map((i, rank) => tableRow(compared, settings, i, rank + 1));
  element("words-rows", HTMLElement).replaceChildren(...rows);
  result.hidden = false;
  drawn = compared;
  drawFigures();
}

/**
 * Return a row of the table.
 * @param {Drawn} drawn
 * @param {Settings} settings
 * @param {number} i - the position of the word
 * @param {number} rank
 * @returns {HTMLTableRowElement}
 */
function tableRow({ tokens, ids, comparison }, settings, i, rank) {
  const row = document.createElement("tr");
  const link = linkTo({ ...settings, word: tokens[i] });
  const [distance, similarity] = [comparison.distances, comparison.similarities].map((values) => values[i].toFixed(3));
  for (const content of [`${rank}`, link, `${ids[i]}`, distance, similarity]) row.insertCell().append(content);
  return row;
}

/**
 * Return a link that makes another word the one to look up.
 * @param {Settings} settings
 * @returns {HTMLAnchorElement}
 */
function linkTo(settings) {
  const link = document.createElement("a");
  link.href = writeSettings(settings);
  link.textContent = settings.word;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window
    event.preventDefault();
    await go(settings);
    heading.focus(); // the link is gone
  });
  return link;
}

/** Draw both figures for the word that is shown. */
function drawFigures() {
  drawnWidth = result.clientWidth;
  if (drawn) for (const figure of FIGURES) drawFigure(figure, drawn);
}
