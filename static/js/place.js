// Back to the same place of a list: what it was narrowed to, its page, the row that was opened.
// The tab remembers it; without script the links lead to the list from its beginning.

const LIST = "#results, [data-list]";
const BACK = "a[data-back], .breadcrumb a, .crumbs a";
const lists = () => [...document.querySelectorAll(LIST)];
const keyOf = (path) => `place:${path}`;
const kept = (path) => JSON.parse(sessionStorage.getItem(keyOf(path)) ?? "null");
let opened = null; // the row somebody left the list by

function keep() {
  if (!lists().length) return;
  const former = kept(location.pathname);
  const row = opened ?? (former?.search === location.search ? former.row : null);
  const place = { search: location.search, top: scrollY, row };
  sessionStorage.setItem(keyOf(location.pathname), JSON.stringify(place));
}

// Links back to a list lead to where one was in it.
function leadBack() {
  for (const link of document.querySelectorAll(BACK)) {
    const place = link.search ? null : kept(link.pathname);
    if (!place || link.origin !== location.origin || link.pathname === location.pathname) continue;
    link.search = place.search;
    link.dataset.place = link.pathname;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link?.dataset.place) sessionStorage.setItem("returning", link.dataset.place);
  if (link?.closest("tbody tr, [data-row]") && lists().some((list) => list.contains(link))) opened = link.getAttribute("href");
});

// The row that was opened is marked and has the focus, so that keys go on from there.
function markRow(place) {
  if (!place?.row || place.search !== location.search) return;
  const links = lists().flatMap((list) => [...list.querySelectorAll("a[href]")]);
  const link = links.find((each) => each.getAttribute("href") === place.row);
  if (!link) return;
  link.closest("tr, [data-row]")?.classList.add("row-back");
  link.focus({ preventScroll: true });
}
function comeBack() {
  const path = sessionStorage.getItem("returning");
  sessionStorage.removeItem("returning");
  if (!lists().length) return;
  const place = kept(location.pathname);
  const [arrival] = performance.getEntriesByType("navigation");
  if (path === location.pathname && place) scrollTo({ top: place.top, behavior: "instant" });
  else if (arrival?.type !== "back_forward") return;
  markRow(place);
}

window.addEventListener("pagehide", keep);
leadBack();
comeBack();
