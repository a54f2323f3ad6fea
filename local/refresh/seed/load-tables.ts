/** Loads a service's tables into production's database by COPY. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Cell, ServiceData, TableData } from "../data/index.ts";

/** Makes the schema and fills its tables, in their order. */
export async function loadService(client: pg.Client, service: ServiceData): Promise<void> {
  await client.query(service.ddl);
  for (const table of service.tables) {
    const columns = table.columns.map((column) => `"${column}"`).join(", ");
    const into = client.query(copyFrom(`copy "${service.schema}"."${table.name}" (${columns}) from stdin`));
    await pipeline(Readable.from(chunks(table)), into);
  }
  await client.query(`analyze`);
}

/** COPY's text format, some hundred rows a piece. */
function* chunks(table: TableData): Generator<string> {
  let text = "";
  for (const row of table.rows()) {
    text += `${row.map(copyText).join("\t")}\n`;
    if (text.length > 65_536) {
      yield text;
      text = "";
    }
  }
  if (text) yield text;
}

const escapes = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

/** A value in COPY's text format. */
export function copyText(cell: Cell): string {
  if (cell === null) return "\\N";
  return String(cell).replace(/[\\\t\n\r]/g, (character) => escapes.get(character) ?? character);
}
