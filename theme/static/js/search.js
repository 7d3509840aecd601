// The search field: asks Pagefind's bundles, one or more for each year, the newest first. Nothing is loaded before the field is used.

const form = document.querySelector(".search");
const status = document.querySelector(".search__status");
const list = document.querySelector(".search__results");
const more = document.querySelector(".search__more");
const root = new URL(form.dataset.root, location.href);
const years = [...form.elements.jahr.options].map((option) => option.value).filter(Boolean);
const parts = (form.dataset.parts ?? "").split(" "); // bundles of full years: 2026-1
const STEP = years.length > 8 ? 3 : 8; // years that are asked at once, if they have not more bundles than MOST
const MOST = 8;
const SHOWN = 10; // results at once
const PAUSE = 300; // milliseconds after the last key

// A sentence of the page, with what stands in its braces.
const say = (name, values = {}) => status.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

let loading; // of Pagefind, once
const merged = new Map(); // year → promise
let asked = 0; // the latest question; answers to older ones are dropped

function load() {
  loading ??= (async () => {
    const pagefind = await import(new URL("pagefind.js", new URL(form.dataset.index, location.href)));
    await pagefind.options({ noWorker: true, excerptLength: 25 });
    await pagefind.init();
    return pagefind;
  })();
  loading.catch(() => (loading = undefined));
  return loading;
}

function bundles(year) {
  const own = parts.filter((part) => part.startsWith(`${year}-`));
  return own.length ? own : [year];
}

// The first of these years, as many as may be asked at once; one is always among them.
function together(some, times = 1) {
  let count = 0;
  return some.slice(0, times * STEP).filter((year, index) => (count += bundles(year).length) <= times * MOST || !index);
}

async function merge(pagefind, wanted) {
  for (const year of wanted) {
    if (!merged.has(year)) {
      merged.set(year, Promise.all(bundles(year).map((name) => pagefind.mergeIndex(new URL(`suche/${name}/`, root).href, { mergeFilter: { jahr: year } }))));
      merged.get(year).catch(() => merged.delete(year));
    }
  }
  await Promise.all(wanted.map((year) => merged.get(year)));
}

function question() {
  const filters = {};
  for (const select of form.querySelectorAll("select")) {
    if (select.value) filters[select.name] = select.value;
  }
  return { words: form.elements.q.value.normalize().trim(), filters };
}

// A number such as 0112/2019 names its year, and so does the filter.
function first({ words, filters }) {
  if (filters.jahr) return [filters.jahr];
  const named = years.filter((year) => new RegExp(`(^|\\D)${year}(\\D|$)`).test(words));
  return [...new Set([...named, ...together(years)])];
}

async function ask() {
  const wanted = question();
  const number = ++asked;
  remember(wanted);
  if (!wanted.words && !Object.keys(wanted.filters).length) {
    show([], "");
    return;
  }
  status.textContent = say("running");
  try {
    await go(wanted, number, first(wanted));
  } catch {
    if (number === asked) show([], say("failed"));
  }
}

// Ask these years; where nothing is found, the next older ones too.
async function go(wanted, number, now) {
  const pagefind = await load();
  let results = [];
  for (;;) {
    await merge(pagefind, now);
    results = await find(pagefind, wanted);
    if (number !== asked) return;
    const older = wanted.filters.jahr ? [] : years.filter((year) => !merged.has(year));
    if (results.length || !older.length) {
      await answer(wanted, number, results, older);
      return;
    }
    now = together(older, 2);
  }
}

// A printed-paper number means itself; asked like words, Pagefind would also bring what only begins alike.
async function find(pagefind, { words, filters }) {
  const number = words.slice(0, 300).match(/[\p{L}\d]*\d[\p{L}\d]*(?:[/.-][\p{L}\d]+)+/u)?.[0];
  const exact = number ? (await pagefind.search(`"${number}"`, { filters })).results : [];
  return exact.length ? exact : (await pagefind.search(words || null, { filters })).results;
}

async function answer(wanted, number, results, older) {
  const since = older.length ? say("since", { year: Math.min(...years.filter((year) => merged.has(year))) }) : "";
  const found = say(results.length === 1 ? "one" : "many", { count: results.length.toLocaleString("de"), since });
  const rows = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  if (number !== asked) return;
  show(rows, results.length ? found : say("none"));
  const [next, back] = more.children;
  const go_on = async () => {
    const at = list.children.length;
    for (const result of results.slice(at, at + SHOWN)) list.append(row(await result.data()));
    list.children[at]?.querySelector("a").focus();
    offer();
  };
  const go_back = () => {
    status.textContent = say("running");
    return go(wanted, ++asked, older).then(() => list.querySelector("a")?.focus());
  };
  const offer = () => {
    next.hidden = list.children.length >= results.length;
    back.hidden = !older.length;
    more.hidden = next.hidden && back.hidden;
    back.textContent = say("older", { from: older.at(-1), to: older[0] });
  };
  next.onclick = go_on;
  back.onclick = go_back;
  offer();
}

function show(rows, text) {
  list.replaceChildren(...rows.map(row));
  more.hidden = true;
  status.textContent = text;
}

function row(data) {
  const item = document.createElement("li");
  const heading = item.appendChild(document.createElement("h2"));
  const link = heading.appendChild(document.createElement("a"));
  link.href = new URL(data.raw_url, root).href;
  link.textContent = shown(data.meta.title);
  const about = item.appendChild(document.createElement("p"));
  about.className = "search__about";
  about.textContent = [data.meta.art, data.meta.datum, data.meta.stand].filter(Boolean).join(" · ");
  const text = item.appendChild(document.createElement("p"));
  // Pagefind gives text with mark elements in it; it is taken apart, so that nothing of it becomes HTML.
  data.excerpt.split(/<\/?mark>/).forEach((part, index) => {
    const node = index % 2 ? text.appendChild(document.createElement("mark")) : text;
    node.append(shown(part));
  });
  return item;
}

// Behind "~" stand the endings of compounds (plugins/search/words.py); they are for finding only.
function shown(text) {
  return text.replace(/~[\p{L}~]*/gu, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

function remember({ words, filters }) {
  const query = new URLSearchParams({ ...(words && { q: words }), ...filters });
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

function recall() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  if (location.search) ask();
}

let waiting;
form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  ask();
});
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
recall();
