/** HCL as HashiCorp's own parser reads it (compiled to WebAssembly), where Terraform cannot run: blocks and values; an expression stays a text, `${…}`. */
import { parse } from "@cdktf/hcl2json";
import { z } from "zod";
import { read } from "./files.ts";

/** What stands in a block: values by name, inner blocks as lists. */
export type Body = Readonly<Record<string, unknown>>;

const body = z.record(z.string(), z.unknown());
const labelled = z.record(z.string(), z.tuple([body])).default({});
const labelledTwice = z.record(z.string(), labelled).default({});
const File = z
  .object({
    data: labelledTwice,
    ephemeral: labelledTwice,
    locals: z.array(body).default([]),
    output: labelled,
    provider: z.record(z.string(), z.array(body)).default({}),
    resource: labelledTwice,
    terraform: z.array(body).default([]),
    variable: labelled,
  })
  .strict();

/** A file of Terraform. */
export class Hcl {
  readonly #file: z.infer<typeof File>;
  readonly locals: ReadonlyMap<string, unknown>;

  constructor(file: unknown) {
    this.#file = File.parse(file);
    this.locals = new Map(this.#file.locals.flatMap((one) => Object.entries(one)));
  }

  get providers(): readonly string[] {
    return Object.keys(this.#file.provider);
  }

  get terraform(): readonly Body[] {
    return this.#file.terraform;
  }

  get outputs(): ReadonlyMap<string, Body> {
    return bodies(this.#file.output);
  }

  get variables(): ReadonlyMap<string, Body> {
    return bodies(this.#file.variable);
  }

  /** The resources of a type, by name; none when there are none. */
  of(type: string): ReadonlyMap<string, Body> {
    return bodies(this.#file.resource[type] ?? {});
  }

  /** @throws Error naming a resource that is not there */
  one(type: string, name: string): Body {
    const found = this.of(type).get(name);
    if (found === undefined) throw new Error(`There is no ${type}.${name}.`);
    return found;
  }

  /** What stands in `locals`, as a map. @throws Error when it is none */
  map(name: string): Body {
    const { data, success } = body.safeParse(this.locals.get(name));
    if (!success) throw new Error(`local.${name} is no map.`);
    return data;
  }

  /** Everything that an expression can refer to: `local.x`, `var.x`, `data.type.x`, `type.x`. */
  get declared(): ReadonlySet<string> {
    const addresses = (prefix: string, types: z.infer<typeof labelledTwice>): string[] =>
      Object.entries(types).flatMap(([type, all]) => Object.keys(all).map((name) => `${prefix}${type}.${name}`));
    return new Set([
      ...[...this.locals.keys()].map((name) => `local.${name}`),
      ...[...this.variables.keys()].map((name) => `var.${name}`),
      ...addresses("", this.#file.resource),
      ...addresses("data.", this.#file.data),
      ...addresses("ephemeral.", this.#file.ephemeral),
    ]);
  }

  /** What all expressions of the file refer to, as `declared` writes it. */
  get references(): ReadonlySet<string> {
    return new Set(textsIn(this.#file).flatMap((text) => [...codeOf(text).matchAll(reference)].map(([name]) => name)));
  }
}

const bodies = (all: z.infer<typeof labelled>): ReadonlyMap<string, Body> =>
  new Map(Object.entries(all).map(([name, [one]]) => [name, one]));

const reference = /(?<![\w.-])(?:(?:local|var)\.\w+|(?:data\.|ephemeral\.)?aws_\w+\.\w+)/g;

// A text that is one expression, without its words in quotes; of another text what is interpolated.
const codeOf = (text: string): string =>
  text.startsWith("${") ? text.replace(/"[^"$]*"/g, '""') : [...text.matchAll(/\$\{[^}]*\}/g)].join(" ");

/** All texts in a value, however deep: expressions and words. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Parses it. @throws Error with the place and the parser's words */
export const parseHcl = async (source: string, file = "stack.tf"): Promise<Hcl> => new Hcl(await parse(file, source));

/** A file of variables. */
export const parseVariables = async (source: string): Promise<Body> => body.parse(await parse("values.tf", source));

let stack: Promise<Hcl> | undefined;
/** terraform/tap_stack.tf. */
export function stackHcl(): Promise<Hcl> {
  stack ??= parseHcl(read("terraform/tap_stack.tf"), "tap_stack.tf");
  return stack;
}

/** A call of `templatefile`: the file as it is written, and the names that its map gives. */
export interface TemplateCall {
  readonly file: string;
  readonly tokens: readonly string[];
}

/** The calls in a resource's attribute, over all resources of the type. @throws Error for one whose map is not a local one */
export function templateCalls(hcl: Hcl, type: string, attribute: string): TemplateCall[] {
  return [...hcl.of(type)].flatMap(([name, { [attribute]: value }]) => {
    if (typeof value !== "string" || !value.includes("templatefile(")) return [];
    const [, file, tokens] = /^\$\{templatefile\("([^"]+)", local\.(\w+)\)\}$/.exec(value) ?? [];
    if (file === undefined || tokens === undefined) throw new Error(`${type}.${name}: templatefile is not given a file and a local map.`);
    return [{ file, tokens: Object.keys(hcl.map(tokens)) }];
  });
}
