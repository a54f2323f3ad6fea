/** Answers to task tokens. */
import { optional, optionalText, text } from "./members.ts";
import type { Operation } from "./operations.ts";

export const taskOperations: Record<string, Operation> = {
  SendTaskSuccess: (engine, input) => {
    engine.sendTaskSuccess({ taskToken: text(input, "taskToken"), output: text(input, "output") });
    return {};
  },

  SendTaskFailure: (engine, input) => {
    const error = optional("error", optionalText(input, "error"));
    engine.sendTaskFailure({ taskToken: text(input, "taskToken"), ...error, ...optional("cause", optionalText(input, "cause")) });
    return {};
  },

  SendTaskHeartbeat: (engine, input) => {
    engine.sendTaskHeartbeat({ taskToken: text(input, "taskToken") });
    return {};
  },
};
