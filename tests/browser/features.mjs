// Which features of CSS, HTML and script are in use, and which browsers lack them.
// In: {"css": {name: text}, "html": {name: [[element, [[attribute, value]]]]}, "js": {name: text}}
// Out: {"found": {feature: {"in": [names], "lacks": {browser: first version that knows it}}}, "together": [selectors]};
// „lacks“ is null where MDN's data have no word on it.
// css-tree and acorn read, @mdn/browser-compat-data says who knows what.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { parse } = require("acorn");
const css = require("css-tree");
const data = require("@mdn/browser-compat-data");

const OLDEST = { safari: "15.6", firefox: "115", chrome: "109" };
const texts = JSON.parse(readFileSync(0, "utf8"));
const together = []; // selectors that not all know, in a list with others: who does not know one drops the whole rule
const found = new Map(); // feature → where it is used, and its places in MDN's data

function add(name, where, ...places) {
  const entry = found.get(name) ?? { in: new Set(), places: new Set() };
  entry.in.add(where);
  for (const place of places) entry.places.add(place);
  found.set(name, entry);
}

// ------------------------------------------------------------------------------------ CSS
const HALVES = /^(min|max)-/;
const BOX = /^(top|bottom|left|right)-/; // of a printed page's margin

function readStyle(where, text) {
  css.walk(css.parse(text, { parseCustomProperty: true }), {
    enter(node) {
      if (node.type === "Rule") listed(where, node.prelude);
      if (node.type === "Declaration") declared(where, node, this.atrule?.name);
      const page = BOX.test(node.name) ? "page.at_" : "";
      if (node.type === "Atrule") add(`@${node.name}`, where, `css.at-rules.${page}${node.name}`);
      if (node.type === "PseudoClassSelector") add(`:${node.name}`, where, `css.selectors.${node.name}`);
      if (node.type === "PseudoElementSelector") add(`::${node.name}`, where, `css.selectors.${node.name}`);
      if (node.type === "NestingSelector") add("&", where, "css.selectors.nesting");
      if (node.type === "FeatureRange") add("(width < …)", where, "css.at-rules.media.range_syntax");
      if (node.type !== "Feature") return;
      const feature = node.name.replace(HALVES, "");
      add(`(${feature})`, where, `css.at-rules.${node.kind}.${feature}`);
    },
  });
}

function listed(where, list) {
  if (!(list.children?.size > 1)) return;
  css.walk(list, (part) => {
    const lacking = part.type.startsWith("Pseudo") && lacks(part.name, [`css.selectors.${part.name}`]);
    if (lacking && Object.keys(lacking).length) together.push(`${where}: ${css.generate(list)}`);
  });
}

const KINDS = ["", "gradient.", "filter-function.", "basic-shape.", "image.", "color."];
const FUNCTIONS = KINDS.map((kind) => `css.types.${kind}`);
const UNITS = ["length", "time", "angle", "flex"].map((kind) => `css.types.${kind}.`);

function declared(where, { property, value }, atrule) {
  if (property.startsWith("--")) add("--name", where, "css.properties.custom-property");
  else named(where, property, value, atrule);
  css.walk(value, (node) => {
    const grid = `css.properties.grid-template-columns.${node.name}`;
    if (node.type === "Function") add(`${node.name}()`, where, grid, ...FUNCTIONS.map((start) => start + node.name));
    if (node.type === "Dimension") add(`1${node.unit}`, where, ...UNITS.map((start) => start + node.unit));
    if (node.type === "Url") add("url()", where, "css.types.url");
  });
}

function named(where, property, value, atrule) {
  const descriptor = `css.at-rules.${atrule}.${property}`;
  const base = atrule && at(descriptor) ? descriptor : `css.properties.${property}`;
  const words = value.children ?? [];
  add(property, where, base);
  for (const node of words) {
    const keyword = node.type === "Identifier" && `${base}.${node.name}`;
    if (keyword && at(keyword)) add(`${property}: ${node.name}`, where, keyword);
    if (node.type === "Operator" && property === "content") add("content: … / …", where, `${base}.alt_text`);
    const sign = node.type === "String" && property === "list-style-type";
    if (sign) add("list-style-type: string", where, `${base}.string`);
  }
  if (property === "overflow" && words.size > 1) add("overflow: two values", where, `${base}.multiple_keywords`);
}

// ----------------------------------------------------------------------------------- HTML
const SVG = new Set(["svg", "path", "rect", "circle", "g", "use", "line"]);
const IGNORED = /^(data-|aria-|role$)/; // read by scripts and by readers, not by engines

function readPage(where, tags) {
  for (const [tag, attributes] of tags) {
    const kind = SVG.has(tag) ? "svg" : "html";
    add(`<${tag}>`, where, `${kind}.elements.${tag}`);
    for (const [name, value] of attributes) {
      if (IGNORED.test(name)) continue;
      const places = [`${kind}.elements.${tag}.${name}`, `${kind}.global_attributes.${name}`];
      add(`<${kind === "svg" ? "svg" : tag} ${name}>`, where, ...places);
      const forms = value ? [`.${value}`, `.${name}_${value}`, `.type_${value}`] : [];
      for (const place of places.flatMap((one) => forms.map((form) => one + form))) {
        if (at(place)) add(`<${tag} ${name}=${value}>`, where, place);
      }
    }
  }
}

// --------------------------------------------------------------------------------- script
// Types whose members the scripts use. What none of these has is a word of the script's own.
const OWN = "Array Date Map Math Number Object Promise RegExp Set String".split(" ");
const THEIRS =
  "Clipboard CSSStyleDeclaration DOMTokenList Document Element Event EventTarget HTMLAnchorElement HTMLElement " +
  "HTMLFormElement HTMLInputElement HTMLOptionElement HTMLScriptElement HTMLSelectElement History Location Navigator " +
  "Node NodeList URL URLSearchParams Window";
const TYPES = [...OWN.map((type) => `javascript.builtins.${type}`), ...THEIRS.split(" ").map((type) => `api.${type}`)];
const OPERATORS = {
  "??": "nullish_coalescing", "??=": "nullish_coalescing_assignment", "||=": "logical_or_assignment",
  "&&=": "logical_and_assignment", "**": "exponentiation",
};
const SYNTAX = {
  ArrayPattern: "operators.destructuring", ArrowFunctionExpression: "functions.arrow_functions",
  AwaitExpression: "operators.await", ChainExpression: "operators.optional_chaining", ClassDeclaration: "classes",
  ForOfStatement: "statements.for_of",
  ImportDeclaration: "statements.import", ImportExpression: "operators.import", MetaProperty: "operators.import_meta",
  ObjectPattern: "operators.destructuring", PrivateIdentifier: "classes.private_class_fields",
  PropertyDefinition: "classes.public_class_fields", SpreadElement: "operators.spread",
  StaticBlock: "classes.static.initialization_blocks",
  TemplateLiteral: "grammar.template_literals", YieldExpression: "operators.yield",
};
const FLAGS = {
  d: "hasIndices", g: "global", i: "ignoreCase", m: "multiline", s: "dotAll", u: "unicode", v: "unicodeSets",
  y: "sticky",
};
const SIGNS = [
  [/\(\?<[=!]/, "(?<=…)", "lookbehind_assertion"], [/\(\?<\w/, "(?<name>…)", "named_capturing_group"],
  [/\(\?[=!]/, "(?=…)", "lookahead_assertion"], [/\(\?[a-z]*-?[a-z]+:/, "(?i:…)", "modifier"],
  [/\\p\{/i, "\\p{…}", "unicode_character_class_escape"],
];

function readScript(where, text) {
  const sourceType = text.includes("document.currentScript") ? "script" : "module";
  const tree = parse(text, { ecmaVersion: "latest", sourceType });
  const given = new Set(); // names that the script itself gives
  visit(tree, (node) => {
    for (const each of [node.id, ...(node.params ?? []), node.param]) names(each, given);
  });
  visit(tree, (node, above) => {
    const { type, operator } = node;
    if (type === "Literal" && node.regex) pattern(where, node.regex);
    else if (type === "MemberExpression" && !node.computed) member(where, node.property.name);
    else if (type === "Property" && above.type === "ObjectPattern") member(where, node.key.name);
    else if (type === "Identifier" && !given.has(node.name)) global(where, node.name);
    if (OPERATORS[operator]) add(operator, where, `javascript.operators.${OPERATORS[operator]}`);
    if (SYNTAX[type]) add(type, where, `javascript.${SYNTAX[type]}`);
    if (node.async) add("async", where, "javascript.statements.async_function");
  });
}

function visit(node, tell, above) {
  tell(node, above);
  for (const each of Object.values(node).flat()) if (typeof each?.type === "string") visit(each, tell, node);
}

function names(node, into) {
  if (node?.type === "Identifier") into.add(node.name);
  const inside = [node?.left, node?.argument, node?.value, ...(node?.elements ?? []), ...(node?.properties ?? [])];
  for (const each of inside) if (each?.type) names(each, into);
}

function global(where, name) {
  const places = [`javascript.builtins.${name}`, `api.${name}`, `api.Window.${name}`];
  if (places.some(at)) add(name, where, ...places);
}

function member(where, name) {
  const places = TYPES.map((type) => `${type}.${name}`).filter(at);
  if (places.length) add(`.${name}`, where, ...places);
}

function pattern(where, { pattern, flags }) {
  const start = "javascript.regular_expressions.";
  for (const [sign, name, place] of SIGNS) if (sign.test(pattern)) add(name, where, start + place);
  for (const flag of flags) add(`/…/${flag}`, where, `javascript.builtins.RegExp.${FLAGS[flag]}`);
}

// ---------------------------------------------------------------------------- who knows it
function at(place) {
  const into = (inside, step) => (Object.hasOwn(inside ?? {}, step) ? inside[step] : undefined);
  return place.split(".").reduce(into, data)?.__compat;
}

function later(one, other) {
  if (one === "never" || other === "never") return one === "never" && other !== "never";
  const [a, b] = [one, other].map((version) => version.replace("≤", "").split(".").map(Number));
  return a[0] !== b[0] ? a[0] > b[0] : (a[1] ?? 0) > (b[1] ?? 0);
}

function since(compat, browser) {
  const plain = [compat.support[browser] ?? []]
    .flat()
    .filter((one) => one.version_added && one.version_added !== "preview" && !one.version_removed)
    .filter((one) => !one.flags && !one.prefix && !one.alternative_name);
  return plain.map((one) => one.version_added).sort((a, b) => (later(a, b) ? 1 : -1))[0] ?? "never";
}

// Of several types that bear a member's name the one that came last counts: which of them is meant, nobody knows.
// Elsewhere the places are guesses for one and the same thing.
function lacks(name, places) {
  const all = [...places].map(at).filter(Boolean);
  if (!all.length) return null;
  const out = {};
  for (const [browser, oldest] of Object.entries(OLDEST)) {
    const versions = all.map((compat) => since(compat, browser)).sort((a, b) => (later(a, b) ? 1 : -1));
    const version = name.startsWith(".") ? versions.at(-1) : versions[0];
    if (later(version, oldest)) out[browser] = version;
  }
  return out;
}

for (const [name, text] of Object.entries(texts.css)) readStyle(name, text);
for (const [name, tags] of Object.entries(texts.html)) readPage(name, tags);
for (const [name, text] of Object.entries(texts.js)) readScript(name, text);
const told = [...found].map(([name, entry]) => [name, { in: [...entry.in].sort(), lacks: lacks(name, entry.places) }]);
process.stdout.write(JSON.stringify({ together, found: Object.fromEntries(told) }));
