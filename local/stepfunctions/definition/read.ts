/** Reads a definition: its text and, when nothing is wrong with it, the machine that it describes. */
import type { MachineType } from "../engine-types.ts";
import { ApiError } from "../errors.ts";
import type { Machine } from "./asl.ts";
import { diagnose } from "./diagnose.ts";
import { markLanguages } from "./machines.ts";
import { problemText } from "./problems.ts";

/** @throws ApiError InvalidDefinition, naming what is wrong and where */
export function readDefinition(definition: string | object, type: MachineType = "STANDARD"): { text: string; machine: Machine } {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  const { parsed, problems } = diagnose(text, type);
  if (problems.length > 0)
    throw new ApiError("InvalidDefinition", `Invalid State Machine Definition: '${problems.map(problemText).join(", ")}'`);
  markLanguages(parsed);
  return { text, machine: parsed as unknown as Machine };
}
