// Offers to copy the citation. Without this module it can be marked and copied as any text.
const text = document.querySelector(".colophon__text");
if (text && navigator.clipboard) {
  const button = document.createElement("button");
  button.className = "button button--quiet";
  button.textContent = "Zitat kopieren";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "colophon__said";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.replaceAll("\u00ad", "").trim());
      said.textContent = "Kopiert";
    } catch {
      said.textContent = "Das hat nicht geklappt. Bitte den Text markieren und kopieren.";
    }
  });
  text.after(button, said);
}
