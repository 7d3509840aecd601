// The field above a long listing: shows only the rows that hold every word typed, and no year of which nothing is left. Without this module all rows are shown, and no field.
const plain = (text) => text.normalize().toLocaleLowerCase("de");

for (const box of document.querySelectorAll(".refine")) {
  const rows = [...box.parentElement.querySelectorAll(".papers__row")];
  const years = [...box.parentElement.querySelectorAll(".listing__year")];
  const field = box.querySelector("input");
  const said = box.querySelector("span");
  const beyond = box.querySelector("a"); // the search, where there is one
  let words;
  field.addEventListener("input", () => {
    words ??= rows.map((row) => plain(row.textContent));
    const typed = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !typed.every((word) => words[number].includes(word));
      shown += !row.hidden;
    });
    for (const year of years) year.hidden = !year.querySelector(".papers__row:not([hidden])");
    const sentence = said.dataset[rows.length === 1 ? "one" : "many"];
    if (beyond) {
      beyond.hidden = shown > 0;
      beyond.search = `?${new URLSearchParams({ q: field.value.trim() })}`;
    }
    said.textContent = typed.length ? sentence.replace("{shown}", shown).replace("{all}", rows.length) : "";
  });
  box.classList.add("refine--ready");
}
