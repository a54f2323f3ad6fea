/** Finds `:name` parameters in SQL text: a lexer that knows what is no parameter. */

/** A parameter's place in the text, colon included. */
export type ParameterPlace = { readonly name: string; readonly start: number; readonly end: number };

const IDENTIFIER_START = /[A-Za-z_\u0080-\uffff]/;
const IDENTIFIER_PART = /[A-Za-z0-9_$\u0080-\uffff]/;
const NAME_PART = /[A-Za-z0-9_]/;

/** The place after a quoted text that starts at `start`; quotes are doubled, and with `escapes` also backslashed. */
function afterQuoted(sql: string, start: number, quote: string, escapes: boolean): number {
  let at = start + 1;
  while (at < sql.length) {
    const character = sql[at];
    if (escapes && character === "\\") at += 2;
    else if (character !== quote) at++;
    else if (sql[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

/** The place after a block comment; PostgreSQL's nest. */
function afterBlockComment(sql: string, start: number): number {
  let depth = 1;
  let at = start + 2;
  while (at < sql.length && depth > 0) {
    if (sql.startsWith("/*", at)) {
      depth++;
      at += 2;
    } else if (sql.startsWith("*/", at)) {
      depth--;
      at += 2;
    } else at++;
  }
  return Math.min(at, sql.length);
}

/** The place after `$tag$ … $tag$`; undefined when no dollar quote starts here. */
function afterDollarQuoted(sql: string, start: number): number | undefined {
  let at = start + 1;
  if (IDENTIFIER_START.test(sql[at] ?? "")) {
    while (at < sql.length && sql[at] !== "$" && IDENTIFIER_PART.test(sql[at] ?? "")) at++;
  }
  if (sql[at] !== "$") return undefined;
  const tag = sql.slice(start, at + 1);
  const end = sql.indexOf(tag, at + 1);
  return end === -1 ? sql.length : end + tag.length;
}

function afterName(sql: string, start: number, part: RegExp): number {
  let at = start;
  while (at < sql.length && part.test(sql[at] ?? "")) at++;
  return at;
}

/**
 * The named parameters of a statement, in order. Strings, `E''` strings, quoted names, dollar quotes, comments and `::` casts hold none.
 *
 * @example namedParameters("select ':a', b::int where c = :c") // [{ name: "c", … }]
 */
export function namedParameters(sql: string): readonly ParameterPlace[] {
  const places: ParameterPlace[] = [];
  let at = 0;
  while (at < sql.length) {
    const character = sql[at] ?? "";
    if (character === "'" || character === '"') at = afterQuoted(sql, at, character, false);
    else if (character === "-" && sql[at + 1] === "-") {
      const end = sql.indexOf("\n", at);
      at = end === -1 ? sql.length : end + 1;
    } else if (character === "/" && sql[at + 1] === "*") at = afterBlockComment(sql, at);
    else if (character === "$") at = afterDollarQuoted(sql, at) ?? at + 1;
    else if (character === ":" && (sql[at + 1] === ":" || sql[at + 1] === "=")) at += 2;
    else if (character === ":" && /[A-Za-z_]/.test(sql[at + 1] ?? "")) {
      const end = afterName(sql, at + 1, NAME_PART);
      places.push({ name: sql.slice(at + 1, end), start: at, end });
      at = end;
    } else if (IDENTIFIER_START.test(character)) {
      const end = afterName(sql, at, IDENTIFIER_PART);
      // E'…' is the one string in which a backslash escapes the quote.
      at = end === at + 1 && (character === "E" || character === "e") && sql[end] === "'" ? afterQuoted(sql, end, "'", true) : end;
    } else at++;
  }
  return places;
}
