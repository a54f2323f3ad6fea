/** Reads from HCL the little that tests must know where Terraform cannot run: the members of a map, what `templatefile` is given. */

/** A call of `templatefile`: the file as it is written, and the names that its map gives. */
export interface TemplateCall {
  readonly file: string;
  readonly tokens: readonly string[];
}

const space = /\s/;
const word = /[A-Za-z0-9_-]/;

/**
 * All calls of `templatefile` whose arguments are a text and a map, or the name of a local one.
 *
 * @throws Error for one that is written in another way
 */
export function templateCalls(source: string): TemplateCall[] {
  const calls: TemplateCall[] = [];
  for (const at of positionsOf(source, "templatefile")) {
    const open = skipSpace(source, at + "templatefile".length);
    if (source[open] !== "(") throw wrong(source, at, "templatefile without arguments");
    const start = skipSpace(source, open + 1);
    if (source[start] !== '"') throw wrong(source, start, "the first argument of templatefile is no text");
    const end = stringEnd(source, start);
    const comma = skipSpace(source, end);
    if (source[comma] !== ",") throw wrong(source, comma, "templatefile with one argument");
    calls.push({ file: source.slice(start + 1, end - 1), tokens: tokensAt(source, skipSpace(source, comma + 1)) });
  }
  return calls;
}

/** The names of the map that is given to `name = { … }`. @throws Error when there is not exactly one */
export function namesOfMap(source: string, name: string): string[] {
  const found = positionsOf(source, name).flatMap((at) => {
    const equals = skipSpace(source, at + name.length);
    const open = skipSpace(source, equals + 1);
    return source[equals] === "=" && source[equals + 1] !== "=" && source[open] === "{" ? [open] : [];
  });
  if (found.length !== 1) throw new Error(`There are ${found.length} maps named ${name}.`);
  return mapKeys(source, found[0] ?? 0);
}

function tokensAt(source: string, at: number): string[] {
  if (!source.startsWith("local.", at)) return mapKeys(source, at);
  const start = at + "local.".length;
  return namesOfMap(source, source.slice(start, wordEnd(source, start)));
}

// Where the word stands in code: not in a comment, a text, or another word.
function positionsOf(source: string, name: string): number[] {
  const found: number[] = [];
  for (let at = 0; at < source.length; at = step(source, at)) {
    const starts = at === 0 || !word.test(source[at - 1] ?? "");
    if (starts && source.startsWith(name, at) && !word.test(source[at + name.length] ?? "")) found.push(at);
  }
  return found;
}

function mapKeys(source: string, open: number): string[] {
  if (source[open] !== "{") throw wrong(source, open, "no map");
  const keys: string[] = [];
  let at = skipSpace(source, open + 1);
  while (source[at] !== "}") {
    const end = source[at] === '"' ? stringEnd(source, at) : wordEnd(source, at);
    const equals = skipSpace(source, end);
    if (end === at || (source[equals] !== "=" && source[equals] !== ":")) throw wrong(source, at, "no member of a map");
    keys.push(source.slice(at, end).replaceAll('"', ""));
    at = skipSpace(source, valueEnd(source, equals + 1), ",");
  }
  return keys;
}

// A value ends at a comma or a line's end outside of all brackets, or before the map's own bracket.
function valueEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at = step(source, at)) {
    const character = source[at] ?? "";
    if (depth === 0 && (character === "\n" || character === "," || character === "}")) return at;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
  }
  throw wrong(source, start, "a value without an end");
}

// The next character of code; comments and texts are one step.
function step(source: string, at: number): number {
  if (source[at] === '"') return stringEnd(source, at);
  const after = commentEnd(source, at);
  if (after !== at) return after;
  if (source.startsWith("<<", at)) return heredocEnd(source, at);
  return at + 1;
}

function commentEnd(source: string, at: number): number {
  if (source[at] === "#" || source.startsWith("//", at)) return endOf(source, "\n", at);
  if (source.startsWith("/*", at)) return endOf(source, "*/", at) + 2;
  return at;
}

const endOf = (source: string, mark: string, at: number): number => {
  const end = source.indexOf(mark, at);
  return end < 0 ? source.length : end;
};

function stringEnd(source: string, open: number): number {
  let at = open + 1;
  while (at < source.length && source[at] !== '"') {
    if (source[at] === "\\") at += 2;
    else if (source.startsWith("$${", at) || source.startsWith("%%{", at)) at += 3;
    else if (source.startsWith("${", at) || source.startsWith("%{", at)) at = interpolationEnd(source, at + 2);
    else at++;
  }
  return at + 1;
}

function heredocEnd(source: string, open: number): number {
  const line = endOf(source, "\n", open);
  const mark = source
    .slice(open + 2, line)
    .replace("-", "")
    .trim();
  for (let at = line + 1; at < source.length; at = endOf(source, "\n", at) + 1) {
    const end = endOf(source, "\n", at);
    if (source.slice(at, end).trim() === mark) return end;
  }
  throw wrong(source, open, "a heredoc without an end");
}

function interpolationEnd(source: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < source.length && depth > 0) {
    if (source[at] === "{") depth++;
    else if (source[at] === "}") depth--;
    at = step(source, at);
  }
  return at;
}

function wordEnd(source: string, start: number): number {
  let at = start;
  while (word.test(source[at] ?? "")) at++;
  return at;
}

function skipSpace(source: string, start: number, also = ""): number {
  let at = start;
  for (;;) {
    const after = commentEnd(source, at);
    const character = source[at] ?? "";
    if (after !== at) at = after;
    else if (space.test(character) || (character !== "" && also.includes(character))) at++;
    else return at;
  }
}

function wrong(source: string, at: number, what: string): Error {
  return new Error(`Line ${source.slice(0, at).split("\n").length}: ${what}.`);
}
