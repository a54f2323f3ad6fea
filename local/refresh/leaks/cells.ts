/** A text in a store and where it stands: what readers of production and of the test environment hand on. */
import type { RulePlace } from "./rule-kinds.ts";

/** One place of both environments: a column, an attribute, a member; the same name on both sides. */
export interface Place extends RulePlace {
  readonly store: "s3" | "dynamodb" | "aurora";
  /** How reports name it, without any value. */
  readonly label: string;
}

/** Takes texts of a place, and raw bytes where a file has no cells. */
export interface Sink {
  text(place: Place, text: string): void;
  bytes(place: Place, bytes: Uint8Array): void;
}

/** Hands every text of an environment to the sink. */
export type Reader = (sink: Sink) => Promise<void>;

/** Makes places, each only once, since there is one for each column and not for each value. */
export function placeMaker(
  store: Place["store"],
  service: string,
  tables: readonly string[],
  label: string,
): (names: readonly string[]) => Place {
  const made = new Map<string, Place>();
  return (names) => {
    const path = names.join(".");
    const known = made.get(path);
    if (known) return known;
    const place: Place = { store, service, tables, names: [...names], label: `${store} ${label}${path ? `.${path}` : ""}` };
    made.set(path, place);
    return place;
  };
}

/** Every text inside a JSON value, and every name of its members that is not like a column's name. */
export function walkJson(value: unknown, names: readonly string[], place: (names: readonly string[]) => Place, sink: Sink): void {
  if (typeof value === "string") sink.text(place(names), value);
  else if (Array.isArray(value)) for (const item of value) walkJson(item, names, place, sink);
  else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      const plain = /^[A-Za-z_][\w-]{0,40}$/.test(name);
      if (!plain) sink.text(place(names), name);
      walkJson(item, plain ? [...names, name] : names, place, sink);
    }
  }
}
