/** What each optimized integration of Step Functions needs. */
import type { Rule } from "../call.ts";
import { buildRules } from "./builds.ts";
import { containerRules } from "./containers.ts";
import { dataJobRules } from "./data-jobs.ts";
import { emrRules } from "./emr.ts";
import { executionRules } from "./executions.ts";
import { functionRules } from "./functions.ts";
import { httpRules } from "./http.ts";
import { messageRules } from "./messages.ts";
import { modelRules } from "./models.ts";
import { tableRules } from "./tables.ts";

const rules: ReadonlyMap<string, Rule> = new Map(
  [
    functionRules,
    executionRules,
    messageRules,
    tableRules,
    containerRules,
    dataJobRules,
    emrRules,
    modelRules,
    buildRules,
    httpRules,
  ].flatMap((of) => Object.entries(of)),
);

/** The rule of `lambda:invoke`; undefined for a call that is no optimized integration. */
export const integrationRule = (service: string, api: string): Rule | undefined => rules.get(`${service}:${api}`);
