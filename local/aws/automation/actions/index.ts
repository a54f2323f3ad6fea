/** The actions that this runner carries out, by name. */
import type { Action } from "./action.ts";
import { branch } from "./branch.ts";
import { executeAwsApi } from "./execute-aws-api.ts";
import { executeScript } from "./execute-script.ts";
import { loop } from "./loop.ts";
import { assertAwsResourceProperty, waitForAwsResourceProperty } from "./resource-property.ts";
import { sleep } from "./sleep.ts";
import { updateVariable } from "./update-variable.ts";

export type { Action, ActionContext, ActionResult } from "./action.ts";

export const actions: ReadonlyMap<string, Action> = new Map([
  ["aws:assertAwsResourceProperty", assertAwsResourceProperty],
  ["aws:branch", branch],
  ["aws:executeAwsApi", executeAwsApi],
  ["aws:executeScript", executeScript],
  ["aws:loop", loop],
  ["aws:sleep", sleep],
  ["aws:updateVariable", updateVariable],
  ["aws:waitForAwsResourceProperty", waitForAwsResourceProperty],
]);

/** Seconds that an attempt may take when the step does not say. Unverified against AWS but for the first two. */
export const defaultTimeoutSeconds: ReadonlyMap<string, number> = new Map([
  ["aws:executeScript", 600],
  ["aws:waitForAwsResourceProperty", 3600],
  ["aws:executeAwsApi", 300],
  ["aws:assertAwsResourceProperty", 300],
]);
