/** StartAutomationExecution: from a document's name and texts to an execution that can run. */
import { randomUUID } from "node:crypto";
import { AwsError, type GatewayRequest } from "../../gateway/service.ts";
import { checkRoleArn } from "../assume-role.ts";
import { maximumDocumentBytes } from "../document/parse.ts";
import type { Execution } from "../execution.ts";
import { checkParameters } from "../parameters.ts";
import { asText, substitute } from "../references.ts";
import { Turn } from "../run/turn.ts";
import { type DocumentStore, versionOf } from "./document-store.ts";

/**
 * The execution that a request asks for; it is not started yet.
 *
 * @throws AwsError in the names of StartAutomationExecution
 */
export function newExecution(documents: DocumentStore, { account, region, parameters: request }: GatewayRequest): Execution {
  const wanted = String(request.DocumentName);
  const document = documents.find(account, region, wanted);
  if (!document) throw new AwsError("AutomationDefinitionNotFoundException", `Automation Definition Not Found with name: ${wanted}.`);
  const version = versionOf(document, request.DocumentVersion);
  if (!version) {
    throw new AwsError(
      "AutomationDefinitionVersionNotFoundException",
      `The document ${document.name} has no version ${String(request.DocumentVersion)}.`,
    );
  }
  const { Mode = "Auto" } = request;
  if (Mode !== "Auto" && Mode !== "Interactive") throw new AwsError("ValidationException", "Mode is Auto or Interactive.");
  for (const name of ["Targets", "TargetMaps", "TargetLocations", "TargetParameterName"]) {
    if (request[name] !== undefined) throw new AwsError("InvalidTarget", `The local runner has no executions on targets (${name}).`);
  }
  const { texts, values } = checkParameters(version.definition, request.Parameters);
  if (Buffer.byteLength(version.content) + Buffer.byteLength(JSON.stringify(texts)) > maximumDocumentBytes) {
    throw new AwsError("InvalidAutomationExecutionParametersException", "The document and its parameters together are larger than 64 KB.");
  }
  const assumeRole = asText(substitute(version.definition.assumeRole, (name) => values.get(name) ?? ""));
  checkRoleArn(assumeRole);
  const steps = version.definition.mainSteps.map((definition) => ({
    id: randomUUID(),
    definition,
    status: "Pending" as const,
    inputs: {},
    outputs: {},
  }));
  return {
    id: randomUUID(),
    account,
    region,
    documentName: document.name,
    documentVersion: version.version,
    document: version.definition,
    parameterTexts: texts,
    parameters: values,
    variables: new Map([...version.definition.variables].map(([name, { default: value }]) => [name, value])),
    assumeRole,
    executedBy: assumeRole === "" ? `arn:aws:iam::${account}:root` : assumeRole,
    startedAt: Date.now(),
    ...(typeof request.ClientToken === "string" ? { clientToken: request.ClientToken } : {}),
    cancel: new AbortController(),
    ...(Mode === "Interactive" ? { turn: new Turn() } : {}),
    stops: new Map(),
    completeRequested: false,
    status: "Pending",
    steps,
    values: new Map(),
    outputs: {},
  };
}

/** Whether two executions were asked for in the same words. */
export const isSameRequest = (one: Execution, other: Execution): boolean =>
  one.documentName === other.documentName &&
  one.documentVersion === other.documentVersion &&
  JSON.stringify(one.parameterTexts) === JSON.stringify(other.parameterTexts);
