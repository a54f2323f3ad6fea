/** Checks Assign: names of variables, their values, and that no inner scope assigns what an outer one does. */
import { isObject, type JsonObject } from "../json.ts";
import type { QueryLanguage } from "./asl.ts";
import { type Check, template } from "./checks.ts";
import { innerMachines, statesOf } from "./machines.ts";
import type { Problems } from "./problems.ts";
import { catcherQuery, query } from "./query-checks.ts";

const identifier = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const longestName = 80;

/** The check of an Assign, in the language of its state. */
export function assign(language: QueryLanguage, inCatcher = false): Check {
  const values = language === "JSONPath" ? template : inCatcher ? catcherQuery : query;
  return (value, location, problems) => {
    if (!isObject(value)) {
      problems.schema("Expected value of type Object", location);
      return;
    }
    for (const name of namesIn(value, language)) checkName(name, location, problems);
    values(value, location, problems);
  };
}

function checkName(name: string, location: string, problems: Problems): void {
  if (name === "states") problems.schema("The variable name 'states' is reserved", location);
  else if (!identifier.test(name)) {
    problems.schema(`'${name}' is no name for a variable: names begin with a letter and go on with letters, digits and _`, location);
  } else if (name.length > longestName) problems.schema(`Names of variables can have at most ${longestName} characters`, location);
}

function namesIn(value: JsonObject, language: QueryLanguage): string[] {
  return Object.keys(value).map((name) => (language === "JSONPath" && name.endsWith(".$") ? name.slice(0, -2) : name));
}

/** Checks a whole machine: a variable belongs to one scope, and the scopes inside only read it. */
export function checkScopes(machine: JsonObject, location: string, problems: Problems, outer: ReadonlySet<string> = new Set()): void {
  const own = new Set<string>();
  for (const [name, state] of statesOf(machine)) {
    for (const variable of assignedIn(state)) {
      own.add(variable);
      if (outer.has(variable)) {
        const hint = "Choose another name, or hand the value out with the state's output.";
        problems.schema(`The variable '${variable}' is assigned in an outer scope as well. ${hint}`, `${location}/States/${name}`);
      }
    }
  }
  const seen = new Set([...outer, ...own]);
  for (const [name, state] of statesOf(machine)) {
    for (const { place, inner, ownVariables } of innerMachines(state)) {
      checkScopes(inner, `${location}/States/${name}/${place}`, problems, ownVariables ? new Set() : seen);
    }
  }
}

function assignedIn(state: JsonObject): string[] {
  const language = state.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
  const holders = [state, ...listOf(state.Catch), ...listOf(state.Choices)];
  // In a JSONata machine states don't say their language; a name that ends in `.$` is refused there anyway.
  return holders.flatMap(({ Assign }) => (isObject(Assign) ? namesIn(Assign, language) : []));
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
