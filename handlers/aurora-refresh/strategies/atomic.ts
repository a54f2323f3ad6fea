/** Several commands as one statement that happens wholly or not at all, however long they are. */
import { ledger, Statement } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { quoteText } from "../inventory/index.ts";

/** The table that holds commands which are too long for one statement. */
export const piecesTable = `${ledger.schema}.pieces`;

const pieceCharacters = 60_000;
const mostCharacters = Statement.shape.sql.maxLength ?? 65_336;

/** The SQL of a block, and of what has to be written down before it. */
export interface Block {
  /** Texts of commands, in parts: number of the command, number of the part, text. */
  readonly pieces: readonly { readonly command: number; readonly part: number; readonly text: string }[];
  readonly sql: string;
}

/**
 * A `DO` block: all commands or none, and the row in the ledger by which its end is known however long it takes. Where the
 * block would be longer than a statement may be, it reads its commands from the ledger's schema.
 */
export function atomic(id: string, commands: readonly string[]): Block {
  const done = `insert into ${ledger.table} (id) values (${quoteText(id)})`;
  const sql = doBlock(`begin\n${[...commands, done].map((command) => `execute ${quoteText(command)};`).join("\n")}\nend`);
  if (sql.length <= mostCharacters) return { pieces: [], sql };
  const pieces = commands.flatMap((text, command) => partsOf(text).map((part, i) => ({ command, part: i, text: part })));
  const mine = `from ${piecesTable} where statement = ${quoteText(id)}`;
  return {
    pieces,
    sql: doBlock(`declare command text;
begin
if (select count(*) ${mine}) <> ${pieces.length} then raise exception 'statement ${id} has lost some of its pieces'; end if;
for command in select string_agg(sql, '' order by part) ${mine} group by n order by n loop execute command; end loop;
${done};
end`),
  };
}

/** Writes one part of a command down, with its own row in the ledger. */
export function writePiece(id: string, statement: string, { command, part, text }: Block["pieces"][number]): string {
  return `with l as (insert into ${ledger.table} (id) values (${quoteText(id)}) on conflict do nothing returning 1)
insert into ${piecesTable} (statement, n, part, sql) select ${quoteText(statement)}, ${command}, ${part}, ${dollarQuoted(text)} from l`;
}

/** The table of the pieces. */
export const createPieces = `create table if not exists ${piecesTable} (statement text, n int, part int, sql text not null, primary key (statement, n, part))`;

/** A text between dollar signs, whatever it holds. */
export function dollarQuoted(body: string): string {
  let tag = "$refresh$";
  for (let i = 0; body.includes(tag.slice(0, -1)); i++) tag = `$refresh${i}$`;
  return `${tag}${body}${tag}`;
}

const doBlock = (body: string): string => `do ${dollarQuoted(body)}`;

// No character of two units is cut.
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + pieceCharacters);
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? "")) end--;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
