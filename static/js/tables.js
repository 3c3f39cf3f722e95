// What stands in a copied table, cell by cell, and how a cell's text becomes the value of a field.

// Rows of texts. A cell with a tab, a line break or quotation marks in it is quoted, as Excel and
// WPS do it.
export function rowsOf(text) {
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;
  const rows = [[]];
  const whole = text.replace(/\n+$/, "");
  for (let end = "\t"; end; ) {
    const [, quoted, simple, after] = cell.exec(whole);
    rows.at(-1).push((quoted === undefined ? simple : quoted.replaceAll('""', '"')).trim());
    if (after === "\n") rows.push([]);
    end = after;
  }
  return rows.filter((row) => row.some(Boolean));
}

// A series is often copied from a text: there a line begins with its time.
export function datesOf(text) {
  return text.split("\n").filter((row) => row.trim()).map((row) => {
    const [held, ...rest] = row.trim().split(/[，,：:　 ]+/);
    return [held, rest.join("，")];
  });
}

// Puts a text into a field; false if the field does not take it, which then stays as it was.
export function fill(field, text) {
  if (field.disabled || field.readOnly) return false;
  const value = valueFor(field, text);
  if (value === null) return false;
  field.value = value;
  return true;
}
function valueFor(field, text) {
  if (field.matches("select")) return optionFor(field, text);
  if (field.type === "number") return numberIn(text);
  if (field.type === "date") return dayIn(text);
  return field.matches("textarea") ? text : text.replace(/\s*\n\s*/g, " ");
}

const bare = (words) => words.replace(/[\s　]/g, "");
function optionFor(select, text) {
  const wanted = bare(text);
  const options = [...select.options].filter((option) => !option.disabled);
  const same = options.find((option) => bare(option.text) === wanted);
  if (same) return same.value;
  if (!wanted) return options.find((option) => !option.value)?.value ?? null;
  const like = options.filter((option) => option.value && bare(option.text).includes(wanted));
  return like.length === 1 ? like[0].value : null;
}
function numberIn(text) {
  const number = text.replace(/[,，\s]/g, "").replace(/分$/, "");
  return number === "" || Number.isFinite(Number(number)) ? number : null;
}
function dayIn(text) {
  if (!text) return "";
  const found = text.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/);
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : null;
}
