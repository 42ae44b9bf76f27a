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
 * Return how many letters must be put in, taken out or replaced to turn one word into another.
 * @param {string[]} from - the letters of a word
 * @param {string[]} to
 * @returns {number}
 */
function editDistance(from, to) {
  let above = Array.from({ length: to.length + 1 }, (_, j) => j);
  from.forEach((letter, i) => {
    const row = [i + 1];
    to.forEach((other, j) => {
      row.push(Math.min(above[j] + (letter === other ? 0 : 1), above[j + 1] + 1, row[j] + 1));
    });
    above = row;
  });
  return above[to.length];
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
