/** Suggests rules for columns that have none, by their names and some of their values. */
import { kindOf } from "../masking/decide/index.ts";
import { printSuggestion, suggest } from "../masking/plan/index.ts";
import type { Rules } from "../masking/rules/index.ts";
import { columnFacts, type DecidedTable } from "./columns.ts";
import type { RunSql } from "./data-api.ts";
import { type Column, quoteName } from "./inventory/index.ts";

const sampledRows = 50;
const sampledCharacters = 200;
// The Data API ends a call at 1 MiB of answer: 50 values of 200 characters, four bytes each, of 20 columns are 800 KB.
const columnsAtOnce = 20;

/** The suggestions by `schema.table.column`. No value leaves this function. */
export async function readSuggestions(run: RunSql, tables: readonly DecidedTable[], rules: Rules): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const decided of tables) {
    const { table, service, decisions } = decided;
    const undeclared = table.columns.filter(({ name }) => {
      const decision = decisions.get(name);
      return decision !== undefined && !decision.declared && decision.action !== "pass";
    });
    const samples = await readSamples(run, decided, undeclared);
    for (const facts of columnFacts(table, service, new Set())) {
      if (!undeclared.some(({ name }) => name === facts.name)) continue;
      const text = printSuggestion(suggest({ ...facts, store: "aurora", samples: samples.get(facts.name) }, rules));
      if (text !== undefined) found.set(`${table.schema}.${table.name}.${facts.name}`, text);
    }
  }
  return found;
}

async function readSamples(run: RunSql, { table }: DecidedTable, columns: readonly Column[]): Promise<Map<string, string[]>> {
  const samples = new Map<string, string[]>();
  const texts = columns.filter(({ baseType }) => kindOf(baseType) === "text");
  for (let from = 0; from < texts.length; from += columnsAtOnce) {
    const some = texts.slice(from, from + columnsAtOnce);
    const list = some.map(({ name }, i) => `left(${quoteName(name)}::text, ${sampledCharacters}) as c${i}`).join(", ");
    const rows = await run(
      `sample ${table.schema}.${table.name}`,
      `select ${list} from ${quoteName(table.schema)}.${quoteName(table.name)} limit ${sampledRows}`,
    );
    for (const [i, { name }] of some.entries()) {
      samples.set(
        name,
        rows.flatMap((row) => (typeof row[`c${i}`] === "string" ? [String(row[`c${i}`])] : [])),
      );
    }
  }
  return samples;
}
