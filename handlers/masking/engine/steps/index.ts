/** All steps of masking/v1 by name; the engine's parser and compiler enter here. */
import { accountNumberSteps } from "./account-numbers.ts";
import { choosingSteps } from "./choose.ts";
import { dateSteps } from "./dates.ts";
import { formatStep } from "./format.ts";
import { hashStep } from "./hash.ts";
import { identifierSteps } from "./identifiers.ts";
import { permStep } from "./perm.ts";
import { preparingSteps } from "./prepare.ts";
import { revealingSteps } from "./reveal.ts";
import type { StepDefinition } from "./step.ts";

export type { BoundStep, StepContext, StepDefinition, SubkeyName } from "./step.ts";
export { codePoints } from "./step.ts";

/** The steps by name, but `null`, which is no step: it stands alone. */
export const steps: ReadonlyMap<string, StepDefinition> = new Map(
  [
    ...preparingSteps,
    hashStep,
    ...revealingSteps,
    formatStep,
    permStep,
    ...choosingSteps,
    ...identifierSteps,
    ...dateSteps,
    ...accountNumberSteps,
  ].map((step) => [step.name, step]),
);
