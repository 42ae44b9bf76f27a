// @ts-check
"use strict";

// Gets the words to the page when they are first needed: over the network once, and from then on from where the browser
// keeps them; opened from disk, with a script element, since a page from disk can't fetch.

/**
 * What tools/live/words.py wrote: `bytes` and `checksum` are of the packed words, `download` is the size of their file.
 * @typedef {{count: number, dimensions: number, bytes: number, checksum: number, download: number}} WordsVersion
 */

const WORDS_FILE = new URL("words-data.js", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
const WORDS_CACHES = "nearest-neighbors-words-"; // and the checksum: the names of caches, one for each release

/** An error whose message tells the reader what to do. */
class WordsError extends Error {}

/** @type {WordsVersion} */
let wordsVersion;
/** @type {(base64: string) => void} */
let receiveWords;

/**
 * Take the content of words-version.js.
 * @param {WordsVersion} version
 */
function receiveWordsVersion(version) {
  wordsVersion = version;
}

/**
 * Return the bytes of the words.
 * @param {AbortSignal} signal - stops the loading
 * @param {(received: number) => void} onProgress - called with the number of bytes that have arrived
 * @returns {Promise<Uint8Array>}
 */
async function loadWords(signal, onProgress) {
  if (location.protocol === "file:") return decodeWords(await wordsFromDisk());
  const kept = await keptWords();
  if (kept) return kept;
  const text = await fetchWords(signal, onProgress);
  const bytes = decodeWords(text.slice(text.indexOf('"') + 1, text.lastIndexOf('"')));
  await keepWords(bytes);
  return bytes;
}

/**
 * Return the text of the file, over the network.
 * @param {AbortSignal} signal
 * @param {(received: number) => void} onProgress
 * @returns {Promise<string>}
 */
async function fetchWords(signal, onProgress) {
  const chunks = [];
  try {
    const response = await fetch(WORDS_FILE, { signal, cache: "no-cache" }); // a damaged copy isn't used again
    if (!response.ok || !response.body) {
      throw new WordsError(`The server answered ${response.status} instead of the vocabulary. Try again later.`);
    }
    const reader = response.body.getReader();
    for (let received = 0; ; onProgress(received)) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      received += value.length;
    }
  } catch (error) {
    if (signal.aborted || error instanceof WordsError) throw error;
    throw new WordsError("The vocabulary did not arrive. Check your connection, then press Retry.");
  }
  return new Blob(chunks).text();
}

/**
 * Return what the file on disk hands to `receiveWords`.
 * @returns {Promise<string>}
 */
function wordsFromDisk() {
  const what = "in the book's folder _static/live. Copy the whole book again, then press Retry.";
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    receiveWords = resolve;
    script.onload = () => reject(new WordsError(`The file words-data.js is damaged ${what}`)); // if it handed over none
    script.onerror = () => reject(new WordsError(`There is no file words-data.js ${what}`));
    script.src = WORDS_FILE;
    document.head.append(script);
    script.remove();
  });
}

/**
 * Return the bytes that a base64 text stands for, if they are the words.
 * @param {string} base64
 * @returns {Uint8Array}
 */
function decodeWords(base64) {
  let binary = "";
  try {
    binary = atob(base64);
  } catch {
    // Not base64: no bytes, which aren't the words either.
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  if (!areWords(bytes)) throw new WordsError("The vocabulary is damaged. Press Retry; if that fails, reload the page.");
  return bytes;
}

/**
 * Return whether these bytes are the words of this release.
 * @param {Uint8Array} bytes
 * @returns {boolean}
 */
function areWords(bytes) {
  return bytes.length === wordsVersion.bytes && adler32(bytes) === wordsVersion.checksum;
}

/**
 * Return the Adler-32 checksum. (The browser's own checksums aren't there for a page from disk.)
 * @param {Uint8Array} bytes
 * @returns {number}
 */
function adler32(bytes) {
  let [sum, sumOfSums] = [1, 0];
  for (let i = 0; i < bytes.length; ) {
    const end = Math.min(i + 4096, bytes.length); // until then the sums stay exact
    while (i < end) sumOfSums += sum += bytes[i++];
    sum %= 65521;
    sumOfSums %= 65521;
  }
  return sumOfSums * 65536 + sum;
}

/**
 * Return the bytes that the browser has kept, if it has them, and they are whole.
 * @returns {Promise<Uint8Array | undefined>}
 */
async function keptWords() {
  try {
    const response = await caches.match(WORDS_FILE, { cacheName: WORDS_CACHES + wordsVersion.checksum });
    const bytes = new Uint8Array((await response?.arrayBuffer()) ?? []);
    return areWords(bytes) ? bytes : undefined;
  } catch {
    return undefined; // no cache: an address without https, a private window
  }
}

/**
 * Keep the bytes for the next visit, in place of those of earlier releases.
 * @param {Uint8Array} bytes
 */
async function keepWords(bytes) {
  try {
    const older = (await caches.keys()).filter((name) => name.startsWith(WORDS_CACHES));
    await Promise.all(older.map((name) => caches.delete(name)));
    const cache = await caches.open(WORDS_CACHES + wordsVersion.checksum);
    await cache.put(WORDS_FILE, new Response(/** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
  } catch {
    // No cache, or it is full: the next visit loads the words again.
  }
}
