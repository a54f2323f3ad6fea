/** Splits a dump into statements, as psql does: quotes, dollar quotes, comments, COPY data. */

/** One statement, and the line (from 1) on which it begins. */
export interface Statement {
  readonly line: number;
  /** Offset of `text` in the dump. */
  readonly start: number;
  readonly text: string;
  /** The lines after `COPY … FROM stdin;`, in COPY's text format. */
  readonly copyData?: string;
}

const COPY = /^copy\s[^;]*\sfrom\s+stdin\b/i;

/** The dump's statements in order, without psql's own commands (lines that begin with a backslash). */
export function* splitSql(sql: string): Generator<Statement> {
  let position = 0;
  let line = 1;
  let lineOffset = 0;
  const lineOf = (offset: number): number => {
    for (; lineOffset < offset; lineOffset++) if (sql.charCodeAt(lineOffset) === 10) line++;
    return line;
  };
  while (position < sql.length) {
    const start = skipBlank(sql, position);
    if (start >= sql.length) return;
    if (sql[start] === "\\") {
      position = lineEnd(sql, start);
      continue;
    }
    const end = statementEnd(sql, start);
    const text = sql.slice(start, end);
    const at = lineOf(start);
    position = end + 1;
    if (COPY.test(text)) {
      const from = lineEnd(sql, end) + 1;
      const stop = sql.startsWith("\\.", from) ? from : sql.indexOf("\n\\.", from) + 1;
      const to = stop > 0 ? stop : sql.length;
      position = lineEnd(sql, to);
      yield { line: at, start, text, copyData: sql.slice(from, to) };
    } else if (text.trim() !== "") yield { line: at, start, text };
  }
}

function lineEnd(sql: string, from: number): number {
  const end = sql.indexOf("\n", from);
  return end < 0 ? sql.length : end;
}

/** After white space, comments and stray semicolons. */
function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    const character = sql[at];
    if (character !== undefined && /[\s;\uFEFF]/.test(character)) at++;
    else {
      const after = skipComment(sql, at);
      if (after === at) return at;
      at = after;
    }
  }
}

function skipComment(sql: string, at: number): number {
  if (sql.startsWith("--", at)) return lineEnd(sql, at);
  if (!sql.startsWith("/*", at)) return at;
  let depth = 1;
  let i = at + 2;
  while (i < sql.length && depth > 0) {
    if (sql.startsWith("/*", i)) {
      depth++;
      i += 2;
    } else if (sql.startsWith("*/", i)) {
      depth--;
      i += 2;
    } else i++;
  }
  return i;
}

/** The offset of the semicolon that ends the statement, or the end of the text. */
function statementEnd(sql: string, start: number): number {
  let at = start;
  while (at < sql.length) {
    const character = sql[at];
    if (character === ";") return at;
    if (character === "'") at = quoteEnd(sql, at, /[eE]/.test(sql[at - 1] ?? "") && !/[\w$]/.test(sql[at - 2] ?? ""));
    else if (character === '"') at = quoteEnd(sql, at, false);
    else if (character === "$") at = dollarEnd(sql, at);
    else {
      const after = skipComment(sql, at);
      at = after === at ? at + 1 : after;
    }
  }
  return sql.length;
}

function quoteEnd(sql: string, open: number, backslashes: boolean): number {
  const quote = sql[open];
  let at = open + 1;
  while (at < sql.length) {
    if (backslashes && sql[at] === "\\") at += 2;
    else if (sql[at] !== quote) at++;
    else if (sql[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return sql.length;
}

function dollarEnd(sql: string, open: number): number {
  if (/[\w$]/.test(sql[open - 1] ?? "")) return open + 1;
  const tag = /^\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/.exec(sql.slice(open, open + 66))?.[0];
  if (tag === undefined) return open + 1;
  const close = sql.indexOf(tag, open + tag.length);
  return close < 0 ? sql.length : close + tag.length;
}
