// Offers to copy the citation and every address, to print, and the system's own sheet for sharing.
// Without this module texts can be marked, and sharing goes by mail.
for (const text of navigator.clipboard ? document.querySelectorAll(".colophon__text, main .address") : []) {
  const words = text.closest("[data-copy]").dataset;
  const whole = text.textContent.trim();
  const button = document.createElement("button");
  button.className = "button button--quiet";
  button.textContent = words.copy;
  if (text.matches(".address")) button.setAttribute("aria-label", `${words.copy}: ${whole}`);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "colophon__said";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(whole);
      said.textContent = words.copied;
    } catch {
      said.textContent = words.failed;
    }
  });
  if (text.matches(".address")) text.nextElementSibling.append(button, said);
  else text.after(button, said);
}

const tools = document.querySelector(".tools");
const offer = (word, deed, before) => {
  const button = document.createElement("button");
  button.className = "tools__button";
  button.textContent = word;
  button.addEventListener("click", deed);
  const point = document.createElement("li");
  point.append(button);
  before.before(point);
};
if (tools) {
  const { print: printing, share: sharing, title, address } = tools.dataset;
  const mail = tools.querySelector(".tools__share").parentElement;
  offer(printing, () => print(), mail);
  if (navigator.share) {
    offer(sharing, () => navigator.share({ title, url: address }).catch(() => {}), mail);
    mail.remove();
  }
}

// On paper what lies closed is open: by style (print.css), and from here where the browser does not know that style.
if (!CSS.supports("selector(::details-content)")) {
  const parts = document.querySelector("main").querySelectorAll("details");
  addEventListener("beforeprint", () => parts.forEach((one) => (one.open = true)));
}
