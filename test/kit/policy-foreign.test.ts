/** Machines that nobody here wrote: the recorded ones, and small machines after patterns of public collections. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AslError, type AslMachine, readAsl, statesOf } from "../../workflows/kit/asl/index.ts";
import { policyDocument, policyOf } from "../../workflows/kit/policy/index.ts";

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const cases = path.resolve(project, "../shared/conformance/cases");
const maybe = existsSync(cases) ? it : it.skip;

const machinesBelow = (folder: string): { readonly file: string; readonly machine: AslMachine }[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .flatMap((file) => {
      const { definition } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as { definition?: unknown };
      if (definition === undefined) return [];
      try {
        return [{ file, machine: readAsl(typeof definition === "string" ? definition : JSON.stringify(definition)) }];
      } catch (error) {
        // Some are recorded to be refused.
        if (error instanceof AslError) return [];
        throw error;
      }
    });

/** The service that a Task's permission is about, by its Resource alone; undefined where nothing is needed. */
function prefixOf(resource: string): string | undefined {
  const parts = resource.replace(/<partition>/, "aws").split(":");
  if (resource.includes(":activity:") || /activity/i.test(resource)) return undefined;
  if (parts[2] !== "states") return "lambda";
  const named = parts[5] === "aws-sdk" ? (parts[6] ?? "") : (parts[5] ?? "");
  return (
    new Map([
      ["sfn", "states"],
      ["apigateway", "execute-api"],
    ]).get(named) ?? named
  );
}

describe("the recorded machines", () => {
  maybe("give a policy each, and every Task is in it", () => {
    const machines = machinesBelow(cases);
    expect(machines.length).toBeGreaterThan(300);
    const uncovered: string[] = [];
    for (const { file, machine } of machines) {
      const policy = policyOf(machine);
      for (const { name, state } of statesOf(machine)) {
        if (state.Type !== "Task") continue;
        const prefix = prefixOf(String(state.Resource));
        // Only a call with the role's signature asks IAM.
        if (
          prefix === undefined ||
          (prefix === "execute-api" && (state.Parameters as { AuthType?: string } | undefined)?.AuthType !== "IAM_ROLE")
        )
          continue;
        const documents = state.Credentials === undefined ? [policy] : policy.roles;
        const sids = documents.flatMap(({ Statement, needs }) =>
          Statement.filter(
            ({ Sid, Action }) =>
              Action.some((action) => action.startsWith(`${prefix}:`)) &&
              needs.some(({ sid, states }) => sid === Sid && states.includes(name)),
          ),
        );
        if (sids.length === 0) uncovered.push(`${file}: ${name} (${String(state.Resource)})`);
      }
    }
    expect(uncovered).toEqual([]);
  });
});

/** Action → resources, of one statement each. */
const grants = (machine: unknown, options = {}): Record<string, readonly string[]> =>
  Object.fromEntries(
    policyDocument(policyOf(readAsl(JSON.stringify(machine)), options)).Statement.flatMap(({ Action, Resource }) =>
      Action.map((action) => [action, Resource]),
    ),
  );

describe("machines after patterns of aws-samples/step-functions-workflows-collection", () => {
  it("migrate-csv-to-ddb-distributed-map: a distributed Map over a computed CSV file, functions by name, a topic", () => {
    const machine = {
      StartAt: "Read file",
      States: {
        "Read file": {
          Type: "Map",
          Label: "ReadFile",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
            Parameters: { "Bucket.$": "$.bucket", "Key.$": "$.key" },
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "Migrate",
            States: {
              Migrate: {
                Type: "Task",
                Resource: "arn:aws:states:::lambda:invoke",
                Parameters: { FunctionName: "migrate-rows", "Payload.$": "$" },
                End: true,
              },
            },
          },
          Next: "Consolidate",
        },
        Consolidate: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: "consolidate" },
          Next: "Publish",
        },
        Publish: {
          Type: "Task",
          Resource: "arn:aws:states:::sns:publish",
          Parameters: { TopicArn: "arn:aws:sns:us-east-1:111122223333:migrated", "Message.$": "$" },
          End: true,
        },
      },
    };
    expect(grants(machine, { machine: "migration", region: "us-east-1", account: "111122223333" })).toEqual({
      "lambda:InvokeFunction": [
        "arn:aws:lambda:us-east-1:111122223333:function:consolidate",
        "arn:aws:lambda:us-east-1:111122223333:function:migrate-rows",
      ],
      "s3:GetObject": ["arn:aws:s3:::*/*"],
      "sns:Publish": ["arn:aws:sns:us-east-1:111122223333:migrated"],
      "states:DescribeExecution": [
        "arn:aws:states:us-east-1:111122223333:execution:migration/*",
        "arn:aws:states:us-east-1:111122223333:execution:migration:*",
      ],
      "states:RedriveExecution": ["arn:aws:states:us-east-1:111122223333:execution:migration/*"],
      "states:StartExecution": ["arn:aws:states:us-east-1:111122223333:stateMachine:migration"],
      "states:StopExecution": [
        "arn:aws:states:us-east-1:111122223333:execution:migration/*",
        "arn:aws:states:us-east-1:111122223333:execution:migration:*",
      ],
    });
  });

  it("early-stopping: a child that answers by a token and is stopped by the SDK; a token that is no ARN by its name", () => {
    const machine = {
      StartAt: "Launch",
      States: {
        Launch: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.waitForTaskToken",
          Parameters: { StateMachineArn: "${WorkerStateMachine}", Input: { "token.$": "$$.Task.Token" } },
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
          Next: "Stop",
        },
        Stop: {
          Type: "Task",
          Resource: "arn:aws:states:::aws-sdk:sfn:stopExecution",
          Parameters: { "ExecutionArn.$": "$.worker" },
          Next: "Synthesize",
        },
        Synthesize: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: "${SynthesisFunctionArn}" },
          End: true,
        },
        Failed: { Type: "Fail" },
      },
    };
    expect(grants(machine)).toEqual({
      "lambda:InvokeFunction": ["${SynthesisFunctionArn}"],
      "states:StartExecution": ["arn:aws:states:*:*:stateMachine:${WorkerStateMachine}"],
      "states:StopExecution": ["arn:aws:states:*:*:execution:*"],
    });
  });

  it("manage-emr-job: a cluster that lives for its steps, its partition and its roles in tokens", () => {
    const step = (Next: string): object => ({
      Type: "Task",
      Resource: "arn:${Partition}:states:::elasticmapreduce:addStep.sync",
      Parameters: { "ClusterId.$": "$.cluster.ClusterId", Step: { Name: "step" } },
      Next,
    });
    const machine = {
      StartAt: "Create",
      States: {
        Create: {
          Type: "Task",
          Resource: "arn:${Partition}:states:::elasticmapreduce:createCluster.sync",
          Parameters: { Name: "c", ServiceRole: "${emrServiceRole}", JobFlowRole: "${emrInstanceRole}", LogUri: "s3://${logs}/" },
          ResultPath: "$.cluster",
          Next: "First",
        },
        First: step("Second"),
        Second: step("Terminate"),
        Terminate: {
          Type: "Task",
          Resource: "arn:${Partition}:states:::elasticmapreduce:terminateCluster",
          Parameters: { "ClusterId.$": "$.cluster.ClusterId" },
          End: true,
        },
      },
    };
    const clusters = ["arn:${Partition}:elasticmapreduce:*:*:cluster/*"];
    const rules = [
      "arn:${Partition}:events:*:*:rule/StepFunctionsGetEventForEMRAddJobFlowStepsRule",
      "arn:${Partition}:events:*:*:rule/StepFunctionsGetEventForEMRRunJobFlowRule",
    ];
    expect(grants(machine)).toEqual({
      "elasticmapreduce:AddJobFlowSteps": clusters,
      "elasticmapreduce:CancelSteps": clusters,
      "elasticmapreduce:DescribeCluster": clusters,
      "elasticmapreduce:DescribeStep": clusters,
      "elasticmapreduce:RunJobFlow": ["*"],
      "elasticmapreduce:TerminateJobFlows": clusters,
      "events:DescribeRule": rules,
      "events:PutRule": rules,
      "events:PutTargets": rules,
      "iam:PassRole": ["arn:${Partition}:iam::*:role/${emrInstanceRole}", "arn:${Partition}:iam::*:role/${emrServiceRole}"],
    });
  });

  it("a JSONata machine: branches, a list of objects, items of a batch", () => {
    const machine = {
      QueryLanguage: "JSONata",
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "List",
              States: {
                List: {
                  Type: "Task",
                  Resource: "arn:aws:states:::aws-sdk:s3:listObjectsV2",
                  Arguments: { Bucket: "inbox", Prefix: "{% 'day/' & $states.input.day %}" },
                  End: true,
                },
              },
            },
            {
              StartAt: "Save",
              States: {
                Save: {
                  Type: "Task",
                  Resource: "arn:aws:states:::dynamodb:updateItem",
                  Arguments: { TableName: "{% $states.input.stage = 'prod' ? 'orders' : 'orders-test' %}", Key: {} },
                  End: true,
                },
              },
            },
          ],
          Next: "Tell",
        },
        Tell: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Arguments: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q", MessageBody: "{% $states.input %}" },
          End: true,
        },
      },
    };
    expect(policyDocument(policyOf(readAsl(JSON.stringify(machine)))).Statement.map(({ Sid: _, Effect: __, ...rest }) => rest)).toEqual([
      { Action: ["dynamodb:UpdateItem"], Resource: ["arn:aws:dynamodb:*:*:table/*"] },
      { Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::inbox"], Condition: { StringLike: { "s3:prefix": ["day/*"] } } },
      { Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:eu-west-1:1:q"] },
    ]);
  });
});
