/** The scripts that the mistakes in documents are made with. */
import { z } from "zod";
import { script } from "../../ssm-documents/kit/index.ts";

const file = new URL("count.py", import.meta.url);

export const countRows = script([file], "count_rows", {
  payload: { table: z.string(), mode: z.enum(["exact", "fast"]), least: z.int() },
  outputs: { rows: z.int(), done: z.boolean(), names: z.array(z.string().max(63)).max(10) },
});
