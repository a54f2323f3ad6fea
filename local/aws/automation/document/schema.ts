/** The shape of an Automation document, schema version 0.3, as far as this runner carries it out. */
import { z } from "zod";

const ParameterType = z.enum(["String", "StringList", "Boolean", "Integer", "MapList", "StringMap"]);
/** `AWS::IAM::Role::Arn` and its like are texts with a picker in the console; `List<…>` are lists of them. */
const DeclaredType = z
  .string()
  .transform((type) => type.replace(/^List<AWS::[\w:]{1,100}>$/, "StringList").replace(/^AWS::[\w:]{1,100}$/, "String"))
  .pipe(ParameterType);
const size = z.int().min(0);
/** JSON documents often quote their numbers and booleans, and AWS reads them. */
const whole = z.preprocess((value) => (typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value), z.int());
const truth = z.preprocess((value) => (value === "true" ? true : value === "false" ? false : value), z.boolean());

const Parameter = z.strictObject({
  type: DeclaredType,
  description: z.string().optional(),
  default: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  allowedPattern: z.string().optional(),
  minChars: size.optional(),
  maxChars: size.optional(),
  minItems: size.optional(),
  maxItems: size.optional(),
  displayType: z.string().optional(),
});

const Output = z.strictObject({ Name: z.string().min(1), Selector: z.string().min(1), Type: ParameterType.default("String") });
const next = z.string().min(3).max(128);

export const Step = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_]{3,128}$/, "a step's name has 3 to 128 letters, digits and underscores"),
  action: z.string(),
  description: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.array(Output).default([]),
  timeoutSeconds: whole.pipe(z.int().min(1)).optional(),
  maxAttempts: whole.pipe(z.int().min(1).max(10)).default(1),
  onFailure: z
    .string()
    .regex(/^(?:Abort|Continue|step:\w{3,128})$/, "onFailure is Abort, Continue or step:NAME")
    .default("Abort"),
  onCancel: z
    .string()
    .regex(/^(?:Abort|step:\w{3,128})$/, "onCancel is Abort or step:NAME")
    .default("Abort"),
  isCritical: truth.optional(),
  isEnd: truth.default(false),
  nextStep: next.optional(),
});

export const Document = z.strictObject({
  schemaVersion: z.literal("0.3", "schemaVersion is '0.3' in an Automation document"),
  description: z.string().default(""),
  assumeRole: z.string().default(""),
  parameters: z.record(z.string().min(1).max(50), Parameter).default({}),
  variables: z.record(z.string().min(1).max(50), Parameter).default({}),
  mainSteps: z.array(Step).min(1),
  outputs: z.array(z.string()).default([]),
});
