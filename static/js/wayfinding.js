// The bar on top and the line of the page's place: what they do with script.

// 打印: the browser's own dialog
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
