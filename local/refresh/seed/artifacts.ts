/** Puts the committed artifacts in place: the Automation document, the five state machines, the rule that starts the clean-up. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateStateMachineCommand } from "@aws-sdk/client-sfn";
import { CreateDocumentCommand } from "@aws-sdk/client-ssm";
import { ENVIRONMENT, stateMachineArn, stateMachineName, TEST, test, workflowNames } from "../names.ts";
import type { AccountClients } from "./clients.ts";
import type { TestKeys } from "./test-account.ts";
import { fillTokens, tokenValues } from "./tokens.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const DOCUMENT = "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.document.yaml";
const RULE = `${ENVIRONMENT}-refresh-ended-badly`;

/** Fills the artifacts' tokens and creates them in the test account. */
export async function seedArtifacts(clients: AccountClients, keys: TestKeys): Promise<void> {
  const values = tokenValues(keys);
  const artifact = (file: string): string => fillTokens(readFileSync(`${root}${file}`, "utf8"), values, file);
  await clients.ssm.send(
    new CreateDocumentCommand({ Name: test.document, Content: artifact(DOCUMENT), DocumentType: "Automation", DocumentFormat: "YAML" }),
  );
  for (const name of workflowNames) {
    await clients.states.send(
      new CreateStateMachineCommand({
        name: stateMachineName(name),
        definition: artifact(`workflows/${name}/${name}.asl.json`),
        roleArn: `arn:aws:iam::${TEST}:role/${stateMachineName(name)}`,
      }),
    );
  }
  await clients.events.send(new PutRuleCommand({ Name: RULE, State: "ENABLED", EventPattern: JSON.stringify(endedBadly) }));
  await clients.events.send(
    new PutTargetsCommand({
      Rule: RULE,
      Targets: [
        {
          Id: "refresh-cleanup",
          Arn: stateMachineArn("refresh-cleanup"),
          RoleArn: test.role("events"),
          InputTransformer: {
            InputPathsMap: { execution: "$.detail.executionArn" },
            InputTemplate: `{"environment": "${ENVIRONMENT}", "execution": <execution>, "runId": ""}`,
          },
        },
      ],
    }),
  );
}

/** A stopped or timed-out execution runs no Catch, so the clean-up starts from outside. */
const endedBadly = {
  source: ["aws.states"],
  "detail-type": ["Step Functions Execution Status Change"],
  detail: { status: ["FAILED", "ABORTED", "TIMED_OUT"], stateMachineArn: [stateMachineArn("daily-refresh")] },
};
