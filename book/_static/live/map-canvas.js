// @ts-check
// The map as something to look at, move and click on.
"use strict";

/** The canvas, what is seen of the map, and the pointers and keys that change it. */
class MapCanvas {
  /**
   * @param {MapData} data
   * @param {boolean[]} shown
   * @param {(id: number) => void} onChoose
   */
  constructor(data, shown, onChoose) {
    this.frame = mapElement("map-frame");
    this.canvas = /** @type {HTMLCanvasElement} */ (mapElement("map-canvas"));
    this.onChoose = onChoose;
    /** @type {Map<number, [number, number]>} */
    this.pointers = new Map();
    this.moved = 0;
    this.isWaiting = false;
    const size = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    /** @type {MapPicture} */
    this.picture = { data, shown, size, view: wholeMap(size), selected: 0, neighbors: [], hovered: -1 };
    this.listen();
  }

  /** Listen to pointers, the wheel, keys and buttons, and to changes of size and colors. */
  listen() {
    const { frame, canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("pointercancel", (event) => this.pointers.delete(event.pointerId));
    canvas.addEventListener("pointerleave", () => this.hover(-1));
    canvas.addEventListener("wheel", (event) => this.turnWheel(event), { passive: false });
    frame.addEventListener("keydown", (event) => this.pressKey(event));
    mapElement("map-nearer").addEventListener("click", () => this.zoom(1.5));
    mapElement("map-farther").addEventListener("click", () => this.zoom(1 / 1.5));
    mapElement("map-whole").addEventListener("click", () => this.look(wholeMap(this.picture.size)));
    new ResizeObserver(() => this.resize()).observe(frame);
    new MutationObserver(() => this.redraw()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  /**
   * Mark a token and its neighbors; bring it into the picture.
   * @param {MapSelection} selection
   */
  select({ token, metric }) {
    const { picture } = this;
    const { data, view } = picture;
    picture.selected = token;
    picture.neighbors = neighborsOf(data, token, metric).map(({ id }) => id);
    if (!this.selectedPosition()) this.look({ ...view, x: data.points[2 * token], y: data.points[2 * token + 1] });
    const names = picture.neighbors.map((id) => data.tokens[id]).join(", ");
    const count = data.tokens.length.toLocaleString("en-US");
    const lines = `Lines go from ${data.tokens[token]} to its nearest neighbors: ${names}.`;
    this.canvas.setAttribute("aria-label", `A dot for each of ${count} tokens. ${lines}`);
    this.redraw();
  }

  /** Draw, once before the next frame. */
  redraw() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      drawMap(this.canvas, this.picture, readMapColors(this.frame, this.picture.data.kindNames));
    });
  }

  /**
   * Look at another part of the map.
   * @param {MapView} view
   */
  look(view) {
    this.picture.view = limitView(view, this.picture.size);
    this.redraw();
  }

  /**
   * Look from nearer, or from farther away.
   * @param {number} factor
   * @param {[number, number]} [position] what stays in its place: by default, the selected token, if it is seen
   */
  zoom(factor, position) {
    const { view, size } = this.picture;
    const [left, top] = position ?? this.selectedPosition() ?? [size.width / 2, size.height / 2];
    this.look(zoomView(view, size, factor, left, top));
  }

  /** Return the position of the selected token, if it is in the picture. */
  selectedPosition() {
    const { data, view, size, selected } = this.picture;
    const [left, top] = positionOf(data, view, size, selected);
    const isInside = left >= 0 && top >= 0 && left <= size.width && top <= size.height;
    return isInside ? /** @type {[number, number]} */ ([left, top]) : undefined;
  }

  /**
   * Move the map by a number of pixels.
   * @param {number} right
   * @param {number} down
   */
  pan(right, down) {
    const { x, y, scale } = this.picture.view;
    this.look({ x: x - right / scale, y: y + down / scale, scale });
  }

  /** Fit the picture to the frame, with the same part of the map in it. */
  resize() {
    const { picture, frame } = this;
    if (!frame.clientWidth || !frame.clientHeight) return; // the frame is not displayed at present
    const factor = picture.view.scale / wholeMap(picture.size).scale;
    picture.size = { width: frame.clientWidth, height: frame.clientHeight };
    this.look({ ...picture.view, scale: factor * wholeMap(picture.size).scale });
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    if (!this.pointers.size) this.moved = 0;
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId);
    const now = /** @type {[number, number]} */ ([event.offsetX, event.offsetY]);
    if (!before) return this.hover(this.tokenUnder(event));
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    this.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.moved < 4 && !other) return; // a click with an unsteady hand
    // With two fingers, each moves the map by half of its way.
    const share = other ? 0.5 : 1;
    this.pan(share * (now[0] - before[0]), share * (now[1] - before[1]));
    if (!other) return;
    const [was, is] = [before, now].map(([x, y]) => Math.hypot(x - other[0], y - other[1]));
    this.moved = Infinity;
    if (was && is) this.zoom(is / was, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const wasPressed = this.pointers.delete(event.pointerId);
    const id = this.tokenUnder(event);
    if (wasPressed && this.moved < 4 && id >= 0) this.onChoose(id);
  }

  /**
   * Name the token under the pointer.
   * @param {number} id
   */
  hover(id) {
    if (id === this.picture.hovered) return;
    this.picture.hovered = id;
    this.canvas.style.cursor = id >= 0 ? "pointer" : "";
    this.redraw();
  }

  /**
   * Return the token under the pointer; -1 if none. A finger reaches farther than a mouse.
   * @param {PointerEvent} event
   */
  tokenUnder({ offsetX, offsetY, pointerType }) {
    const { data, view, size, shown } = this.picture;
    const reach = dotRadius(this.picture) + (pointerType === "touch" ? 16 : 5);
    return tokenAt(data, view, size, offsetX, offsetY, reach, (id) => shown[data.kinds[id]]);
  }

  /**
   * Zoom if the map has been clicked on; else the page scrolls. Browsers report a pinch on a touchpad as Ctrl and wheel.
   * @param {WheelEvent} event
   */
  turnWheel(event) {
    if (!event.ctrlKey && !this.frame.matches(":focus")) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? 16 : 1);
    this.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), [event.offsetX, event.offsetY]);
  }

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = this.picture.size;
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowLeft: () => this.pan(width / 8, 0),
      ArrowRight: () => this.pan(-width / 8, 0),
      ArrowUp: () => this.pan(0, height / 8),
      ArrowDown: () => this.pan(0, -height / 8),
      "+": () => this.zoom(1.5),
      "=": () => this.zoom(1.5), // the key of + without Shift
      "-": () => this.zoom(1 / 1.5),
      0: () => this.look(wholeMap(this.picture.size)),
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  }
}
