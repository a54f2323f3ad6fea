/** Disturbs a step of the Automation document: by another version of the document, or by stopping its execution. */
import {
  GetDocumentCommand,
  StopAutomationExecutionCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { parse } from "yaml";
import type { LocalEvent } from "../../aws/index.ts";
import { test } from "../../refresh/names.ts";
import type { DocumentSource, StepDisturbance } from "../list/index.ts";
import type { Blow, Surroundings } from "./blow.ts";
import { disturbedDocument } from "./disturbed-document.ts";

/** Arms it. */
export async function stepBlow({ step, way }: StepDisturbance, { accounts }: Surroundings): Promise<Blow> {
  const { ssm } = accounts.test;
  const blow = {
    met: false,
    onEvent(event: LocalEvent): void {
      if (blow.met || event.type !== "automation" || event.event.type !== "step") return;
      if (event.event.step !== step || event.event.status !== "InProgress") return;
      blow.met = true;
      const { executionId: AutomationExecutionId } = event.event;
      // One that has ended meanwhile cannot be stopped; then the step was over, too.
      if (way === "cancelled") void ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId })).catch(() => undefined);
    },
    lift: async (): Promise<void> => undefined,
  };
  if (way === "cancelled") return blow;
  const { Content = "" } = await ssm.send(new GetDocumentCommand({ Name: test.document, DocumentVersion: "1" }));
  const source = disturbedDocument(parse(Content) as DocumentSource, step, way);
  // JSON is YAML, and only a document in YAML may hold its scripts.
  const { DocumentDescription } = await ssm.send(
    new UpdateDocumentCommand({ Name: test.document, Content: JSON.stringify(source), DocumentFormat: "YAML", DocumentVersion: "$LATEST" }),
  );
  const use = async (DocumentVersion: string): Promise<void> => {
    await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: test.document, DocumentVersion }));
  };
  await use(DocumentDescription?.DocumentVersion ?? "1");
  blow.lift = () => use("1");
  return blow;
}
