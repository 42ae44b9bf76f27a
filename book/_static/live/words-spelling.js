// @ts-check
"use strict";

/**
 * Write a text as BERT's tokenizer does before it looks for tokens: without accents, in lower case.
 * @param {string} text
 * @returns {string}
 */
function normalizeWord(text) {
  return text.normalize("NFD").replace(/[\p{Mn}\p{Cc}\p{Cf}]/gu, "").toLowerCase().trim();
}

/**
 * Return the position of a word, or -1.
 * @param {string[]} tokens
 * @param {string} text
 * @returns {number}
 */
function findWord(tokens, text) {
  const asTyped = tokens.indexOf(text.trim());
  return asTyped >= 0 ? asTyped : tokens.indexOf(normalizeWord(text));
}

/**
 * Return how many letters must be put in, taken out, replaced, or swapped with the next one to turn one word into another.
 * @param {string[]} from - the letters of a word
 * @param {string[]} to
 * @returns {number}
 */
function editDistance(from, to) {
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= from.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = rows[i - 1][j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity;
      rows[i][j] = Math.min(replaced, swapped, rows[i - 1][j] + 1, rows[i][j - 1] + 1);
    }
  }
  return rows[from.length][to.length];
}

/**
 * Return up to five words whose spelling is nearest to a text: three edits away at most, and sharing a letter with it.
 * @param {string[]} tokens
 * @param {string} text
 * @returns {string[]}
 */
function nearestSpellings(tokens, text) {
  const letters = [...normalizeWord(text)];
  const limit = Math.min(3, letters.length - 1);
  return tokens
    .map((token) => ({ token, letters: [...token] }))
    .filter((other) => Math.abs(other.letters.length - letters.length) <= limit)
    .map((other) => ({ token: other.token, edits: editDistance(letters, other.letters) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 5)
    .map(({ token }) => token);
}
