import { mkdtemp, rm } from "node:fs/promises";
import { startLocalAws } from "./aws/index.ts";
import { RDSClient, CreateDBClusterCommand, CreateDBInstanceCommand, waitUntilDBClusterAvailable, waitUntilDBInstanceAvailable, DescribeDBClustersCommand, EnableHttpEndpointCommand } from "@aws-sdk/client-rds";
import { RDSDataClient, ExecuteStatementCommand } from "@aws-sdk/client-rds-data";
import { SSMClient, CreateDocumentCommand, StartAutomationExecutionCommand, GetAutomationExecutionCommand } from "@aws-sdk/client-ssm";
async function main() {
  const dataDir = await mkdtemp("/tmp/t2-");
  const aws = await startLocalAws({ dataDir, python: "/work/main/.venv/bin/python", functions: [], log: console.log, waitTimeScale: 0.01 });
  aws.onEvent((e) => console.log(JSON.stringify(e)));
  const o = { endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test") };
  try {
    const rds = new RDSClient(o);
    const w = { client: rds, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
    console.time("cluster");
    await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier: "c1", Engine: "aurora-postgresql", MasterUsername: "postgres", ManageMasterUserPassword: true, DatabaseName: "app", EnableHttpEndpoint: true }));
    await waitUntilDBClusterAvailable(w, { DBClusterIdentifier: "c1" });
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: "c1-1", DBClusterIdentifier: "c1", Engine: "aurora-postgresql", DBInstanceClass: "db.serverless" }));
    await waitUntilDBInstanceAvailable(w, { DBInstanceIdentifier: "c1-1" });
    console.timeEnd("cluster");
    const d = (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "c1" }))).DBClusters![0]!;
    await rds.send(new EnableHttpEndpointCommand({ ResourceArn: d.DBClusterArn! }));
    const data = new RDSDataClient(o);
    console.log((await data.send(new ExecuteStatementCommand({ resourceArn: d.DBClusterArn!, secretArn: d.MasterUserSecret!.SecretArn!, database: "app", sql: "select 1 + :a as x", parameters: [{ name: "a", value: { longValue: 2 } }] }))).records);
    const ssm = new SSMClient(o);
    const Content = `schemaVersion: '0.3'
mainSteps:
  - name: hello
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: run
      InputPayload: {a: 1}
      Script: |
        import boto3
        def run(events, context):
            print("printed")
            return {"id": boto3.client("sts").get_caller_identity()["Account"], "a": events["a"]}
`;
    await ssm.send(new CreateDocumentCommand({ Name: "doc", Content, DocumentType: "Automation", DocumentFormat: "YAML" }));
    const { AutomationExecutionId } = await ssm.send(new StartAutomationExecutionCommand({ DocumentName: "doc" }));
    let a;
    do { a = (await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution!; await new Promise((r) => setTimeout(r, 200)); } while (["Pending", "InProgress"].includes(String(a.AutomationExecutionStatus)));
    console.log(a.AutomationExecutionStatus, JSON.stringify(a.StepExecutions?.[0]?.Outputs), a.FailureMessage);
  } finally {
    console.time("stop"); await aws.stop(); console.timeEnd("stop");
    await rm(dataDir, { recursive: true });
  }
}
main();
