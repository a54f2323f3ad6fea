/** Recognises a result that is stored under another name, and is read under it everywhere. */
import type { AslMachine, Json, JsonObject } from "../asl/index.ts";
import { isObject, member } from "./json.ts";
import type { Pairs } from "./match/index.ts";

/** A name, with the mark of what it names: `$.maskTable` in the data, `$maskTable` a variable. */
export interface RenamedData {
  readonly from: string;
  readonly to: string;
}

/** `$$.` is the context object. */
const MENTIONED = /(?<![\w$])\$\.?[A-Za-z_]\w*/g;
/** Their texts are no expressions. */
const NAMES = new Set(["Next", "Default", "StartAt", "Comment", "States", "Type", "Resource"]);

const stored = (path: Json | undefined): string | undefined =>
  typeof path === "string" && /^\$\.[A-Za-z_]\w*$/.test(path) ? path : undefined;

const assigned = (value: Json | undefined): readonly string[] =>
  isObject(value) ? Object.keys(value).map((key) => `$${key.replace(/\.\$$/, "")}`) : [];

function mentionedIn(value: Json, into: Set<string>): ReadonlySet<string> {
  if (typeof value === "string") for (const [name] of value.matchAll(MENTIONED)) into.add(name);
  if (Array.isArray(value)) for (const entry of value as readonly Json[]) mentionedIn(entry, into);
  if (!isObject(value)) return into;
  for (const name of assigned(member(value, "Assign"))) into.add(name);
  for (const key of Object.keys(value)) mentionedIn(member(value, key) ?? null, into);
  return into;
}

function candidates(pairs: Pairs): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const put = (from: string | undefined, to: string | undefined): void => {
    if (from !== undefined && to !== undefined && from !== to) found.set(from, to);
  };
  for (const node of pairs.before.nodes) {
    const now = pairs.now(node)?.state;
    if (!now) continue;
    put(stored(node.state.ResultPath), stored(now.ResultPath));
    const [old, fresh] = [assigned(node.state.Assign), assigned(now.Assign)];
    const [gone, ...more] = old.filter((name) => !fresh.includes(name));
    const [added, ...others] = fresh.filter((name) => !old.includes(name));
    if (more.length + others.length === 0) put(gone, added);
  }
  return found;
}

/** The data that the old machine knows by one name only, and the new one by another only. */
export function renamedData(before: AslMachine, after: AslMachine, pairs: Pairs): readonly RenamedData[] {
  const found = candidates(pairs);
  if (found.size === 0) return [];
  const old = mentionedIn(before as unknown as Json, new Set());
  const now = mentionedIn(after as unknown as Json, new Set());
  const targets = [...found.values()];
  return [...found]
    .filter(([from, to]) => !old.has(to) && !now.has(from) && targets.filter((one) => one === to).length === 1)
    .map(([from, to]) => ({ from, to }));
}

/** The machine as it would be with the new names. */
export function withNewNames(machine: AslMachine, renamed: readonly RenamedData[]): AslMachine {
  const names = new Map(renamed.map(({ from, to }) => [from, to]));
  const text = (value: string): string => value.replace(MENTIONED, (name) => names.get(name) ?? name);
  const rename = (key: string, mark: "$." | "$"): string => {
    const plain = key.replace(/\.\$$/, "");
    const to = names.get(mark + plain);
    return to === undefined ? key : to.slice(mark.length) + key.slice(plain.length);
  };
  const keyIn = (field: string, key: string, value: Json): string => {
    if (field === "Assign") return rename(key, "$");
    const carries = field === "ItemSelector" && typeof value === "string" && value === `$.${key.slice(0, -2)}`;
    return carries ? rename(key, "$.") : key;
  };
  const object = (value: JsonObject, field: string): JsonObject => {
    const entries = Object.keys(value).map((key): readonly [string, Json] => {
      const inner = member(value, key) ?? null;
      const to = keyIn(field, key, inner);
      const name = to !== key && Object.hasOwn(value, to) ? key : to;
      return [name, NAMES.has(key) && typeof inner === "string" ? inner : any(inner, key)];
    });
    return Object.fromEntries(entries);
  };
  const any = (value: Json, field: string): Json => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => any(entry, ""));
    return isObject(value) ? object(value, field) : value;
  };
  return any(machine as unknown as Json, "") as unknown as AslMachine;
}
