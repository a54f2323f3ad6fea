/** Lays out code in lines of at most 140 columns, as the project's formatter does. */
import type { Code, Statement } from "./code.ts";

const WIDTH = 140;
/** A key so short that a text would win nothing on the next line. */
const SHORT = 4;
const pad = (columns: number): string => " ".repeat(columns);

/** Objects and arrays beside each other in an array stand one a line when they have more than one part. */
const standsApart = (entries: readonly Code[]): boolean => {
  const [first] = entries;
  if (entries.length < 2 || typeof first !== "object" || (first.kind !== "object" && first.kind !== "list")) return false;
  return entries.every(
    (entry) =>
      typeof entry === "object" &&
      entry.kind === first.kind &&
      (entry.kind === "object" ? entry.fields : entry.kind === "list" ? entry.entries : []).length > 1,
  );
};

/** All on one line; undefined where that cannot be. */
function flat(code: Code): string | undefined {
  // A template literal of several lines opens everything around it.
  if (typeof code === "string") return code.includes("\n") ? undefined : code;
  switch (code.kind) {
    case "text":
      return code.literal;
    case "call": {
      const inputs = flatAll(code.inputs);
      return inputs && `${code.of}(${inputs.join(", ")})`;
    }
    case "list": {
      const entries = standsApart(code.entries) ? undefined : flatAll(code.entries);
      return entries && `[${entries.join(", ")}]`;
    }
    case "object": {
      const values = code.opened ? undefined : flatAll(code.fields.map(([, value]) => value));
      if (!values) return undefined;
      return values.length === 0 ? "{}" : `{ ${values.map((value, index) => `${code.fields[index]?.[0]}: ${value}`).join(", ")} }`;
    }
    case "gives": {
      const value = flat(code.value);
      return value && `(${code.parameter}) => (${value})`;
    }
    case "function": {
      if (code.body.length === 0) return `(${code.parameter}) => {}`;
      const [only] = code.body;
      return code.body.length === 1 && only && isJump(only) ? prefixed(`(${code.parameter}) => `, flat(only.value)) : undefined;
    }
  }
}

const prefixed = (prefix: string, text: string | undefined): string | undefined => (text === undefined ? undefined : prefix + text);

/** A body that only goes elsewhere fits on the line. */
const isJump = ({ name, value }: Statement): boolean =>
  name === undefined && typeof value === "object" && value.kind === "call" && value.of === "goto";

function flatAll(codes: readonly Code[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const code of codes) {
    const text = flat(code);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

const kindOf = (code: Code | undefined): string | undefined => (typeof code === "object" ? code.kind : undefined);
const holdsSomething = (code: Code): boolean =>
  typeof code === "object" &&
  ((code.kind === "object" && code.fields.length > 0) ||
    (code.kind === "list" && code.entries.length > 0) ||
    (code.kind === "function" && code.body.length > 0));

/** Numbers fill their lines. */
function filled(entries: readonly string[], indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const entry of entries) {
    const longer = line === "" ? `${entry},` : `${line} ${entry},`;
    if (line !== "" && indent + longer.length > WIDTH) {
      lines.push(line);
      line = `${entry},`;
    } else line = longer;
  }
  return [...lines, line].map((of) => pad(indent) + of).join("\n");
}

/** In several lines. */
function broken(code: Code, indent: number): string {
  if (typeof code === "string") return code;
  const deeper = indent + 2;
  const end = `\n${pad(indent)}`;
  switch (code.kind) {
    case "text":
      return code.literal;
    case "list": {
      if (code.entries.every((entry) => typeof entry === "string" && /^-?\d/.test(entry)))
        return `[\n${filled(code.entries as readonly string[], deeper)}${end}]`;
      return `[\n${code.entries.map((entry) => `${pad(deeper)}${layout(entry, deeper, deeper, 1)},\n`).join("")}${pad(indent)}]`;
    }
    case "object":
      return `{\n${code.fields.map((field) => `${pad(deeper)}${layoutField(field, deeper)},\n`).join("")}${pad(indent)}}`;
    case "gives":
      return `(${code.parameter}) => (${broken(code.value, indent)})`;
    case "function":
      return `(${code.parameter}) => {\n${layoutStatements(code.body, deeper)}${pad(indent)}}`;
    case "call":
      return `${code.of}(\n${code.inputs.map((input) => `${pad(deeper)}${layout(input, deeper, deeper, 1)},\n`).join("")}${pad(indent)})`;
  }
}

function layoutField([name, value]: readonly [string, Code], indent: number): string {
  const before = indent + name.length + 2;
  if (typeof value === "object" && value.kind === "text" && name.length > SHORT && before + value.literal.length + 1 > WIDTH)
    return `${name}:\n${pad(indent + 2)}${value.literal}`;
  return `${name}: ${layout(value, indent, before, 1)}`;
}

/** The last of several inputs may begin on the call's own line. */
function hugged(code: Extract<Code, { kind: "call" }>, indent: number, before: number): string | undefined {
  const last = code.inputs.at(-1);
  if (last === undefined || !holdsSomething(last)) return undefined;
  const others = flatAll(code.inputs.slice(0, -1));
  if (!others || kindOf(code.inputs.at(-2)) === kindOf(last)) return undefined;
  const head = `${code.of}(${others.map((other) => `${other}, `).join("")}`;
  const parameter = typeof last === "object" && last.kind === "function" ? last.parameter.length + 7 : 1;
  return before + head.length + parameter > WIDTH ? undefined : `${head}${broken(last, indent)})`;
}

/** The code at a place: `before` columns are taken on its first line, `after` are needed on its last. */
function layout(code: Code, indent: number, before: number, after: number): string {
  const text = flat(code);
  if (text !== undefined && before + text.length + after <= WIDTH) return text;
  if (typeof code === "object" && code.kind === "call") return hugged(code, indent, before) ?? broken(code, indent);
  return broken(code, indent);
}

/** Statements, one after another, each ended by a newline. */
export function layoutStatements(statements: readonly Statement[], indent: number): string {
  return statements
    .map(({ name, value }) => {
      const begin = name === undefined ? "" : `const ${name} = `;
      return `${pad(indent)}${begin}${layout(value, indent, indent + begin.length, 1)};\n`;
    })
    .join("");
}
