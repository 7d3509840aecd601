// The search. The first half asks the index (plugins/search/index.py): files of one call each, sx("p/…", …), so nothing but script-src is needed, and
// it works from file:// too. The second half is the page. `sx.ask(question, filters)` is the way in; whatever must be the same as in Python says so.
(() => {
  const script = document.currentScript;
  const base = script.dataset.index;
  const [FORMAT, SHOWN, PAUSE, LOOKED_THROUGH, NEAR, RARE] = [1, 10, 150, 60, 5, 3];

  // ------------------------------------------------------------------------------- loading
  const files = new Map(); // name → promise, with `done` to call
  function load(name, fresh = "") {
    if (!files.has(name)) {
      let done;
      const promise = new Promise((resolve, reject) => {
        done = resolve;
        const tag = document.createElement("script");
        tag.src = `${base}${name}.js${fresh}`;
        tag.onerror = () => (files.delete(name), reject(new Error(name)));
        tag.onload = () => tag.remove();
        document.head.append(tag);
      });
      files.set(name, Object.assign(promise, { done }));
    }
    return files.get(name);
  }
  window.sx = (name, data) => files.get(name)?.done(data);

  let begun; // everything a question needs, loaded once: all later files are of the same release
  let known;
  function begin(fresh) {
    begun ??= (async () => {
      const list = await load("liste", fresh);
      if (list.format !== FORMAT) throw new Error("format");
      const [table, more] = await Promise.all([load(`p/${list.table}`), load(`p/${list.more}`)]);
      known = { ...list, table, ...more, shelf: { w: starts(list.words), b: starts(list.behind) }, halts: new Set(more.stop), noise: new Set(more.noise), also: rules(more.rules) };
    })();
    begun.catch(() => (begun = undefined));
    return begun;
  }

  // A release that came meanwhile has taken files away: begin anew with its list, once.
  async function again() {
    for (const name of [...files.keys()]) files.delete(name);
    begun = undefined;
    await begin(`?${Date.now()}`);
  }

  // ----------------------------------------- words, as plugins/search/letters.py has them
  const FOREIGN = { ß: "ss", ı: "i", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "a", œ: "o" };
  const fold = (text) =>
    text.toLowerCase().replace(/[ßıłøđðþæœ]/g, (sign) => FOREIGN[sign]).normalize("NFD").replace(/\p{M}/gu, "").replace(/([aou])e/g, (both, vowel, at, whole) => ("aeiouqy".includes(whole[at - 1]) ? both : vowel)).replaceAll("sss", "ss");
  const ends = (word, ...all) => all.some((end) => word.endsWith(end));
  function stem(word) {
    if (word.length < 4 || !/^\p{L}+$/u.test(word)) return word;
    if (word.endsWith("innen") && word.length > 6) word = word.slice(0, -3);
    word = off(word);
    if (word.length > 5 && word.endsWith("est")) word = word.slice(0, -3);
    else if (word.length > 4 && (ends(word, "er", "en") || (word.length > 6 && /[bdfghklmnt]st$/.test(word)))) word = word.slice(0, -2);
    return word.length > 3 && word.endsWith("ss") ? word.slice(0, -1) : word;
  }
  function off(word) {
    if (word.length > 5 && word.endsWith("ern")) return word.slice(0, -3);
    if (word.length > 4 && ends(word, "em", "en", "er", "es")) return word.slice(0, -2);
    if (word.length > 3 && (word.endsWith("e") || /[bdfghklmnt]s$/.test(word) || (/[ao]s$/.test(word) && !ends(word, "los", "gas", "las", "oos")))) return word.slice(0, -1);
    return word.length > 4 && ends(word, "ln", "rn") ? word.slice(0, -1) : word;
  }
  const WORD = /[\p{L}\p{N}]+/gu;
  const shorter = (word) => (/^\p{N}+$/u.test(word) ? word.replace(/^0+(?=.)/, "") : word);
  const key = (word) => stem(fold(shorter(word)));
  const wordsOf = (text) => text.replace(/[*:_]in(?:nen)?(?![a-zäöüß])/g, (end, at, whole) => (/[a-zäöüß]/.test(whole[at - 1]) ? "" : end)).match(WORD) ?? [];

  // --------------------------------------------------- plugins/search/signs.py, shelves.py
  function numbers(text) {
    return Array.from(text, (sign) => {
      let code = sign.charCodeAt(0) - 35;
      if (code >= 8192) code -= 112;
      if (code >= 139) code -= 47;
      return code > 57 ? code - 1 : code;
    });
  }
  function unpack(posts) {
    const all = numbers(posts);
    const found = [];
    for (let at = 0; at < all.length; ) {
      const [kind, count] = [all[at], all[at + 1]];
      for (let id = 0, n = at + 2; n < at + 2 + count; n++) found.push([(id += all[n]), kind]);
      at += 2 + count;
    }
    return found;
  }
  function lines(text, tell) {
    let last = "";
    for (const line of text ? text.split("\n") : []) {
      const [rest, ...more] = line.split("\t");
      last = last.slice(0, numbers(rest[0])[0]) + rest.slice(1);
      tell(last, ...more);
    }
  }
  function starts([text, names]) {
    const all = [];
    lines(text, (start) => all.push(start));
    return { all, names };
  }
  const read = new Map();
  // The part of a shelf in which a word stands, if anywhere: word → [usual form, where].
  async function part(kind, word) {
    const { all, names } = known.shelf[kind];
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle] <= word) low = middle + 1;
      else high = middle;
    }
    const name = names.slice(8 * low - 8, 8 * low);
    if (!name) return new Map();
    if (!read.has(name)) {
      const text = await load(`p/${name}`);
      const held = new Map();
      lines(text, (term, usual, posts) => held.set(term, [usual, posts]));
      read.set(name, held);
    }
    return read.get(name);
  }
  const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const signs = (id) => [0, 1, 2, 3].map((n) => SIGNS.indexOf(known.table[4 * id + n]));
  const length = (id) => 8 * 2 ** ((SIGNS.indexOf(known.table[4 * id]) & 15) / 2);
  const RANKS = [1, 0.85, 0.01];
  const rank = (id) => RANKS[SIGNS.indexOf(known.table[4 * id]) >> 4];
  function text(id, folder = "d") {
    const [, a, b, c] = signs(id);
    return load(`${folder}/${id}-${((a << 12) | (b << 6) | c).toString(16).padStart(5, "0")}`);
  }

  // ------------------------------------------ exact things, as plugins/search/numbers.py
  const YEAR = /^(19|20)\d\d$/;
  function numberKeys(typed) {
    const runs = (fold(typed).match(/[a-z]+|[0-9]+/g) ?? []).filter((run) => !known.noise.has(run)).map(shorter);
    const two = typed.trim().match(/(?:^|[^0-9])([0-9]{2})$/);
    if (two && runs.length > 1 && runs.at(-1) === two[1] && !runs.some((run) => YEAR.test(run))) runs.push(`20${runs.pop()}`);
    const digits = runs.filter((run) => /\d/.test(run));
    const [one, last] = [digits[0], digits.at(-1)];
    const found = [runs.join("/")];
    if (digits.length > 1) found.push(digits.join("/"));
    if (digits.length === 2 && !YEAR.test(last) && (YEAR.test(one) || one.length === 2)) found.push(`${last}/${one.length === 2 ? 20 : ""}${one}`);
    return [...new Set(found)];
  }
  const yearOf = (key) => key.split("/").findLast((run) => YEAR.test(run)) ?? "0";
  const table = async (year) => (known.numbers[year] ? load(`p/${known.numbers[year]}`) : {});
  // Is all that was typed the number of a paper? Two years are a span of years.
  function isNumber(typed) {
    const rest = typed.trim().split(/\s+/).filter((word) => !known.noise.has(fold(word).replace(".", ""))).join(" ");
    return /^(\p{L}{1,6}[ ./-]*)?\d{1,6}([ ]?[/-][ ]?[\p{L}\d.]+)+$/u.test(rest) && !/^(19|20)\d\d ?[/-] ?(19|20)\d\d$/.test(rest);
  }
  async function byNumber(typed) {
    const keys = numberKeys(typed);
    const tables = await Promise.all(keys.map((each) => table(yearOf(each))));
    const found = keys.flatMap((each, n) => (Object.hasOwn(tables[n], each) ? tables[n][each] : [])).sort((a, b) => a[2] - b[2]);
    if (found.length) return { ids: [...new Set(found.map(([id]) => id))] };
    return { missing: typed.trim().split(/\s+/).filter((word) => !known.noise.has(fold(word).replace(".", ""))).join(" "), near: await nearNumbers(keys.at(-1)) };
  }
  async function nearNumbers(asked) {
    const year = +yearOf(asked);
    const own = +(asked.split("/").find((run) => /^\d+$/.test(run) && +run !== year) ?? 0);
    if (!year || !own) return [];
    const close = [];
    for (const each of await Promise.all([year, year - 1, year + 1].map(table))) {
      for (const [key, papers] of Object.entries(each)) {
        const runs = key.split("/").filter((run) => /^\d+$/.test(run)).map(Number);
        const [away, apart] = [runs.find((run) => !YEAR.test(run)) - own, Math.abs(+yearOf(key) - year)];
        if ((!apart && Math.abs(away) <= NEAR) || (apart === 1 && !away)) close.push([Math.abs(away) + apart / 2, ...papers[0]]);
      }
    }
    const first = new Map(close.sort((a, b) => a[0] - b[0]).map(([, id, printed]) => [printed, id]));
    return [...first].slice(0, 4);
  }
  // Roads, paragraphs, agenda numbers and days are one word each; gives the rest of the question.
  function exactOf(typed) {
    const found = [];
    // The first group is what stands before it, and stays (no lookbehind: Safari has it since 16.4, and would read nothing of this file).
    const take = (pattern, make) => (typed = typed.replace(pattern, (all, before, ...groups) => { const made = make(...groups); if (made) found.push(made); return made ? `${before} ` : all; }));
    take(/()§\s?(\d{1,4}[a-z]?)(?![\p{L}\p{N}])/gu, (number) => `§${number}`);
    take(/(^|[^\p{L}\p{N}])top\s?(\d{1,3})(?![\p{L}\p{N}])/giu, (number) => `top${number}`);
    take(/(^|[^\p{L}\p{N}])([klba])\s?(\d{1,4}[a-z]?)(?![\p{L}\p{N}])/giu, (letter, number) => letter.toLowerCase() + number);
    take(/(^|[^\p{N}.])([0-3]?\d)\.\s?(?:(\p{L}{3,9})\.?|([01]?\d)\.)\s?((?:19|20)\d\d)?(?![\p{L}\p{N}])/gu, (day, word, month, year) => {
      const number = word ? known.months.indexOf(fold(word).slice(0, 3)) + 1 : +month;
      return number && number < 13 ? `@${year ?? ""}${String(number).padStart(2, "0")}${day.padStart(2, "0")}` : "";
    });
    return [found, typed];
  }

  // -------------------------------------------------------------------------------- asking
  const TIMES = [0, 1, 2.4, 5];
  function weigh(posts, weight, into = new Map()) {
    const all = unpack(posts);
    const rare = Math.max(0.2, Math.log(1 + (known.texts - all.length + 0.5) / (all.length + 0.5)));
    for (const [id, kind] of all) {
      const [title, part] = [kind & 1, kind & 16];
      const x = (7 * title + 3 * ((kind >> 1) & 1) + TIMES[(kind >> 2) & 3] / (0.5 + (0.5 * length(id)) / known.mean)) * (part ? 0.55 : 1);
      const score = weight * ((rare * x) / (1.4 + x) + title * (part ? 0.4 : 0.8));
      if (!(into.get(id) >= score)) into.set(id, score);
    }
    return into;
  }
  const whole = async (term) => (await part("w", term)).get(term)?.[1];
  const together = (one, other) => new Map([...one].filter(([id]) => other.has(id)).map(([id, score]) => [id, score + other.get(id)]));

  // Every word of a phrase, together.
  async function phrase(words, weight) {
    let found;
    for (const term of words.map(key)) {
      const posts = await whole(term);
      if (!posts) return new Map();
      const now = weigh(posts, weight / words.length);
      found = found ? together(found, now) : now;
    }
    return found ?? new Map();
  }
  function rules(rows) {
    const found = new Map();
    for (const [words, also] of rows) {
      for (const word of words) {
        const name = wordsOf(word).map(key).join(" ");
        const targets = also.length ? also : words.filter((other) => other !== word);
        found.set(name, [...new Set([...(found.get(name) ?? []), ...targets])]);
      }
    }
    return found;
  }

  // One word of the question: which texts hold it, and what else was asked for.
  async function one(word, answer) {
    const [folded, own] = [fold(shorter(word)), key(word)];
    const here = await part("w", own);
    const posts = here.get(own)?.[1];
    const docs = posts ? weigh(posts, 1) : new Map();
    const marks = [own];
    let weight = 0.7;
    for (const other of known.also.get(own) ?? []) {
      const more = await phrase(wordsOf(other), weight);
      if (more.size) answer.also.push(other);
      if (more.size) marks.push(...wordsOf(other).map(key));
      for (const [id, score] of more) if (!(docs.get(id) >= score)) docs.set(id, score);
      weight = Math.max(0.4, weight - 0.05);
    }
    if (own.length >= 4 && (!docs.size || folded.length >= 6)) {
      const begun = [...here].filter(([term]) => term !== own && term.startsWith(posts ? own : folded)).slice(0, 80);
      for (const [, [, where]] of begun) weigh(where, posts ? 0.3 : 0.5, docs);
      if (begun.length) marks.push(`${posts ? own : folded}*`);
    }
    if (own.length > 4 && docs.size < RARE) {
      const ending = [...own].reverse().join("");
      const longer = [...(await part("b", ending)).keys()].filter((term) => term.startsWith(ending) && term.length > own.length + 2).slice(0, docs.size ? 1 : 4);
      for (const where of await Promise.all(longer.map((term) => whole([...term].reverse().join(""))))) if (where) weigh(where, 0.4, docs);
    }
    return { word, own, folded, docs, marks, halves: [], known: Boolean(posts) || marks.length > 1 };
  }

  // A word that stands almost nowhere may be two that do. Its texts hold both in one sentence, which is looked at later.
  async function halves(asked, answer) {
    const { folded, own } = asked;
    const here = await part("w", own);
    const tried = [];
    for (let cut = folded.length - 3; cut >= 3; cut--) {
      const front = [folded.slice(0, cut), folded.slice(0, cut).replace(/(?:e?s|e?n|er|e)$/, "")].map((half) => [half, here.get(stem(half)) ?? here.get(half)]).find(([half, line]) => half.length > 2 && line);
      if (front) tried.push([Math.min(cut, folded.length - cut), front, folded.slice(cut)]);
    }
    for (const [, [half, line], back] of tried.sort((a, b) => b[0] - a[0]).slice(0, asked.docs.size ? 1 : 4)) {
      const posts = known.halts.has(back) || known.halts.has(half) ? "" : await whole(stem(back));
      const both = posts ? together(weigh(line[1], 0.25), weigh(posts, 0.25)) : new Map();
      if (both.size) {
        for (const [id, score] of both) if (!asked.docs.has(id)) asked.docs.set(id, score);
        asked.halves = [own, stem(half), stem(back)];
        asked.marks.push(...asked.halves.slice(1));
        answer.parts.push([half, back]);
        return;
      }
    }
  }

  // Words that differ by a slip or two: of the part that is loaded anyway, and of one from behind, since one of both ends is right.
  async function proposals({ own, folded }) {
    if (own.length < 4 || /\d/.test(own)) return [];
    const most = folded.length > 8 ? 2 : 1;
    const [here, behind] = await Promise.all([part("w", own), part("b", [...own].reverse().join(""))]);
    const found = new Map();
    const look = (term, usual, often) => {
      const away = !usual || Math.abs(usual.length - folded.length) > most + 2 ? 9 : Math.min(distance(own, term, most), distance(folded, fold(usual), most));
      if (away && away <= most && !(found.get(usual)?.[0] <= away)) found.set(usual, [away, term[0] !== own[0], -often]);
    };
    for (const [term, [usual, posts]] of here) look(term, usual, posts.length);
    for (const [term, [usual]] of behind) look([...term].reverse().join(""), usual, 0);
    const near = [...found].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([usual]) => usual);
    if (near.length) return near.slice(0, 3);
    const front = [...here].filter(([term, [usual]]) => usual && term.length > 4 && own.startsWith(term)).at(-1);
    return front ? [front[1][0]] : [];
  }
  // Damerau and Levenshtein, no further than `most`.
  function distance(a, b, most) {
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
    for (let i = 1; i <= a.length; i++) {
      const now = [i];
      for (let j = 1; j <= b.length; j++) {
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
      }
      if (Math.min(...now) > most) return 9;
      [before, last] = [last, now];
    }
    return last[b.length];
  }

  function directly(typed) {
    const [full, ...stems] = [fold(typed).match(WORD)?.join(" ") ?? "", ...wordsOf(typed).map(key)];
    const bent = stems.join(" ");
    const others = (known.also.get(bent) ?? []).map((word) => fold(word));
    if (!full) return [];
    const found = [];
    for (const [path, label, kind, ...names] of known.ways) {
      const worth = Math.max(...[label, ...names].map((name) => {
        const plain = fold(name).match(WORD)?.join(" ");
        return plain === full ? 3 : wordsOf(name).map(key).join(" ") === bent ? 2 : others.includes(plain) ? 1 : 0;
      }));
      if (worth) found.push({ path, label, kind, worth });
    }
    return found.sort((a, b) => b.worth - a.worth).filter((way, n, all) => way.worth > 1 || way.worth === all[0].worth).slice(0, 6);
  }

  // What was found: ids in order, and everything to be said of it.
  async function ask(question, filters = {}) {
    await begin();
    const answer = { ids: [], also: [], parts: [], proposals: [], alone: [], ways: [], terms: [], marks: [], least: false, missing: "", near: [] };
    const typed = question.normalize().replace(/\u00ad/g, "").slice(0, 300);
    answer.ways = directly(typed);
    let scores = null;
    if (isNumber(typed)) {
      const found = await byNumber(typed);
      Object.assign(answer, { missing: found.missing ?? "", near: found.near ?? [] });
      scores = new Map((found.ids ?? []).map((id, n) => [id, 1000 - n]));
      if (found.missing) {
        const posts = await whole(`#${numberKeys(typed)[0]}`);
        if (posts) scores = weigh(posts, 1);
      }
    } else if (typed.trim()) {
      scores = await byWords(typed, answer);
    }
    const chosen = Object.entries(filters).filter(([, value]) => value);
    if (!scores && !chosen.length) return answer;
    for (const [name, value] of chosen) {
      const ids = new Set(idsOf((await load(`p/${known.facets[name]}`))[value] ?? ""));
      scores = scores ? new Map([...scores].filter(([id]) => ids.has(id))) : new Map([...ids].map((id) => [id, 1]));
    }
    const last = known.table.length / 4;
    const worth = (id, score) => score * (1 + (0.06 * id) / last) * rank(id);
    answer.ids = [...scores].map(([id, score]) => [id, worth(id, score)]).sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([id]) => id);
    await lookThrough(answer);
    return answer;
  }
  const idsOf = (packed) => { let id = 0; return numbers(packed).map((step) => (id += step)); };

  async function byWords(typed, answer) {
    answer.phrases = [...typed.matchAll(/[„“"»«]([^„“”"»«]+)[“”"»«]/gu)].map((match) => wordsOf(match[1]).map((word) => fold(word)).join(" ")).filter((text) => text.includes(" "));
    const [exact, rest] = exactOf(typed);
    let words = wordsOf(rest);
    const heavy = words.filter((word) => !known.halts.has(fold(word)) || (word.length > 1 && /^\p{Lu}+$/u.test(word) && words.length > 1));
    words = [...new Map((heavy.length || exact.length ? heavy : words).map((word) => [key(word), word])).values()];
    const asked = await Promise.all(words.map((word) => one(word, answer)));
    for (const term of exact) {
      const posts = await whole(term);
      asked.push({ word: term, own: term, folded: term, docs: posts ? weigh(posts, 1) : new Map(), marks: [term], halves: [], exact: true });
    }
    for (let n = 0; n + 1 < asked.length; n++) await neighbours(asked[n], asked[n + 1]);
    for (const each of asked) if (each.docs.size < RARE && !each.exact && each.folded.length > 5) await halves(each, answer);
    answer.halves = asked.map((each) => each.halves).filter((both) => both.length);
    answer.terms = asked.map((each) => each.own);
    answer.marks = asked.flatMap((each) => each.marks);
    for (const each of asked.filter((some) => !some.known && !some.exact)) {
      answer.proposals.push(...(await proposals(each)).map((usual) => [usual, typed.replace(each.word, usual)]));
    }
    const found = asked.map((each) => each.docs).sort((a, b) => a.size - b.size);
    const all = found.length ? found.reduce(together) : new Map();
    if (!all.size && found.length > 1 && found[0].size) answer.alone = asked.filter((each) => !each.exact).map((each) => [each.word, each.docs.size]);
    return all;
  }

  // „Job Ticket“ also stands there as „Jobticket“. Only in the part of the first word, which is loaded.
  async function neighbours(one, other) {
    if (one.exact || other.exact) return;
    const here = await part("w", one.own);
    for (const link of ["", "s", "n", "en"]) {
      const term = stem(one.folded + link + other.folded);
      const line = here.get(term);
      for (const each of line ? [one, other] : []) {
        weigh(line[1], 0.9, each.docs);
        each.marks.push(term);
      }
    }
  }

  // Phrases must stand there as they are, both halves of a word in one sentence.
  async function lookThrough(answer) {
    const [phrases, both] = [answer.phrases ?? [], answer.halves ?? []];
    if (!phrases.length && !both.length) return;
    const most = phrases.length ? LOOKED_THROUGH : 2 * SHOWN;
    const kept = [];
    for (let at = 0; at < Math.min(most, answer.ids.length); at += SHOWN) {
      const some = answer.ids.slice(at, Math.min(at + SHOWN, most));
      const shown = await Promise.all(some.map(async (id) => [await text(id), (await text(id))[8] ? await text(id, "x") : []]));
      some.forEach((id, n) => {
        const [[, title, , , , , summary, body], papers] = shown[n];
        const said = [title, summary, ...sentences(body), ...papers.flatMap(([, paper]) => sentences(paper))];
        const plain = phrases.length ? said.map((line) => ` ${fold(line).match(WORD)?.join(" ") ?? ""} `) : [];
        const holds = ([whole, ...halves]) => said.some((line) => wordsOf(line).some((word) => key(word) === whole) || halves.every((half) => wordsOf(line).some((word) => fold(word).startsWith(half) || key(word).endsWith(half))));
        if (phrases.every((words) => plain.some((line) => line.includes(` ${words} `))) && both.every(holds)) kept.push(id);
      });
    }
    answer.least = answer.ids.length > most && kept.length > 0;
    answer.ids = kept;
  }
  const sentences = (text) => text.replace(/([.!?:;])\s+(?=[\p{Lu}\d„(])/gu, "$1\n").split("\n");

  Object.assign(window.sx, { ask, text, key, unpack, begin: () => begin(), numberKeys: async (typed) => (await begin(), numberKeys(typed)) });

  // ------------------------------------------------------------------------------ the page
  const form = document.querySelector(".search");
  if (!form) return;
  const [status, about, list, more, kept] = ["status", "found", "results", "more", "signs"].map((name) => document.querySelector(`.search__${name}`));
  const choices = form.querySelector(".search__choices");
  const root = new URL(script.dataset.root, location.href);
  const here = location.protocol === "file:" ? "index.html" : "";
  const say = (name, values = {}, from = status) => from.dataset[name].replace(/\{(\w+)\}/g, (_, word) => values[word]);
  const element = (name, words, kind, inside = []) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...[words].flat().filter(Boolean), ...inside);
    return made;
  };
  const link = (path, words) => Object.assign(element("a", words), { href: new URL(path.replace(/(^|\/)(#.*)?$/, `$1${here}$2`), root).href });

  let latest = 0; // answers to older questions are dropped
  const question = () => ({ words: form.elements.q.value, filters: Object.fromEntries([...form.querySelectorAll("select")].map((select) => [select.name, select.value])) });

  async function go(how) {
    const number = ++latest;
    const { words, filters } = question();
    remember(words, filters, how);
    if (!words.trim() && !Object.values(filters).some(Boolean)) return empty();
    status.textContent ||= say("running");
    try {
      let renewed = "";
      const answer = await ask(words, filters).catch(async (error) => {
        if (error.message === "liste") throw error;
        await again();
        renewed = `${say("renewed")} `;
        return ask(words, filters);
      });
      const rows = await Promise.all(answer.ids.slice(0, SHOWN).map((id) => row(id, answer)));
      if (number !== latest) return;
      show(answer, rows, renewed);
      if (choices.open || Object.values(filters).some(Boolean)) await count(words, filters, number);
    } catch {
      if (number !== latest) return;
      empty();
      status.textContent = say("failed");
    }
  }

  function empty() {
    for (const part of [status, about, list]) part.replaceChildren();
    more.hidden = true;
  }

  function show(answer, rows, renewed) {
    empty();
    list.append(...rows);
    const found = answer.ids.length;
    const counted = say(answer.least ? "least" : found === 1 ? "one" : "many", { count: found.toLocaleString("de") });
    const told = found ? `${counted}.` : answer.ways.length ? say("ways", { ways: answer.ways.map((way) => way.label).join(", ") }) : `${say("none")}${answer.proposals.length || answer.missing || answer.alone.length ? "" : ` ${say("shorter")}`}`;
    status.textContent = renewed + (answer.missing ? `${say("missing", { number: answer.missing })} ${found ? say("named") : ""}` : told);
    about.append(...[direct(answer), ...told_of(answer)].filter(Boolean));
    more.hidden = found <= SHOWN;
    more.firstElementChild.onclick = async () => {
      const at = list.children.length;
      list.append(...(await Promise.all(answer.ids.slice(at, at + SHOWN).map((id) => row(id, answer)))));
      list.children[at]?.querySelector("a").focus();
      more.hidden = list.children.length >= found;
    };
  }

  function direct({ ways }) {
    if (!ways.length) return null;
    const items = ways.map((way) => element("li", [link(way.path, way.label), way.kind === way.label ? "" : element("span", ` ${way.kind}`)]));
    return element("nav", element("h2", about.dataset.direct), "search__direct", [element("ul", "", "", items)]);
  }

  function* told_of(answer) {
    const quoted = (words) => [...new Set(words)].map((word) => `„${word}“`).join(", ");
    const retry = (typed, shown) => Object.assign(element("a", shown), { href: `?q=${encodeURIComponent(typed)}`, onclick: (event) => { event.preventDefault(); form.elements.q.value = typed; go("push"); } });
    const rows = (name, links) => element("p", `${say(name, {}, about)} `, "", links.flatMap((each, n) => (n && each !== "?" ? [" · ", each] : [each])));
    if (answer.proposals.length) yield rows("meant", answer.proposals.slice(0, 4).map(([shown, typed]) => retry(typed, shown)).concat("?"));
    if (answer.near.length) yield rows("near", answer.near.map(([printed]) => retry(printed, printed)));
    if (answer.alone.length) yield rows("alone", answer.alone.map(([word, hits]) => retry(word, `${word} (${hits.toLocaleString("de")})`)));
    if (answer.parts.length && answer.ids.length) yield element("p", say("parts", { words: answer.parts.map(quoted).join(", ") }, about));
    if (answer.also.length) yield element("p", say("also", { words: quoted(answer.also) }, about));
  }

  // A hit: title, what it is, and the sentence in which most of what was asked stands.
  async function row(id, answer) {
    const [path, title, kind, date, [word, tone, sign] = [], number, summary, body, papers] = await text(id);
    const found = (line) => marked(line, answer);
    const asked = new Set(answer.marks);
    const known = (line) => new Set(found(line).filter((piece) => piece.hit).map((piece) => piece.hit)).size;
    const lines = [summary, ...sentences(body)].filter(Boolean);
    let [best, most] = [summary || lines[0] || "", known(summary)];
    if (known(title) < asked.size) for (const line of lines) if (known(line) > most) [best, most] = [line, known(line)];
    if (papers && !most && !known(title)) {
      for (const [name, said] of await text(id, "x")) for (const line of sentences(said)) if (known(line) > most) [best, most] = [say("from", { name }, about) + line, known(line)];
    }
    const chip = word ? [element("span", [kept.querySelector(`.${sign}`).firstElementChild.cloneNode(true), ` ${word}`], ["chip", `chip--${tone}`].join(" "))] : [];
    return element("li", "", "", [
      element("h2", link(path, pieces(found(title)))),
      element("p", [...chip, ...[kind, number, date].filter(Boolean).flatMap((each, n) => [n ? " · " : "", element("span", each)])], "search__about"),
      ...(best ? [element("p", pieces(cut(found(best))))] : []),
    ]);
  }
  // A line in pieces: those that were asked for are known by what they hit.
  function marked(line, { marks }) {
    const out = [];
    let end = 0;
    for (const match of line.matchAll(WORD)) {
      const folded = fold(match[0]);
      const own = stem(folded);
      const hit = marks.find((mark) => (mark.endsWith("*") ? own.startsWith(mark.slice(0, -1)) : own === mark || (mark.length > 2 && own.length > mark.length + 2 && (folded.startsWith(mark) || own.endsWith(mark)))));
      if (!hit) continue;
      out.push({ text: line.slice(end, match.index) }, { text: match[0], hit });
      end = match.index + match[0].length;
    }
    return [...out, { text: line.slice(end) }];
  }
  const pieces = (all) => all.filter((piece) => piece.text).map((piece) => (piece.hit ? element("mark", piece.text) : piece.text));
  // Long lines around the first hit.
  function cut(all, room = 220) {
    if (all.reduce((sum, piece) => sum + piece.text.length, 0) <= room + 40) return all;
    const at = Math.max(0, all.findIndex((piece) => piece.hit) - 1);
    const first = all[at].text;
    const kept = [{ text: first.length > 90 ? `… ${first.slice(first.indexOf(" ", first.length - 90) + 1)}` : at ? `… ${first}` : first }];
    let left = room - kept[0].text.length;
    for (const piece of all.slice(at + 1)) {
      if (left <= 0) break;
      kept.push(piece.text.length <= left ? piece : { ...piece, text: `${piece.text.slice(0, Math.max(piece.text.lastIndexOf(" ", left), 0))} …` });
      left -= piece.text.length;
    }
    return at || all[0].hit ? kept : [{ text: kept[0].text }, ...kept.slice(1)];
  }

  // Behind each value how many of the hits have it; of each filter as if it were not set.
  async function count(words, filters, number) {
    await begin();
    for (const select of form.querySelectorAll("select")) {
      const held = known.facets[select.name] ? await load(`p/${known.facets[select.name]}`) : {};
      const others = { ...filters, [select.name]: "" };
      const all = words.trim() || Object.values(others).some(Boolean) ? new Set((await ask(words, others)).ids) : null;
      if (number !== latest) return;
      for (const option of select.options) {
        if (!option.value) continue;
        const hits = idsOf(held[option.value] ?? "").filter((id) => !all || all.has(id)).length;
        option.dataset.word ??= option.textContent;
        option.textContent = `${option.dataset.word} (${hits.toLocaleString("de")})`;
        option.hidden = !hits && !option.selected;
      }
    }
  }

  function remember(words, filters, how) {
    const query = new URLSearchParams(Object.entries({ q: words.trim(), ...filters }).filter(([, value]) => value));
    const address = `${location.pathname}${String(query) && `?${query}`}`;
    if (how !== "recall" && address !== location.pathname + location.search) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  }
  function recall() {
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) if (field.name) field.value = query.get(field.name) ?? "";
    choices.open ||= [...form.querySelectorAll("select")].some((select) => select.value);
    go("recall");
  }

  let waiting;
  form.addEventListener("focusin", () => begin().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    go("push");
  });
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target.name === "q") waiting = setTimeout(go, PAUSE);
    else go("push");
  });
  choices.addEventListener("toggle", () => choices.open && count(question().words, question().filters, latest).catch(() => {}));
  addEventListener("popstate", recall);
  recall();
})();
