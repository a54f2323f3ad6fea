/** aws:branch */
import { holds } from "../conditions.ts";
import type { Action } from "./action.ts";

/** Goes where the first condition that holds says, else to Default, else on as any other step does. */
export const branch: Action = async ({ inputs }) => {
  const choices = inputs.Choices as { NextStep: string }[];
  const next = choices.find(holds)?.NextStep ?? (inputs.Default as string | undefined);
  return next === undefined ? {} : { next, response: { NextStep: next } };
};
