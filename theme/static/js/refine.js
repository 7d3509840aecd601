// A field above a long listing: shows only the rows that hold every word typed. Without this module all rows are shown.
const plain = (text) => text.replaceAll("\u00ad", "").toLocaleLowerCase("de");

for (const table of document.querySelectorAll(".papers")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 8) continue;
  const words = rows.map((row) => plain(row.textContent));
  const box = document.createElement("p");
  box.className = "refine";
  const label = document.createElement("label");
  const field = document.createElement("input");
  const said = document.createElement("span");
  field.type = "search";
  field.autocomplete = "off";
  label.append("Liste eingrenzen ", field);
  said.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const typed = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !typed.every((word) => words[number].includes(word));
      shown += !row.hidden;
    });
    said.textContent = typed.length ? `${shown} von ${rows.length} ${rows.length === 1 ? "Eintrag" : "Einträgen"}` : "";
  });
  box.append(label, said);
  table.before(box);
}
