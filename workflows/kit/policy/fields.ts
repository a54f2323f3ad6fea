/** What a Task passes to a call, in either query language, as far as the definition says it. */
import type { AslState, Json, JsonObject } from "../asl/index.ts";
import { COMPUTED, type Said, saidByJsonata, saidByPath, saidLiterally } from "./said.ts";

export type QueryLanguage = "JSONPath" | "JSONata";

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The members of an object. Names are found whatever their case, since SDKs and services differ in it. */
export class Fields {
  readonly language: QueryLanguage;
  readonly #members = new Map<string, { readonly name: string; readonly value: Json }>();
  /** The whole object is computed: any member may be there. */
  readonly open: boolean;

  constructor(value: Json | undefined, language: QueryLanguage) {
    this.language = language;
    this.open = !isObject(value);
    if (isObject(value)) for (const [name, member] of Object.entries(value)) this.#members.set(name.toLowerCase(), { name, value: member });
  }

  /** The names that are written, without JSONPath's `.$`. */
  get names(): readonly string[] {
    return [...this.#members.values()].map(({ name }) => name.replace(/\.\$$/, ""));
  }

  has(member: string): boolean {
    return this.#value(member) !== undefined || this.#path(member) !== undefined;
  }

  /** The text of a member; computed when the whole object is, undefined when it is not there. */
  get(member: string): Said | undefined {
    if (this.open) return COMPUTED;
    const path = this.#path(member);
    if (path !== undefined) return saidByPath(path);
    const value = this.#value(member);
    return value === undefined ? undefined : this.#said(value);
  }

  /** The texts of a list, or of the one text. */
  list(member: string): readonly Said[] {
    const value = this.#value(member);
    if (isList(value)) return value.map((entry) => this.#said(entry));
    const said = this.get(member);
    return said === undefined ? [] : [said];
  }

  /** An object inside; open when it is computed, empty when it is not there. */
  inside(member: string): Fields {
    if (this.open || this.#path(member) !== undefined) return new Fields(undefined, this.language);
    const value = this.#value(member);
    return new Fields(value === undefined ? {} : value, this.language);
  }

  /** The objects of a list; one open object when the list is computed. */
  each(member: string): readonly Fields[] {
    const value = this.#value(member);
    if (isList(value)) return value.map((entry) => new Fields(entry, this.language));
    return this.open || this.has(member) ? [this.inside(member)] : [];
  }

  #value(member: string): Json | undefined {
    return this.#members.get(member.toLowerCase())?.value;
  }

  #path(member: string): string | undefined {
    if (this.language !== "JSONPath") return undefined;
    const value = this.#members.get(`${member.toLowerCase()}.$`)?.value;
    return value === undefined || typeof value === "string" ? value : "$";
  }

  #said(value: Json): Said {
    if (typeof value === "number") return saidLiterally(String(value));
    if (typeof value !== "string") return COMPUTED;
    return this.language === "JSONata" ? saidByJsonata(value) : saidLiterally(value);
  }
}

/** What a state passes: `Arguments` under JSONata; `Parameters` under JSONPath, or its whole input. */
export const fieldsOf = (state: AslState | JsonObject, language: QueryLanguage): Fields =>
  new Fields(language === "JSONata" ? (state.Arguments ?? {}) : state.Parameters, language);
