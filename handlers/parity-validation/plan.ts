/** What is compared, in which order, and where a comparison has stopped. */
import type { Expectations, KindName } from "./expectations.ts";
import type { Subject } from "./finding.ts";
import { kindNames } from "./kinds/index.ts";

/** Everything of one kind. */
export interface Chapter {
  readonly kind: KindName;
  readonly subjects: readonly Subject[];
}

/** All chapters; within one, the expected resources by name, then those of the live generations. */
export function planOf({ resources }: Expectations, live: readonly Subject[]): Chapter[] {
  return kindNames.map((kind) => {
    const expected = Object.keys(resources[kind] ?? {}).sort();
    const nightly = live.filter((subject) => subject.kind === kind).sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind, subjects: [...expected.map((name) => ({ kind, name })), ...nightly] };
  });
}

/** Where a validation stands. */
export interface Position {
  /** `<start as yyyymmdd't'hhmmss>-<8 hex of the expectations>`: other expectations begin another validation. */
  readonly validation: string;
  /** How many parts are written. */
  readonly part: number;
  readonly kind: KindName;
  /** The next subject of the kind. */
  readonly index: number;
}

/** A position as text. */
export const cursorOf = ({ validation, part, kind, index }: Position): string => `${validation} ${part} ${kind} ${index}`;

/** The position of a cursor; undefined when it is none, or one of other expectations. */
export function positionOf(cursor: string | undefined, hash: string): Position | undefined {
  const match = /^(\d{8}t\d{6}-([0-9a-f]{8})) (\d{1,4}) (\w{1,32}) (\d{1,9})$/.exec(cursor ?? "");
  const kind = kindNames.find((name) => name === match?.[4]);
  if (!match || match[1] === undefined || match[2] !== hash || kind === undefined) return undefined;
  return { validation: match[1], part: Number(match[3]), kind, index: Number(match[5]) };
}

/** The name of a validation that starts now. */
export function validationOf(now: number, hash: string): string {
  const [date = "", time = ""] = new Date(now).toISOString().split("T");
  return `${date.replaceAll("-", "")}t${time.slice(0, 8).replaceAll(":", "")}-${hash}`;
}
