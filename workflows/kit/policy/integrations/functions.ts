/** Lambda functions. */
import { allow, type Call, inService, named, type Rule } from "../call.ts";
import type { Grant } from "../types.ts";

/** A function, by name, partial ARN or ARN; a qualifier is part of the resource. */
export function invokeFunction(call: Call): readonly Grant[] {
  const at = inService(call, "lambda", (name) => `function:${name.replace(/^[^:]*:function:/, "")}`);
  const { arn, ...rest } = named(call, "FunctionName", at);
  const qualifier = call.fields.has("Qualifier") ? call.fields.get("Qualifier") : undefined;
  return [allow("lambda:InvokeFunction", { arn: qualifier === undefined ? arn : `${arn}:${qualifier.text}`, ...rest })];
}

export const functionRules: Readonly<Record<string, Rule>> = { "lambda:invoke": invokeFunction };
