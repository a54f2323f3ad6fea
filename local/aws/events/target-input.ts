/** What a target receives: the event, a constant, a part of the event, or a template filled from it. */

export interface TargetInput {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>>; readonly InputTemplate: string };
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The text that the target gets.
 *
 * @example
 * targetInput({ InputTransformer: { InputPathsMap: { arn: "$.detail.executionArn" }, InputTemplate: '{"executionArn": <arn>}' } }, event);
 */
export function targetInput({ Input, InputPath, InputTransformer }: TargetInput, event: Json): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(read(event, InputPath) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const values = new Map(Object.entries(InputPathsMap).map(([name, path]) => [name, read(event, path)]));
  return fill(InputTemplate, values, event);
}

/** Inside quotes a value is pasted as text, outside it is JSON. */
function fill(template: string, values: ReadonlyMap<string, unknown>, event: Json): string {
  let quoted = false;
  let filled = "";
  // Quotes, escapes and references in one pass; everything else is copied.
  for (const part of template.match(/\\.|"|<[A-Za-z0-9_.-]{1,200}>|[^\\"<]+|</gs) ?? []) {
    if (part === '"') quoted = !quoted;
    const name = part.startsWith("<") && part.length > 2 ? part.slice(1, -1) : undefined;
    filled += name === undefined ? part : paste(reference(name, values, event), quoted, part);
  }
  return filled;
}

function reference(name: string, values: ReadonlyMap<string, unknown>, event: Json): { known: boolean; value: unknown } {
  if (values.has(name)) return { known: true, value: values.get(name) };
  if (name === "aws.events.event.json" || name === "aws.events.event") return { known: true, value: event };
  if (name === "aws.events.event.ingestion-time") return { known: true, value: event.time };
  return { known: false, value: undefined };
}

function paste({ known, value }: { known: boolean; value: unknown }, quoted: boolean, original: string): string {
  if (!known) return original;
  if (!quoted) return value === undefined ? '""' : JSON.stringify(value);
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

/** `$.detail.status`, `$.resources[0]`; undefined where the event has nothing. */
function read(event: Json, path: string): unknown {
  let value: unknown = event;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, name ?? index ?? "") ? (value as Json)[name ?? index ?? ""] : undefined;
  }
  return value;
}
