/** The parameters of StartAutomationExecution: checked against the document, and given their types. */
import { AwsError } from "../gateway/service.ts";
import type { DocumentDefinition, ParameterDefinition } from "./document/types.ts";
import { matches } from "./pattern.ts";
import { asText } from "./references.ts";

const limits = { keys: 200, keyChars: 50, values: 50, valueChars: 512 } as const;

export interface CheckedParameters {
  readonly texts: Record<string, string[]>;
  readonly values: Map<string, unknown>;
}

/**
 * Checks what a caller sends (`map<string, string[]>`) and adds the defaults.
 *
 * @throws AwsError `ValidationException` beyond the API's limits, `InvalidAutomationExecutionParametersException` otherwise
 */
export function checkParameters(document: DocumentDefinition, given: unknown): CheckedParameters {
  const texts = readTexts(given);
  for (const name of Object.keys(texts)) {
    if (!document.parameters.has(name)) {
      throw invalid(`The document has no parameter "${name}"; it has ${[...document.parameters.keys()].join(", ")}.`);
    }
  }
  const values = new Map<string, unknown>();
  const all: Record<string, string[]> = {};
  for (const [name, definition] of document.parameters) {
    const own = texts[name] ?? defaultTexts(definition);
    if (own === undefined) throw invalid(`The parameter ${name} is required; the document has no default for it.`);
    all[name] = own;
    values.set(name, typed(name, definition, own));
    if (texts[name] !== undefined) checkConstraints(name, definition, values.get(name));
  }
  return { texts: all, values };
}

/** A value of a variable or a parameter that is no list of texts: its default, or what updateVariable gives it. */
export function fits(definition: ParameterDefinition, value: unknown): boolean {
  switch (definition.type) {
    case "String":
      return typeof value === "string";
    case "Integer":
      return Number.isInteger(value);
    case "Boolean":
      return typeof value === "boolean";
    case "StringList":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "MapList":
      return Array.isArray(value) && value.every(isMap);
    case "StringMap":
      return isMap(value);
  }
}

const isMap = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

function readTexts(given: unknown): Record<string, string[]> {
  const texts: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  const entries = Object.entries((given ?? {}) as Record<string, unknown>);
  if (entries.length > limits.keys) throw constraint("parameters", `at most ${limits.keys} keys`);
  for (const [name, list] of entries) {
    if (name.length > limits.keyChars) throw constraint("parameters", `a key of at most ${limits.keyChars} characters`);
    if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
      throw new AwsError("SerializationException", `The value of the parameter ${name} is no list of strings.`);
    }
    if (list.length > limits.values) throw constraint(`parameters.${name}`, `at most ${limits.values} values`);
    if (list.some((item) => item.length > limits.valueChars)) {
      throw constraint(`parameters.${name}`, `values of at most ${limits.valueChars} characters`);
    }
    texts[name] = list;
  }
  return texts;
}

function defaultTexts({ default: value }: ParameterDefinition): string[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}

function typed(name: string, definition: ParameterDefinition, texts: readonly string[]): unknown {
  if (definition.type === "StringList") return [...texts];
  if (definition.type === "MapList") return texts.map((text) => json(name, text));
  const [text] = texts;
  if (texts.length !== 1 || text === undefined) throw invalid(`The parameter ${name} is a ${definition.type}: it takes exactly one value.`);
  const value = definition.type === "String" ? text : json(name, text);
  if (!fits(definition, value)) throw invalid(`The value of the parameter ${name} is no ${definition.type}.`);
  return value;
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`The value of the parameter ${name} cannot be read: it is no JSON.`);
  }
}

function checkConstraints(name: string, definition: ParameterDefinition, value: unknown): void {
  const items = Array.isArray(value) ? value : [value];
  const { allowedValues, allowedPattern, minChars, maxChars, minItems, maxItems } = definition;
  if (allowedValues && !items.every((item) => allowedValues.some((allowed) => asText(allowed) === asText(item)))) {
    throw invalid(`The parameter ${name} allows only: ${allowedValues.map(asText).join(", ")}.`);
  }
  if (allowedPattern !== undefined && !items.every((item) => matches(allowedPattern, asText(item)))) {
    throw invalid(`The value of the parameter ${name} does not match the pattern ${allowedPattern}.`);
  }
  if (items.some((item) => outside(asText(item).length, minChars, maxChars)))
    throw invalid(`The parameter ${name} is too short or too long.`);
  if (Array.isArray(value) && outside(value.length, minItems, maxItems))
    throw invalid(`The parameter ${name} has too few or too many items.`);
}

const outside = (size: number, least = 0, most = Number.POSITIVE_INFINITY): boolean => size < least || size > most;
const invalid = (message: string): AwsError => new AwsError("InvalidAutomationExecutionParametersException", message);
const constraint = (where: string, what: string): AwsError =>
  new AwsError("ValidationException", `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${what}`);
