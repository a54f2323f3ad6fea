/** Expressions used as plain values: the compiler lets them pass, and lint names each line that begins with a number. */
import { z } from "zod";
import { eq, workflow } from "../../workflows/kit/index.ts";
import * as tasks from "./tasks.ts";

workflow({
  name: "plain-values",
  comment: "",
  input: z.object({ runId: z.string(), prod: z.string(), done: z.boolean(), rows: z.number() }),
  tasks: { "Sync buckets": tasks.syncBuckets },
}).define(({ input, run, fail }) => {
  const { objects } = run("Sync buckets", { runId: input.runId, from: input.prod, to: "test" });
  /* 01 if on an expression           */ if (input.done) fail("Done", "x", "y");
  /* 02 if on a condition             */ if (eq(input.runId, "x")) fail("Done", "x", "y");
  /* 03 ternary on an expression      */ const shown = input.done ? "yes" : "no";
  /* 04 and in JavaScript             */ const both = input.done && shown;
  /* 05 if on a negation              */ if (!objects) fail("None", "x", "y");
  /* 06 adding to a text              */ const path = "runs/" + input.runId;
  /* 07 adding a text to it           */ const name = `${path}`.concat(input.prod + "/");
  /* 08 template string               */ const key = `runs/${input.runId}`;
  /* 09 a number in a template string */ const many = `${objects} objects`;
  /* 10 String()                      */ const text = String(input.prod);
  return { shown, both, path, name, key, many, text };
});
