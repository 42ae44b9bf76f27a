// @ts-check
"use strict";

/**
 * The page "The letters, live": its controls, its figure, its table, and its address.
 * @param {LetterData} data called by letters-data.js
 */
function receiveLetters(data) {
  const [x, y] = data.points[data.points.length - 1];
  const start = { x, y, k: 5 };
  const limits = letterLimits(data);
  const asked = stateFromAddress(location.search, start, limits);
  const page = new LettersPage(data, limits, start, asked ?? start);
  const problem = "The address asks for a place or a k that doesn't exist, so you see the start.";
  if (!asked) page.say(`${problem} ${describeLimits(limits)}`);
}

class LettersPage {
  canvas = element("letters-canvas", HTMLCanvasElement);
  handle = element("letters-x", HTMLButtonElement);
  xInput = element("letters-first", HTMLInputElement);
  yInput = element("letters-second", HTMLInputElement);
  kInput = element("letters-k", HTMLInputElement);
  kOutput = element("letters-k-value", HTMLOutputElement);
  message = element("letters-sentence", HTMLParagraphElement);
  problem = element("letters-problem", HTMLParagraphElement);
  rows = element("letters-rows", HTMLTableSectionElement);

  /**
   * @param {LetterData} data
   * @param {LetterLimits} limits
   * @param {LetterState} start
   * @param {LetterState} state
   */
  constructor(data, limits, start, state) {
    this.data = data;
    this.limits = limits;
    this.start = start;
    this.state = state;
    this.ranked = rankFromEverywhere(data);
    /** @type {Map<number, {regions: Uint8Array, boundary: [number, number][][]}>} for each k that was shown */
    this.planes = new Map();
    this.frame = letterFrame(data.plane, this.canvas.clientWidth);
    this.timer = 0;
    this.setLimits();
    this.listenToControls();
    this.listenToPointer();
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    const theme = new MutationObserver(() => this.draw());
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.move({});
  }

  setLimits() {
    for (const [input, [low, high]] of /** @type {const} */ ([
      [this.xInput, this.limits.x],
      [this.yInput, this.limits.y],
      [this.kInput, this.limits.k],
    ])) {
      input.min = String(low);
      input.max = String(high);
    }
  }

  listenToControls() {
    this.listenToNumber(this.xInput, "x");
    this.listenToNumber(this.yInput, "y");
    this.kInput.addEventListener("input", () => this.move({ k: this.kInput.valueAsNumber }));
    element("letters-back", HTMLButtonElement).addEventListener("click", () => {
      this.move({ x: this.start.x, y: this.start.y });
    });
    this.handle.addEventListener("keydown", (event) => {
      const step = 1 / this.data.stepsPerUnit;
      const steps = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowDown: [0, -step], ArrowUp: [0, step] };
      if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
      const [right, up] = steps[/** @type {keyof typeof steps} */ (event.key)];
      event.preventDefault(); // the page would scroll
      this.move({ x: this.state.x + right, y: this.state.y + up });
    });
  }

  listenToPointer() {
    const moveToPointer = (/** @type {MouseEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const [x, y] = this.frame.toPlane(event.clientX - box.left, event.clientY - box.top);
      this.move({ x, y });
    };
    this.canvas.addEventListener("click", moveToPointer);
    this.handle.addEventListener("pointerdown", (event) => this.handle.setPointerCapture(event.pointerId));
    this.handle.addEventListener("pointermove", (event) => {
      if (this.handle.hasPointerCapture(event.pointerId)) moveToPointer(event);
    });
  }

  /**
   * Follow what is typed, and when it is finished, say if it can't be.
   * @param {HTMLInputElement} input
   * @param {"x" | "y"} name
   */
  listenToNumber(input, name) {
    const typed = () => numberWithin(input.value, this.limits[name]);
    input.addEventListener("input", () => Number.isNaN(typed()) || this.move({ [name]: typed() }));
    input.addEventListener("change", () => {
      if (Number.isNaN(typed())) this.say(`X stays where it is. ${describeLimits(this.limits)}`);
      this.showNumbers();
    });
  }

  /**
   * Change the state and show it. Places are rounded to whole steps, and kept inside the plane.
   * @param {Partial<LetterState>} change
   */
  move(change) {
    const place = (/** @type {number} */ value, /** @type {number[]} */ [low, high]) =>
      Math.max(low, Math.min(high, Math.round(value * this.data.stepsPerUnit) / this.data.stepsPerUnit));
    const { x, y, k } = { ...this.state, ...change };
    this.state = { x: place(x, this.limits.x), y: place(y, this.limits.y), k };
    this.say("");
    this.show();
    if (Object.keys(change).length) this.keepInAddress();
  }

  show() {
    const { x, y, k } = this.state;
    this.vote = voteAt(this.data, x, y, k);
    this.message.textContent = describeVote(this.data, this.vote);
    this.showNumbers();
    this.showTable(this.vote);
    this.draw();
  }

  /** Show the state in the controls. What says the same already is left alone: somebody may be typing there. */
  showNumbers() {
    const { x, y, k } = this.state;
    for (const [input, value] of /** @type {const} */ ([[this.xInput, x], [this.yInput, y]])) {
      if (input.valueAsNumber !== value) input.value = value.toFixed(1);
    }
    this.kInput.value = this.kOutput.value = String(k);
    this.handle.setAttribute("aria-label", `X at (${x.toFixed(1)}, ${y.toFixed(1)}). The arrow keys move it.`);
  }

  /** @param {LetterVote} vote */
  showTable({ rows, distances, k }) {
    const { letters, labels, classes } = this.data;
    this.rows.replaceChildren(
      ...rows.slice(0, k).map((row, i) => {
        const line = document.createElement("tr");
        for (const text of [i + 1, letters[row], classes[labels[row]].name, distances[i].toFixed(3)]) {
          line.insertCell().textContent = String(text);
        }
        return line;
      }),
    );
  }

  draw() {
    if (!this.vote || !this.canvas.clientWidth) return; // without a width, the page isn't laid out yet
    const { regions, boundary } = this.plane(this.state.k);
    this.frame = letterFrame(this.data.plane, this.canvas.clientWidth);
    drawLetters(this.canvas, this.data, this.frame, this.vote, regions, boundary);
    const [left, top] = this.frame.toPixels(this.state.x, this.state.y);
    this.handle.style.left = `${left}px`;
    this.handle.style.top = `${top}px`;
    const about = describePlane(this.data, this.vote, regions);
    this.canvas.setAttribute("aria-label", `${this.message.textContent} ${about}`);
  }

  /** @param {number} k */
  plane(k) {
    let plane = this.planes.get(k);
    if (!plane) {
      const regions = classEverywhere(this.data, this.ranked, k);
      plane = { regions, boundary: letterBoundary(this.data, k) };
      this.planes.set(k, plane);
    }
    return plane;
  }

  /** Write the state into the address once it rests: browsers refuse to be told many times in a second. */
  keepInAddress() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => history.replaceState(null, "", addressOfState(this.state) + location.hash), 300);
  }

  /** @param {string} problem */
  say(problem) {
    this.problem.textContent = problem;
  }
}
