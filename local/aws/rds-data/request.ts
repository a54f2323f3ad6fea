/** The parameters of the Data API's calls, checked. */
import { badRequest, sqlTooLong } from "./errors.ts";
import type { ReturnTypes } from "./sql/fields.ts";

export type DataRequest = {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string | undefined;
  readonly transactionId: string | undefined;
};

export type StatementRequest = DataRequest & {
  readonly sql: string;
  readonly parameterSets: readonly (readonly unknown[])[];
  readonly continueAfterTimeout: boolean;
  readonly includeResultMetadata: boolean;
  readonly format: "NONE" | "JSON";
  readonly returned: ReturnTypes;
};

type Given = Readonly<Record<string, unknown>>;

const SQL_CHARACTERS = 65_536;

function text(given: Given, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw badRequest(`${name} must be a string.`);
  return value;
}

function required(given: Given, name: string): string {
  const value = text(given, name);
  if (value === undefined || value === "") throw badRequest(`${name} is required.`);
  return value;
}

function list(given: Given, name: string): readonly unknown[] {
  const value = given[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest(`${name} must be a list.`);
  return value;
}

function oneOf<T extends string>(given: Given, name: string, values: readonly [T, ...T[]]): T {
  const value = text(given, name);
  if (value === undefined) return values[0];
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw badRequest(`${name} must be one of ${values.join(", ")}.`);
  return found;
}

/** What every call carries. @throws AwsError BadRequestException */
export function dataRequest(given: Given): DataRequest {
  return {
    resourceArn: required(given, "resourceArn"),
    secretArn: required(given, "secretArn"),
    database: text(given, "database"),
    transactionId: text(given, "transactionId"),
  };
}

/** ExecuteStatement (one parameter set) or BatchExecuteStatement. @throws AwsError BadRequestException */
export function statementRequest(given: Given, batch: boolean): StatementRequest {
  const sql = required(given, "sql");
  if (sql.length > SQL_CHARACTERS) throw sqlTooLong(SQL_CHARACTERS);
  const options = given.resultSetOptions;
  const chosen: Given = typeof options === "object" && options !== null ? (options as Given) : {};
  const sets = batch ? list(given, "parameterSets").map((set) => (Array.isArray(set) ? set : [])) : [list(given, "parameters")];
  return {
    ...dataRequest(given),
    sql,
    parameterSets: sets.length === 0 ? [[]] : sets,
    continueAfterTimeout: given.continueAfterTimeout === true,
    includeResultMetadata: given.includeResultMetadata === true,
    format: oneOf(given, "formatRecordsAs", ["NONE", "JSON"]),
    returned: {
      decimal: oneOf(chosen, "decimalReturnType", ["STRING", "DOUBLE_OR_LONG"]),
      long: oneOf(chosen, "longReturnType", ["LONG", "STRING"]),
    },
  };
}

/** The body's parameters with whole numbers beyond 2^53 as text, which JSON.parse alone would round. */
export function exactParameters(body: Buffer, parsed: Given): Given {
  const source = body.toString("utf8");
  const exact = source.replace(/"longValue"(\s{0,8}):(\s{0,8})(-?\d{16,19})(?=\s{0,8}[},])/g, '"longValue"$1:$2"$3"');
  return exact === source ? parsed : (JSON.parse(exact) as Given);
}
