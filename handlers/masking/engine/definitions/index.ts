/**
 * The one definition of the steps of masking/v1: their names, arguments and needs. Each engine, the analysis and the proof's
 * rooms are tables over these names, so that a step which one of them lacks, or has alone, does not compile. The engine and
 * the SQL engine may enter.
 */
import { Arguments } from "./arguments.ts";
import type { StepDefinition } from "./definition.ts";
import { masking } from "./masking.ts";
import { preparing } from "./preparing.ts";

export { ArgumentError } from "./arguments.ts";
export type { SubkeyName } from "./definition.ts";

const definitions = { ...preparing, ...masking };

/** A step of masking/v1 but `null`, which stands alone and has no work to do. */
export type StepName = keyof typeof definitions;

/** A step's arguments. */
export type StepArgs<K extends StepName> = ReturnType<(typeof definitions)[K]["read"]>;

const byName: { readonly [K in StepName]: StepDefinition<StepArgs<K>> } = definitions;

/** The names of all steps. */
export const stepNames: readonly StepName[] = Object.keys(definitions) as StepName[];

/** Whether a word is the name of a step. */
export function isStepName(word: string): word is StepName {
  return Object.hasOwn(definitions, word);
}

/** The definition of a step. */
export function definitionOf<K extends StepName>(name: K): StepDefinition<StepArgs<K>> {
  return byName[name];
}

/**
 * A step's arguments, typed.
 *
 * @throws ArgumentError when one is missing, wrong or too many
 */
export function readArguments<K extends StepName>(name: K, texts: readonly string[]): StepArgs<K> {
  const args = new Arguments(name, texts);
  const read = byName[name].read(args);
  args.end();
  return read;
}
