/** Turns `:name` parameters into PostgreSQL's `$n`, each with the type that the Data API gives it. */
import { badRequest } from "../errors.ts";
import { namedParameters } from "./named-parameters.ts";

/** A statement as PostgreSQL takes it. */
export type BoundStatement = { readonly text: string; readonly values: readonly (string | Buffer | null)[] };

type BoundValue = { readonly value: string | Buffer | null; readonly cast: string };

const HINTS: ReadonlyMap<string, string> = new Map([
  ["JSON", "::jsonb"],
  ["UUID", "::uuid"],
  ["TIMESTAMP", "::timestamp"],
  ["DATE", "::date"],
  ["TIME", "::time"],
  ["DECIMAL", "::numeric"],
]);

type SqlParameter = { readonly name?: unknown; readonly value?: unknown; readonly typeHint?: unknown };

function boundValue(name: string, parameter: SqlParameter): BoundValue {
  const { value, typeHint } = parameter;
  const field = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const members = Object.keys(field).filter((member) => field[member] !== undefined && field[member] !== null);
  const member = members[0];
  if (members.length !== 1 || member === undefined) throw badRequest(`The value of parameter ${name} must have exactly one member.`);
  const cast = typeHint === undefined || typeHint === null ? undefined : HINTS.get(String(typeHint));
  if (typeHint !== undefined && typeHint !== null && cast === undefined) throw badRequest(`Unknown typeHint of parameter ${name}.`);
  const given = field[member];
  switch (member) {
    case "isNull":
      return { value: null, cast: "" };
    case "stringValue":
      // A text is varchar, not "unknown": PostgreSQL must not guess a type locally that it does not guess on AWS.
      return { value: String(given), cast: cast ?? "::varchar" };
    case "longValue":
      if (!/^-?\d+$/.test(String(given))) throw badRequest(`The longValue of parameter ${name} is no whole number.`);
      return { value: String(given), cast: cast ?? "::int8" };
    case "doubleValue":
      return { value: String(given), cast: cast ?? "::float8" };
    case "booleanValue":
      return { value: String(given), cast: "::bool" };
    case "blobValue":
      return { value: Buffer.from(String(given), "base64"), cast: "::bytea" };
    case "arrayValue":
      throw badRequest("Array parameters are not supported.");
    default:
      throw badRequest(`The value of parameter ${name} has the unknown member ${member}.`);
  }
}

/**
 * Binds a parameter set to a statement. A name used twice is bound once; parameters that the text does not use are left out.
 *
 * @throws AwsError BadRequestException for a name without a parameter, an array, an unknown type hint.
 * @example bindParameters("select :a", [{ name: "a", value: { longValue: 1 } }]) // { text: "select $1::int8", values: ["1"] }
 */
export function bindParameters(sql: string, parameters: readonly unknown[]): BoundStatement {
  const given = new Map<string, SqlParameter>();
  for (const item of parameters) {
    const parameter = (typeof item === "object" && item !== null ? item : {}) as SqlParameter;
    if (typeof parameter.name === "string") given.set(parameter.name, parameter);
  }
  const values: (string | Buffer | null)[] = [];
  const written = new Map<string, string>();
  let text = "";
  let copied = 0;
  for (const { name, start, end } of namedParameters(sql)) {
    let placeholder = written.get(name);
    if (placeholder === undefined) {
      const parameter = given.get(name);
      if (parameter === undefined) throw badRequest(`Cannot find parameter: ${name}`);
      const { value, cast } = boundValue(name, parameter);
      values.push(value);
      placeholder = `$${values.length}${cast}`;
      written.set(name, placeholder);
    }
    text += sql.slice(copied, start) + placeholder;
    copied = end;
  }
  return { text: text + sql.slice(copied), values };
}
