/** Suggests rules for what the maskers of stores without a schema found undeclared: by the shape of sampled values, otherwise by name. */
import type { Undeclared } from "../../../shared/reports.ts";
import { printSuggestion, suggest } from "../../plan/index.ts";
import type { Rules } from "../../rules/index.ts";
import { type PlannedSuggestions, suggestionKey } from "./planned.ts";

/** The same places, those that a name says something of with a suggestion. */
export function withSuggestions(undeclared: readonly Undeclared[], rules: Rules, planned: PlannedSuggestions = new Map()): Undeclared[] {
  return undeclared.map((found) => {
    const names = found.suggestion === undefined ? namesOf(found) : undefined;
    if (names === undefined) return found;
    const shaped = planned.get(suggestionKey(found.store, found.service, names));
    if (shaped !== undefined) return { ...found, suggestion: shaped };
    const [table, name, ...path] = names;
    const facts = { nullable: true, inPrimaryKey: found.action === "key", inUnique: false, inForeignKey: false, type: "attribute" };
    const suggestion = suggest({ ...facts, store: found.store, service: found.service, table, name, path, kinds: [kindOf(found)] }, rules);
    const text = printSuggestion(suggestion);
    return text === undefined ? found : { ...found, suggestion: text };
  });
}

// Numbers with a personal name become null, everything else that is undeclared is text.
const kindOf = ({ action }: Undeclared): "number" | "text" => (action === "null" ? "number" : "text");

// `table.attribute.member`, or `service/folder/*.csv column.member`; names of objects and metadata get no rule of a column.
function namesOf({ store, place }: Undeclared): readonly [string, string, ...string[]] | undefined {
  if (store === "aurora") return undefined;
  const [, folder, names] = store === "s3" ? (/^[^/ ]+\/([^/ ]+)\/\S* (.+)$/.exec(place) ?? []) : [];
  if (store === "s3" && (folder === undefined || names === undefined || /^(?:object names$|metadata |tag )/.test(names))) return undefined;
  const [table, name, ...path] = store === "s3" ? [folder ?? "", ...(names ?? "").split(".")] : place.split(".");
  return table === undefined || name === undefined ? undefined : [table, name, ...path];
}
