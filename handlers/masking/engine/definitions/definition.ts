/** What every step of masking/v1 is, whichever engine carries it out. */
import type { Arguments } from "./arguments.ts";

/** A sub-key that a step uses. */
export interface SubkeyName {
  readonly function: string;
  readonly domain: string;
}

/** A step's arguments and needs; what it does stands in the engines, which must both know it. */
export interface StepDefinition<Args> {
  /** The forms that are allowed, for error messages. */
  readonly usage: string;
  /** Whether the step hides its value; the preparing steps and `keep` do not. */
  readonly masks: boolean;
  /** The arguments, typed. */
  read(args: Arguments): Args;
  /** The sub-keys that it needs, those of its fallback included. */
  subkeys(args: Args): readonly SubkeyName[];
  /** The list that it needs. */
  list?(args: Args): string;
  /** The field of the same row that it reads. */
  field?(args: Args): string | undefined;
}

/** A definition, with its arguments' type inferred. */
export function define<Args>(definition: StepDefinition<Args>): StepDefinition<Args> {
  return definition;
}

/** A step without arguments. */
export function plain(name: string, more: { readonly masks: boolean; readonly subkeys?: readonly string[] }): StepDefinition<undefined> {
  const subkeys = subkeysOf(more.subkeys ?? []);
  return { usage: name, masks: more.masks, read: () => undefined, subkeys: () => subkeys };
}

/** The sub-keys of functions, with the empty domain. */
export function subkeysOf(functions: readonly string[]): readonly SubkeyName[] {
  return functions.map((name) => ({ function: name, domain: "" }));
}
