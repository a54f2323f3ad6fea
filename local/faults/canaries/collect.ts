/** The canaries: of every column, JSON path, attribute and kind of object that production has, a few values that must never be seen outside. */
import { describeData, type ServiceData } from "../../refresh/data/index.ts";
import { roomOf } from "../../refresh/leaks/room.ts";
import { commonRules, type RuleMap } from "../../refresh/rules.ts";

/** A value, and where production has it. */
export interface Canary {
  /** `billing customers.address.street`; never a value. */
  readonly place: string;
  readonly value: string;
}

/** So many of each place. */
const each = 2;
/** Shorter values, and those that few others could stand for, are found by chance. */
const leastBytes = 8;
const leastRoom = 9 ** 7;

/** What is made by `describeData`, and objects that were put beside it. */
export interface CanaryOptions {
  readonly services: readonly string[];
  readonly rows: number;
  readonly items: number;
  readonly rules?: RuleMap;
}

/** The canaries of invented data. */
export function collectCanaries({ rules = commonRules, ...data }: CanaryOptions): readonly Canary[] {
  const kept = new Set(Object.entries(rules).flatMap(([name, template]) => (template === "{{keep}}" ? [name] : [])));
  const found = new Map<string, Set<string>>();
  const note = (place: string, value: string): void => {
    const name = place.slice(place.lastIndexOf(".") + 1);
    if (kept.has(name) || !isTelling(value)) return;
    const values = found.get(place) ?? new Set();
    if (values.size < each) values.add(value);
    found.set(place, values);
  };
  for (const service of describeData(data)) walkService(service, note);
  return [...found].flatMap(([place, values]) => [...values].map((value) => ({ place, value })));
}

type Note = (place: string, value: string) => void;

function isTelling(value: string): boolean {
  const plainNumberOrDate = /^-?[\d.:TZ-]+$/.test(value) && !/^\d{3}-\d{2}-\d{4}$/.test(value);
  return !plainNumberOrDate && Buffer.byteLength(value) >= leastBytes && roomOf(value) >= leastRoom;
}

function walkService(service: ServiceData, note: Note): void {
  for (const table of service.tables) {
    for (const row of table.rows()) {
      table.columns.forEach((column, i) => {
        const cell = row[i];
        if (typeof cell === "string") walkText(`${service.name} ${table.name}.${column}`, cell, note);
      });
    }
  }
  for (const table of service.itemTables) for (const item of table.items()) walkValue(table.name, item, note);
  for (const object of service.objects) walkObject(service.name, object.key, object.body(), note);
}

/** A JSON text by its members, a list of PostgreSQL by its quoted items, any other text as it is. */
function walkText(place: string, text: string, note: Note): void {
  if (text.startsWith('{"') && text.includes('":')) walkValue(place, JSON.parse(text), note);
  else if (text.startsWith("{")) for (const [, item = ""] of text.matchAll(/"([^"]*)"/g)) note(place, item);
  else note(place, text);
}

function walkValue(place: string, value: unknown, note: Note): void {
  if (typeof value === "string") note(place, value);
  else if (value instanceof Uint8Array) note(place, Buffer.from(value).toString("utf8"));
  else if (Array.isArray(value) || value instanceof Set) for (const item of value) walkValue(place, item, note);
  else if (typeof value === "object" && value !== null)
    for (const [name, item] of Object.entries(value)) walkValue(`${place}.${name}`, item, note);
}

function walkObject(service: string, key: string, body: Buffer, note: Note): void {
  const [, folder = "", ...rest] = key.split("/");
  for (const part of rest.filter((piece) => piece.includes("@"))) note(`${service} ${folder} (key)`, part);
  const text = body.subarray(0, 65_536).toString("utf8");
  if (key.endsWith(".ndjson")) {
    for (const line of text.split("\n").slice(0, each * 4)) if (line !== "") walkValue(`${service} ${folder}`, JSON.parse(line), note);
  } else if (key.endsWith(".csv")) {
    for (const cell of text.split(/[,\r\n]+/).slice(6, 60)) note(`${service} ${folder} (cell)`, cell);
  }
}
