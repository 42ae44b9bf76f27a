"use strict";

// On a phone, the theme opens "On this page" over the page, and leaves it open over the section that was chosen.
document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("dialog a[href^='#']");
  link?.closest("dialog")?.close();
});
