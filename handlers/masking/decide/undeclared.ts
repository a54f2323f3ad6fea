/** What becomes of a column that no rule declares: it never passes unless its type and name are harmless. */
import { isValueList } from "./check-list.ts";
import { type ColumnFacts, type Decision, isKey } from "./column.ts";
import { isPersonalName } from "./personal-names.ts";
import { isCitext, kindOf, type TypeKind } from "./types.ts";

/** Characters from which on a key column is wide enough for `hash`. */
export const hashWidth = 16;

const decide = (action: Decision["action"], why: string, template?: string): Decision =>
  Object.freeze({
    action,
    why,
    declared: false,
    checkDistinct: action === "key" || (action === "year" && template !== undefined),
    ...(template === undefined ? {} : { template }),
  });

const pass = (why: string): Decision => ({ ...decide("pass", why), checkDistinct: false });

/** The decision on a column by itself; both ends of a foreign key are decided together by decideTables. */
export function decideUndeclared(column: ColumnFacts): Decision {
  const kind = kindOf(column.type);
  if (column.generated === true) return pass("computed from other columns, which are masked");
  if (column.isEnum === true) return pass("an enum's labels are the schema's words");
  if ((column.checks ?? []).some(isValueList)) return pass("its CHECK constraint lists the values, which are the schema's words");
  if (kind === "date") return dated(column);
  if (kind === "number" || kind === "boolean" || kind === "uuid" || kind === "timestamp" || kind === "time" || kind === "system") {
    return isPersonalName(column.name) ? personal(column, kind) : pass(`undeclared ${kind} without a personal name`);
  }
  if (isKey(column)) return key(column, kind);
  return redacted(column, kind);
}

function dated(column: ColumnFacts): Decision {
  const checked = (column.checks ?? []).length > 0;
  if (checked && column.nullable && !isKey(column))
    return decide("null", "undeclared date with a CHECK constraint that its year may break", "{{null}}");
  if (checked)
    return decide(
      "hold",
      `undeclared date, not nullable, with a CHECK constraint that its year may break; declare a rule for ${column.table}.${column.name}`,
    );
  return { ...decide("year", "undeclared date: reduced to its year", "{{year}}"), checkDistinct: isKey(column) };
}

// A timestamp keeps its year and a number nothing; in a key, only what stays distinct will do.
function personal(column: ColumnFacts, kind: TypeKind): Decision {
  const why = `undeclared ${kind} with a personal name`;
  if (kind === "timestamp") return { ...decide("year", `${why}: reduced to its year`, "{{year}}"), checkDistinct: isKey(column) };
  if (isKey(column)) {
    if (kind === "uuid") return decide("key", `${why}, in a key`, "{{uuid}}");
    if (kind === "number" && /^(big|numeric|decimal|int8)/i.test(column.type)) return decide("key", `${why}, in a key`, "{{perm:nz}}");
    return decide("hold", `${why} in a key: no masking keeps it distinct; declare a rule for ${column.table}.${column.name}`);
  }
  if (column.nullable) return decide("null", why, "{{null}}");
  const constants: Partial<Record<TypeKind, string>> = { number: "0", boolean: "false", uuid: "{{uuid}}", time: "00:00:00" };
  const constant = /range/i.test(column.type) ? "empty" : constants[kind];
  if ((column.checks ?? []).length > 0 || constant === undefined) {
    return decide("hold", `${why}, not nullable, and no constant fits; declare a rule for ${column.table}.${column.name}`);
  }
  return decide("redact", why, constant);
}

function key(column: ColumnFacts, kind: TypeKind): Decision {
  const name = `${column.table}.${column.name}`;
  if ((column.checks ?? []).length > 0)
    return decide("hold", `undeclared ${column.type} in a key with a CHECK constraint; declare a rule for ${name}`);
  if (kind === "inet") return decide("key", `undeclared ${column.type} in a key`, "{{ip}}");
  if (kind !== "text") {
    // A unique index takes any number of nulls; a primary key and the far end of a reference do not.
    const nulls = column.nullable && !column.inPrimaryKey && !column.inForeignKey;
    return nulls
      ? decide("null", `undeclared ${column.type} in a unique index`, "{{null}}")
      : decide("hold", `undeclared ${column.type} in a key: no masking keeps it distinct; declare a rule for ${name}`);
  }
  const fold = isCitext(column.type) ? "lower|" : "";
  if (column.digitsOnly === true) return decide("key", "undeclared digits in a key", "{{perm}}");
  if (column.maxLength === undefined || column.maxLength >= hashWidth)
    return decide("key", "undeclared text in a key", `{{${fold}hash:${hashWidth}}}`);
  return decide("key", `undeclared text in a key of ${column.maxLength} characters`, `{{${fold}format}}`);
}

function redacted(column: ColumnFacts, kind: TypeKind): Decision {
  const why = `undeclared ${column.type}`;
  if ((column.checks ?? []).length > 0) {
    return column.nullable
      ? decide("null", `${why} with a CHECK constraint that a redacted value may break`, "{{null}}")
      : decide(
          "hold",
          `${why}, not nullable, with a CHECK constraint that a redacted value may break; declare a rule for ${column.table}.${column.name}`,
        );
  }
  if (kind === "text") return decide("redact", why, "{{redact}}");
  if (column.nullable) return decide("null", `${why}: redaction does not fit`, "{{null}}");
  const constants: Partial<Record<TypeKind, string>> = {
    array: "{}",
    json: "{}",
    xml: "",
    hstore: "",
    tsvector: "",
    bytea: "",
    inet: "0.0.0.0",
  };
  const constant = constants[kind];
  return constant === undefined
    ? decide("hold", `${why}, not nullable, and nothing is known that fits; declare a rule for ${column.table}.${column.name}`)
    : decide("redact", `${why}, not nullable: emptied`, constant);
}
