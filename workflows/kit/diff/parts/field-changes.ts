/** The changed fields of two objects, each by its path. */
import type { Json, JsonObject } from "../../asl/index.ts";
import { isJsonata, isObject, isSame, member } from "../json.ts";
import type { Shown } from "../words.ts";

export interface FieldChange {
  /** `Parameters.Payload.runId`, without the mark of a computed field. */
  readonly path: string;
  readonly from?: Shown;
  readonly to?: Shown;
}

/** Says whether a text of the old machine is the same as one of the new. */
export type SameText = (before: string, after: string) => boolean;

/** A field of either side; `x.$` is the computed form of `x`. */
interface Field {
  readonly key: string;
  readonly value: Json;
  readonly computed: boolean;
}

function fieldsOf(object: JsonObject): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const key of Object.keys(object)) {
    const plain = key.endsWith(".$") ? key.slice(0, -2) : key;
    const value = member(object, key) ?? null;
    const computed = plain !== key || key.endsWith("Path") || isJsonata(value);
    fields.set(plain !== key && Object.hasOwn(object, plain) ? key : plain, { key, value, computed });
  }
  return fields;
}

const pathTo = (path: string, key: string): string => {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
};

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const shown = (value: Json, computed: boolean): Shown => ({ value, computed: computed || isJsonata(value) });

function valueChanges(path: string, before: Field, after: Field, same: SameText): readonly FieldChange[] {
  const [a, b] = [before.value, after.value];
  const samePaths = before.computed === after.computed || isJsonata(a) || isJsonata(b);
  if (samePaths) {
    if (isSame(a, b) && before.key === after.key) return [];
    if (typeof a === "string" && typeof b === "string" && same(a, b) && before.key === after.key) return [];
    if (isObject(a) && isObject(b)) return fieldChanges(a, b, path, same);
    if (isList(a) && isList(b) && a.length === b.length) {
      return a.flatMap((entry, index) => {
        const field = (value: Json): Field => ({ key: "", value, computed: isJsonata(value) });
        return valueChanges(`${path}[${index}]`, field(entry), field(b[index] ?? null), same);
      });
    }
  }
  return [{ path, from: shown(a, before.computed), to: shown(b, after.computed) }];
}

/**
 * The fields that are not the same on both sides, in the order of the old text, added ones last.
 *
 * @param path - where the two objects are
 */
export function fieldChanges(before: JsonObject, after: JsonObject, path: string, same: SameText): readonly FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const changes: FieldChange[] = [];
  for (const [name, field] of old) {
    const other = now.get(name);
    if (other) changes.push(...valueChanges(pathTo(path, name), field, other, same));
    else changes.push({ path: pathTo(path, name), from: shown(field.value, field.computed) });
  }
  for (const [name, { value, computed }] of now) {
    if (!old.has(name)) changes.push({ path: pathTo(path, name), to: shown(value, computed) });
  }
  return changes;
}
