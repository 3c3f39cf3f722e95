// Where in the printed pages a card of the editor stands: found by the words that it begins with.

const SIGNS = 24; // enough to tell one place from another
const bare = (text) => text.replace(/\s+/g, "");

// The first words of a card as they are printed, without figures, whose value is not its name.
function wordsOf(card) {
  const said = (name) => (card.querySelector(`[name$="-${name}"]`)?.value ?? "").trim();
  const insert = said("insert");
  if (insert) return bare(said("caption")).split("{")[0];
  const number = card.classList.contains("is-annex") ? "" : card.querySelector("[data-number]").textContent;
  const text = said("heading") ? number + said("heading") : said("text").split("\n")[0];
  const parts = bare(text).split(/\{[^{}]*\}/);
  const first = parts.find((part) => part.length > 3) ?? "";
  return first.slice(0, SIGNS);
}

const read = new WeakMap(); // document → page number → its text, with the height of every sign
async function textOf(source, number) {
  if (!read.has(source)) read.set(source, new Map());
  const pages = read.get(source);
  if (!pages.has(number)) {
    const page = await source.getPage(number);
    const { height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    let text = "";
    const tops = [];
    for (const item of items) {
      for (const sign of bare(item.str ?? "")) {
        text += sign;
        while (tops.length < text.length) tops.push(1 - item.transform[5] / height);
      }
    }
    pages.set(number, { text, tops });
  }
  return pages.get(number);
}

// Page and height (0 to 1) of a card, or of the nearest one before it that has words.
export async function placeOf(card, source) {
  for (let each = card; each; each = each.previousElementSibling) {
    const words = each.matches(".section-card") ? wordsOf(each) : "";
    if (!words) continue;
    const isAnnex = each.classList.contains("is-annex"); // named before it comes, by 附件说明
    for (let turn = 1; turn <= source.numPages; turn += 1) {
      const number = isAnnex ? source.numPages + 1 - turn : turn;
      const { text, tops } = await textOf(source, number);
      const at = text.indexOf(words);
      if (at >= 0) return { number, top: tops[at] };
      // begun at the foot of this page
      const next = number < source.numPages ? (await textOf(source, number + 1)).text : "";
      if (words.length > 8 && text.includes(words.slice(0, 8)) && !next.includes(words)) {
        return { number, top: tops[text.indexOf(words.slice(0, 8))] };
      }
    }
  }
  return null;
}
