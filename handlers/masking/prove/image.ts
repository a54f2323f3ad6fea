/** What a rule can give: the form of its results, so that a text of another form is seen even where no original is known. */
import type { Lists, Template } from "./definition/index.ts";

/** Whether a rule could have given a text. */
export type CanGive = (text: string) => boolean;

type Pipeline = Extract<Template["parts"][number], { kind: "pipeline" }>;

const ascii = "[\\x00-\\x7f]*";
const any = "[\\s\\S]*";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const ip = "10(?:\\.[0-9]{1,3}){3}|2001:db8(?::[0-9a-f]{1,4}){6}";

const forms: Readonly<Record<string, (args: readonly string[]) => string>> = {
  hash: ([digits = "16"]) => `[0-9a-f]{${digits}}`,
  uuid: () => uuid,
  ip: () => ip,
  int: () => "-?[0-9]{1,16}",
  redact: () => "[X\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]*",
  first: ([n]) => `[\\s\\S]{1,${n}}`,
  last: ([n]) => `[\\s\\S]{1,${n}}`,
  // Outside their domain these do as `format`, which gives ASCII alone.
  format: () => ascii,
  perm: () => ascii,
  year: () => ascii,
  card: () => ascii,
  iban: () => ascii,
};

/** The form of a template's results; every text where none can be told in linear time. */
export function imageOf(template: Template, lists: Lists): CanGive {
  const pipelines = template.parts.filter((part) => part.kind === "pipeline");
  if (pipelines.some(({ steps }) => steps.some(({ name }) => name === "null"))) return () => false;
  const [only] = template.parts;
  const list = template.parts.length === 1 && only?.kind === "pipeline" ? listOf(only) : undefined;
  if (list !== undefined) {
    const items = new Set(lists.get(list) ?? []);
    return (text) => items.has(text);
  }
  const sources = template.parts.map((part) => (part.kind === "literal" ? escaped(part.text) : formOf(part)));
  // Two parts of any length side by side would be tried in every division.
  if (sources.filter((source) => source.includes("*") || source.includes("\\s")).length > 1) return () => true;
  const pattern = new RegExp(`^${sources.map((source) => `(?:${source})`).join("")}$`, "u");
  return (text) => pattern.test(text);
}

const listOf = ({ steps }: Pipeline): string | undefined => {
  const last = steps.at(-1);
  return last?.name === "pick" ? last.args[0] : undefined;
};

// An empty text stays empty, so every pipeline may give nothing.
function formOf({ steps }: Pipeline): string {
  const last = steps.at(-1);
  return last !== undefined && Object.hasOwn(forms, last.name) ? `(?:${forms[last.name]?.(last.args)})?` : any;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
