// Offers to copy the citation and the address of the feed. Without this module they can be marked and copied as any text.
for (const text of navigator.clipboard ? document.querySelectorAll(".colophon__text, .following__address") : []) {
  const words = text.closest("[data-copy]");
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
