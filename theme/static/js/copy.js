// Offers to copy the citation. Without this module it can be marked and copied as any text.
const text = document.querySelector(".colophon__text");
if (text && navigator.clipboard) {
  const words = text.closest(".colophon");
  const button = document.createElement("button");
  button.className = "button button--quiet";
  button.textContent = words.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "colophon__said";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.replaceAll("\u00ad", "").trim());
      said.textContent = words.dataset.copied;
    } catch {
      said.textContent = words.dataset.failed;
    }
  });
  text.after(button, said);
}
