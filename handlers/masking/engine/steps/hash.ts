/** `hash`: the first digits of the keyed hash. */
import type { StepArgs } from "../definitions/index.ts";
import type { Step } from "./step.ts";

export const hash: Step<StepArgs<"hash">> = {
  compile: ({ digits, domain }, { keys }) => {
    const mac = keys.mac("hash", domain);
    return (text) => mac(text).slice(0, digits);
  },
  room: ({ digits }) => 4 * digits,
};
