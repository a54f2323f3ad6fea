/** Outputs of workflows that are built, for the parents that start them: a child's Task carries the child's own input schema. */
import type { z } from "zod";
import { either, type Size } from "./size.ts";

const outputs = new WeakMap<z.core.$ZodType, Size>();

/** Remembers what an execution with this input schema puts out. */
export const rememberOutput = (input: z.core.$ZodType, output: Size): void => void outputs.set(input, either(outputs.get(input), output));
/** What a child with this input schema puts out; undefined when no such workflow was built. */
export const outputOfChild = (input: z.core.$ZodType): Size | undefined => outputs.get(input);
