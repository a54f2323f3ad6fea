/** Reads the text of an Automation document, and says everything that is wrong with it. */
import { parse } from "yaml";
import type { z } from "zod";
import { AwsError } from "../../gateway/service.ts";
import { checkDocument } from "./check.ts";
import { Document } from "./schema.ts";
import type { DocumentDefinition, ParameterDefinition } from "./types.ts";

/** Bytes of a document; the parameters' values of an execution count too. */
export const maximumDocumentBytes = 65_536;

/**
 * Reads a document.
 *
 * @throws AwsError `InvalidDocumentContent`, `MaxDocumentSizeExceeded`, `InvalidDocumentSchemaVersion`
 */
export function parseDocument(content: string, format: "YAML" | "JSON"): DocumentDefinition {
  if (Buffer.byteLength(content) > maximumDocumentBytes) {
    throw new AwsError("MaxDocumentSizeExceeded", `The document has ${Buffer.byteLength(content)} bytes; at most 64 KB are allowed.`);
  }
  const raw = read(content, format);
  const parsed = Document.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(document)"}: ${issue.message}`);
    const version = parsed.error.issues.some((issue) => issue.path[0] === "schemaVersion");
    throw new AwsError(version ? "InvalidDocumentSchemaVersion" : "InvalidDocumentContent", problems.join("; "));
  }
  const document = definition(parsed.data);
  const problems = checkDocument(document, format);
  if (problems.length > 0) throw new AwsError("InvalidDocumentContent", problems.join("; "));
  return document;
}

function read(content: string, format: "YAML" | "JSON"): unknown {
  try {
    return format === "JSON" ? JSON.parse(content) : parse(content, { maxAliasCount: 100 });
  } catch (error) {
    throw new AwsError("InvalidDocumentContent", `The document is not ${format}: ${(error as Error).message}`);
  }
}

function definition(data: z.output<typeof Document>): DocumentDefinition {
  return {
    description: data.description,
    assumeRole: data.assumeRole,
    parameters: new Map(Object.entries(data.parameters) as [string, ParameterDefinition][]),
    variables: new Map(Object.entries(data.variables) as [string, ParameterDefinition][]),
    mainSteps: data.mainSteps,
    outputs: data.outputs,
  };
}
