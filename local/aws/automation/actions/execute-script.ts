/** aws:executeScript */
import { runScript } from "../python/script.ts";
import type { Action } from "./action.ts";

export const executeScript: Action = async ({ execution, definition, inputs, record, python, signal, log }) => {
  const payload = await runScript(
    await python(),
    {
      script: String(inputs.Script),
      handler: String(inputs.Handler),
      events: inputs.InputPayload ?? {},
      context: { "global:REGION": execution.region, "global:ACCOUNT_ID": execution.account, "automation:EXECUTION_ID": execution.id },
    },
    { signal, traceId: record.id, log: (line) => log(`${definition.name}: ${line}`) },
  );
  return { response: { Payload: payload }, outputs: { Payload: payload } };
};
