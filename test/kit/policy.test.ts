/** The least privilege of a machine's role, family by family: what each call needs, and as narrow as the definition says. */
import type { AslMachine } from "../../workflows/kit/asl/index.ts";
import { describePolicy, type Policy, type PolicyOptions, policyDocument, policyOf } from "../../workflows/kit/policy/index.ts";

type Json = unknown;
type States = Record<string, Record<string, Json>>;

const machine = (states: States, more: Record<string, Json> = {}): AslMachine =>
  ({ StartAt: Object.keys(states)[0], States: states, ...more }) as unknown as AslMachine;

/** A machine of one Task that calls `arn:aws:states:::<resource>`. */
const task = (resource: string, parameters?: Json): AslMachine =>
  machine({
    A: {
      Type: "Task",
      Resource: resource.startsWith("arn:") || resource.startsWith("$") ? resource : `arn:aws:states:::${resource}`,
      ...(parameters !== undefined && { Parameters: parameters }),
      End: true,
    },
  });
const jsonata = (resource: string, args: Json): AslMachine =>
  machine({ A: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Arguments: args, End: true } }, { QueryLanguage: "JSONata" });

/** `action on resource, resource if condition`, one line a statement. */
const lines = (policy: Pick<Policy, "Statement">): string[] =>
  policy.Statement.map(
    ({ Action, Resource, Condition }) =>
      `${Action.join(" ")} on ${Resource.join(", ")}${Condition === undefined ? "" : ` if ${JSON.stringify(Condition)}`}`,
  );
const of = (asl: AslMachine, options?: PolicyOptions): string[] => lines(policyOf(asl, options));
const rule = (name: string): string =>
  `events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:*:*:rule/StepFunctionsGetEvent${name}`;
const pass = (role: string, service: string): string =>
  `iam:PassRole on ${role} if ${JSON.stringify({ StringEquals: { "iam:PassedToService": [service] } })}`;

describe("functions", () => {
  const arn = "arn:aws:lambda:eu-west-1:111122223333:function:mask";

  it.each([
    ["an ARN as Resource", task(arn), arn],
    ["an ARN with a qualifier as Resource", task(`${arn}:live`), `${arn}:live`],
    ["a name", task("lambda:invoke", { FunctionName: "mask" }), "arn:aws:lambda:*:*:function:mask"],
    ["a name with an alias", task("lambda:invoke", { FunctionName: "mask:live" }), "arn:aws:lambda:*:*:function:mask:live"],
    ["a partial ARN", task("lambda:invoke", { FunctionName: "111122223333:function:mask" }), "arn:aws:lambda:*:*:function:mask"],
    ["an ARN", task("lambda:invoke.waitForTaskToken", { FunctionName: `${arn}:7` }), `${arn}:7`],
    ["a qualifier of its own", task("lambda:invoke", { FunctionName: arn, Qualifier: "live" }), `${arn}:live`],
    ["a token that is an ARN", task("lambda:invoke", { FunctionName: "${mask_arn}" }), "${mask_arn}"],
    ["a token that is a name", task("lambda:invoke", { FunctionName: "${MaskFunction}" }), "arn:aws:lambda:*:*:function:${MaskFunction}"],
    ["a token as Resource", task("${MaskFunction}"), "${MaskFunction}"],
    [
      "a format",
      task("lambda:invoke", { "FunctionName.$": "States.Format('mask-{}-{}', $.a, $.b)" }),
      "arn:aws:lambda:*:*:function:mask-*-*",
    ],
    ["a path", task("lambda:invoke", { "FunctionName.$": "$.name" }), "arn:aws:lambda:*:*:function:*"],
    ["the SDK", task("aws-sdk:lambda:invoke", { FunctionName: "mask" }), "arn:aws:lambda:*:*:function:mask"],
    ["JSONata's literal", jsonata("lambda:invoke", { FunctionName: "{% 'mask' %}" }), "arn:aws:lambda:*:*:function:mask"],
    [
      "JSONata's concatenation",
      jsonata("lambda:invoke", { FunctionName: "{% 'mask-' & $states.input.env %}" }),
      "arn:aws:lambda:*:*:function:mask-*",
    ],
    ["another partition", task("arn:aws-cn:states:::lambda:invoke", { FunctionName: "mask" }), "arn:aws-cn:lambda:*:*:function:mask"],
    [
      "a partition in a token",
      task("arn:${AWS::Partition}:states:::lambda:invoke", { FunctionName: "m" }),
      "arn:${AWS::Partition}:lambda:*:*:function:m",
    ],
  ])("are narrowed by %s", (_, asl, resource) => {
    expect(of(asl)).toEqual([`lambda:InvokeFunction on ${resource}`]);
  });

  it("are all functions where the whole input is passed", () => {
    expect(of(task("lambda:invoke"))).toEqual(["lambda:InvokeFunction on arn:aws:lambda:*:*:function:*"]);
  });

  it("need the region and the account that are said", () => {
    expect(of(task("lambda:invoke", { FunctionName: "mask" }), { region: "eu-west-1", account: "111122223333" })).toEqual([
      `lambda:InvokeFunction on ${arn}`,
    ]);
  });
});

describe("an expression that looks like a concatenation", () => {
  it.each([
    ["'a' & $x = 'b'", "*"],
    ["$x ? 'a' & 'b' : 'c'", "*"],
    ["'a' & ($x ? 'b' : 'c')", "a*"],
    ["'a' & $f('x & y', [1, 2]) & \"z\"", "a*z"],
    ["'a\\\\b' & 'c'", "*c"],
    ["$a and 'b' & 'c'", "*"],
    ["'it' & 'self'", "itself"],
    ["'a' & `b c`.d & 'e'", "a*e"],
    ["'unclosed & 'b'", "*"],
    ["", "*"],
  ])("%s names %s", (expression, name) => {
    expect(of(jsonata("dynamodb:getItem", { TableName: `{% ${expression} %}` }))).toEqual([
      `dynamodb:GetItem on arn:aws:dynamodb:*:*:table/${name}`,
    ]);
  });
});

describe("executions", () => {
  const child = "arn:aws:states:eu-west-1:111122223333:stateMachine:child";

  it("are only started without .sync, a qualifier included", () => {
    expect(of(task("states:startExecution", { StateMachineArn: `${child}:live` }))).toEqual([`states:StartExecution on ${child}:live`]);
    expect(of(task("states:startExecution.waitForTaskToken", { StateMachineArn: child }))).toEqual([`states:StartExecution on ${child}`]);
  });

  it.each(["states:startExecution.sync", "states:startExecution.sync:2"])(
    "are followed and stopped by %s, through its rule",
    (resource) => {
      expect(of(task(resource, { StateMachineArn: `${child}:3` }))).toEqual([
        rule("sForStepFunctionsExecutionRule"),
        "states:DescribeExecution states:StopExecution on arn:aws:states:eu-west-1:111122223333:execution:child:*",
        `states:StartExecution on ${child}:3`,
      ]);
    },
  );

  it("hide their machine's name behind a token, and it is said", () => {
    const policy = policyOf(task("states:startExecution.sync:2", { StateMachineArn: "${child_arn}" }));
    expect(lines(policy)).toContain("states:DescribeExecution states:StopExecution on arn:aws:states:*:*:execution:*");
    expect(policy.wide).toEqual([
      {
        actions: ["states:DescribeExecution", "states:StopExecution"],
        resource: "arn:aws:states:*:*:execution:*",
        reason: 'the machine\'s name is not known before "${child_arn}" is filled in',
        states: ["A"],
      },
    ]);
  });

  it("that an activity works on need nothing", () => {
    expect(of(task("arn:aws:states:eu-west-1:111122223333:activity:approve"))).toEqual([]);
    expect(of(task("${ApprovalActivity}"))).toEqual([]);
  });
});

describe("messages", () => {
  it("go to the topic that is named", () => {
    expect(of(task("sns:publish", { TopicArn: "arn:aws:sns:us-east-1:1:news", Message: "" }))).toEqual([
      "sns:Publish on arn:aws:sns:us-east-1:1:news",
    ]);
    expect(of(task("sns:publish", { "TopicArn.$": "$.topic" }))).toEqual(["sns:Publish on arn:aws:sns:*:*:*"]);
    expect(of(task("sns:publish", { PhoneNumber: "+49", Message: "" }))).toEqual(["sns:Publish on *"]);
  });

  it.each([
    ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "arn:aws:sqs:eu-west-1:111122223333:jobs"],
    ["https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/jobs.fifo", "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs.fifo"],
    ["${QueueUrl}", "arn:aws:sqs:*:*:*"],
    ["http://localhost:4566/000000000000/jobs", "arn:aws:sqs:*:*:*"],
  ])("to %s need %s", (QueueUrl, arn) => {
    for (const resource of ["sqs:sendMessage", "sqs:sendMessage.waitForTaskToken", "aws-sdk:sqs:sendMessage"]) {
      expect(of(task(resource, { QueueUrl, MessageBody: "" }))).toEqual([`sqs:SendMessage on ${arn}`]);
    }
    expect(of(task("aws-sdk:sqs:deleteMessageBatch", { QueueUrl, Entries: [] }))).toEqual([`sqs:DeleteMessage on ${arn}`]);
  });

  it("to an event bus are narrowed by each entry", () => {
    const entries = { Entries: [{ Source: "a" }, { EventBusName: "orders" }, { "EventBusName.$": "States.Format('b-{}', $.x)" }] };
    expect(of(task("events:putEvents", entries))).toEqual([
      "events:PutEvents on arn:aws:events:*:*:event-bus/b-*, arn:aws:events:*:*:event-bus/default, arn:aws:events:*:*:event-bus/orders",
    ]);
    expect(of(task("events:putEvents", { "Entries.$": "$.entries" }))).toEqual(["events:PutEvents on arn:aws:events:*:*:event-bus/*"]);
  });
});

describe("DynamoDB", () => {
  const table = (name: string): string => `arn:aws:dynamodb:*:*:table/${name}`;

  it.each(["getItem", "putItem", "updateItem", "deleteItem"])("%s is about its table", (api) => {
    const action = api.charAt(0).toUpperCase() + api.slice(1);
    for (const resource of [`dynamodb:${api}`, `aws-sdk:dynamodb:${api}`]) {
      expect(of(task(resource, { TableName: "${orders_table}" }))).toEqual([`dynamodb:${action} on ${table("${orders_table}")}`]);
    }
  });

  it("queries an index without its table", () => {
    expect(of(task("aws-sdk:dynamodb:query", { TableName: "t", IndexName: "i" }))).toEqual([`dynamodb:Query on ${table("t/index/i")}`]);
    expect(of(task("aws-sdk:dynamodb:query", { TableName: "arn:aws:dynamodb:x:1:table/t", IndexName: "i" }))).toEqual([
      "dynamodb:Query on arn:aws:dynamodb:x:1:table/t/index/i",
    ]);
  });

  it("reads tables in a batch and in a transaction", () => {
    expect(of(task("aws-sdk:dynamodb:batchGetItem", { RequestItems: { a: {}, "b.$": "$.keys" } }))).toEqual([
      `dynamodb:BatchGetItem on ${table("a")}, ${table("b")}`,
    ]);
    const items = [{ Put: { TableName: "a" } }, { ConditionCheck: { TableName: "b" } }, { Put: { "TableName.$": "$.c" } }];
    expect(of(task("aws-sdk:dynamodb:transactWriteItems", { TransactItems: items }))).toEqual([
      `dynamodb:ConditionCheckItem on ${table("b")}`,
      `dynamodb:PutItem on ${table("*")}`,
    ]);
    expect(of(task("aws-sdk:dynamodb:transactWriteItems"))).toEqual([
      `dynamodb:ConditionCheckItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem on ${table("*")}`,
    ]);
  });

  it("exports into a bucket and imports from one with the caller's rights", () => {
    const target = { S3Bucket: "raw", "S3Prefix.$": "States.Format('exports/{}', $.run)", S3SseKmsKeyId: "arn:aws:kms:x:1:key/k" };
    expect(of(task("aws-sdk:dynamodb:exportTableToPointInTime", { "TableArn.$": "$.arn", ...target }))).toEqual([
      `dynamodb:ExportTableToPointInTime on ${table("*")}`,
      "kms:Decrypt kms:GenerateDataKey on arn:aws:kms:x:1:key/k",
      "s3:AbortMultipartUpload s3:PutObject s3:PutObjectAcl on arn:aws:s3:::raw/exports/*",
    ]);
    const source = { S3BucketSource: { S3Bucket: "clean", S3KeyPrefix: "runs/1/" }, TableCreationParameters: { TableName: "new" } };
    expect(of(task("aws-sdk:dynamodb:importTable", source))).toEqual(
      expect.arrayContaining([
        `dynamodb:ImportTable on ${table("new")}`,
        "s3:GetObject on arn:aws:s3:::clean/runs/1/*",
        "s3:ListBucket on arn:aws:s3:::clean",
      ]),
    );
  });
});

describe("containers", () => {
  it("run a task definition in a cluster and pass its roles", () => {
    const inCluster = JSON.stringify({ ArnLike: { "ecs:cluster": ["arn:aws:ecs:*:*:cluster/work"] } });
    expect(of(task("ecs:runTask.sync", { Cluster: "work", TaskDefinition: "job" }))).toEqual(
      [
        `ecs:DescribeTasks ecs:StopTask on arn:aws:ecs:*:*:task/* if ${inCluster}`,
        `ecs:RunTask on arn:aws:ecs:*:*:task-definition/job:* if ${inCluster}`,
        rule("sForECSTaskRule"),
        pass("arn:aws:iam::*:role/*", "ecs-tasks.amazonaws.com"),
      ].sort(),
    );
    const overrides = { TaskRoleArn: "arn:aws:iam::1:role/a", "ExecutionRoleArn.$": "States.Format('arn:aws:iam::1:role/b-{}', $.x)" };
    const definition = "arn:aws:ecs:x:1:task-definition/job:7";
    expect(of(task("ecs:runTask", { TaskDefinition: definition, Overrides: overrides }))).toEqual([
      `ecs:RunTask on ${definition} if ${JSON.stringify({ ArnLike: { "ecs:cluster": ["arn:aws:ecs:*:*:cluster/default"] } })}`,
      pass("arn:aws:iam::1:role/a, arn:aws:iam::1:role/b-*", "ecs-tasks.amazonaws.com"),
    ]);
  });

  it("submit a job to a queue", () => {
    const submit = "batch:SubmitJob on arn:aws:batch:*:*:job-definition/d:2, arn:aws:batch:*:*:job-queue/q, arn:aws:batch:*:*:job/*";
    expect(of(task("batch:submitJob", { JobDefinition: "d:2", JobQueue: "q", JobName: "n" }))).toEqual([submit]);
    expect(of(task("batch:submitJob.sync", { JobDefinition: "d:2", JobQueue: "q", JobName: "n", Tags: {} }))).toEqual([
      "batch:DescribeJobs on *",
      submit,
      "batch:TagResource batch:TerminateJob on arn:aws:batch:*:*:job/*",
      rule("sForBatchJobsRule"),
    ]);
  });

  it("make and unmake clusters of EKS, and ask nothing of IAM for their own API", () => {
    expect(of(task("eks:call", { ClusterName: "c" }))).toEqual([]);
    expect(of(task("eks:createCluster.sync", { Name: "c", RoleArn: "arn:aws:iam::1:role/eks" }))).toEqual([
      "eks:CreateCluster eks:DeleteCluster eks:DescribeCluster on arn:aws:eks:*:*:cluster/c",
      pass("arn:aws:iam::1:role/eks", "eks.amazonaws.com"),
    ]);
    expect(of(task("eks:deleteNodegroup.sync", { ClusterName: "c", NodegroupName: "n" }))).toEqual([
      "eks:DeleteNodegroup eks:DescribeNodegroup on arn:aws:eks:*:*:nodegroup/c/*",
    ]);
  });
});

describe("data jobs", () => {
  it.each([
    ["glue:startJobRun", { JobName: "j" }, ["glue:StartJobRun on arn:aws:glue:*:*:job/j"]],
    [
      "glue:startJobRun.sync",
      { JobName: "j" },
      ["glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns glue:StartJobRun on arn:aws:glue:*:*:job/j"],
    ],
    [
      "databrew:startJobRun.sync",
      { Name: "j" },
      ["databrew:ListJobRuns databrew:StartJobRun databrew:StopJobRun on arn:aws:databrew:*:*:job/j"],
    ],
    ["athena:getQueryExecution", { "QueryExecutionId.$": "$.id" }, ["athena:GetQueryExecution on arn:aws:athena:*:*:workgroup/*"]],
    [
      "codebuild:startBuild.sync",
      { ProjectName: "p" },
      [
        "codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild on arn:aws:codebuild:*:*:project/p",
        rule("ForCodeBuildStartBuildRule"),
      ],
    ],
    [
      "codebuild:startBuildBatch.sync",
      { ProjectName: "p" },
      [
        "codebuild:BatchGetBuildBatches codebuild:StartBuildBatch codebuild:StopBuildBatch on arn:aws:codebuild:*:*:project/p",
        rule("ForCodeBuildStartBuildBatchRule"),
      ],
    ],
    ["codebuild:stopBuild", { Id: "p:1234" }, ["codebuild:StopBuild on arn:aws:codebuild:*:*:project/p"]],
    [
      "elasticmapreduce:addStep.sync",
      { ClusterId: "j-1" },
      [
        "elasticmapreduce:AddJobFlowSteps elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep on arn:aws:elasticmapreduce:*:*:cluster/j-1",
        rule("ForEMRAddJobFlowStepsRule"),
      ],
    ],
    [
      "elasticmapreduce:modifyInstanceGroupByName",
      { "ClusterId.$": "$.id" },
      ["elasticmapreduce:ListInstanceGroups elasticmapreduce:ModifyInstanceGroups on arn:aws:elasticmapreduce:*:*:cluster/*"],
    ],
    [
      "emr-containers:startJobRun.sync",
      { VirtualClusterId: "v", ExecutionRoleArn: "arn:aws:iam::1:role/r" },
      [
        "emr-containers:CancelJobRun emr-containers:DescribeJobRun on arn:aws:emr-containers:*:*:/virtualclusters/v/jobruns/*",
        `emr-containers:StartJobRun on arn:aws:emr-containers:*:*:/virtualclusters/v if ${JSON.stringify({ StringEquals: { "emr-containers:ExecutionRoleArn": ["arn:aws:iam::1:role/r"] } })}`,
      ],
    ],
    [
      "emr-serverless:startJobRun.sync",
      { ApplicationId: "a", ExecutionRoleArn: "arn:aws:iam::1:role/r" },
      [
        "emr-serverless:CancelJobRun emr-serverless:GetJobRun on arn:aws:emr-serverless:*:*:/applications/a/jobruns/*",
        "emr-serverless:StartJobRun on arn:aws:emr-serverless:*:*:/applications/a",
        rule("sForEMRServerlessJobRule"),
        pass("arn:aws:iam::1:role/r", "emr-serverless.amazonaws.com"),
      ],
    ],
    [
      "mediaconvert:createJob.sync",
      { Role: "arn:aws:iam::1:role/m", Queue: "arn:aws:mediaconvert:x:1:queues/q", Settings: {} },
      [
        rule("sForMediaConvertJobRule"),
        pass("arn:aws:iam::1:role/m", "mediaconvert.amazonaws.com"),
        `mediaconvert:CancelJob mediaconvert:GetJob on arn:aws:mediaconvert:*:*:jobs/* if ${JSON.stringify({ StringEquals: { "aws:ResourceTag/ManagedByService": ["AWSStepFunctions"] } })}`,
        "mediaconvert:CreateJob on arn:aws:mediaconvert:*:*:presets/*, arn:aws:mediaconvert:x:1:queues/q",
      ],
    ],
  ])("%s", (resource, parameters, expected) => {
    expect(of(task(resource, parameters))).toEqual([...expected].sort());
  });

  it("a query reads the catalog and any bucket, and writes where its results go", () => {
    const policy = of(
      task("athena:startQueryExecution.sync", {
        WorkGroup: "w",
        QueryString: "",
        ResultConfiguration: { OutputLocation: "s3://out/here/" },
      }),
    );
    expect(policy).toEqual(
      expect.arrayContaining([
        "athena:GetQueryExecution athena:StartQueryExecution athena:StopQueryExecution on arn:aws:athena:*:*:workgroup/w",
        "s3:AbortMultipartUpload s3:ListBucketMultipartUploads s3:ListMultipartUploadParts s3:PutObject on arn:aws:s3:::out, arn:aws:s3:::out/here/*",
        "lakeformation:GetDataAccess on *",
      ]),
    );
    expect(policy.join()).not.toContain("s3:CreateBucket");
  });
});

describe("models", () => {
  it.each([
    ["TrainingJob", "training-job", "sForSageMakerTrainingJobsRule"],
    ["TransformJob", "transform-job", "sForSageMakerTransformJobsRule"],
    ["ProcessingJob", "processing-job", "sForSageMakerProcessingJobsRule"],
    ["HyperParameterTuningJob", "hyper-parameter-tuning-job", "sForSageMakerTuningJobsRule"],
    ["LabelingJob", "labeling-job", "*"],
  ])("create%s.sync follows the job, through its rule", (what, kind, name) => {
    const on = `on arn:aws:sagemaker:*:*:${kind}/j`;
    expect(of(task(`sagemaker:create${what}.sync`, { [`${what}Name`]: "j", RoleArn: "${role_arn}" }))).toEqual(
      [
        `sagemaker:Create${what} sagemaker:Describe${what} sagemaker:ListTags sagemaker:Stop${what} ${on}`,
        rule(name),
        pass("${role_arn}", "sagemaker.amazonaws.com"),
      ].sort(),
    );
  });

  it("of Bedrock are named by id, profile or ARN, and may read and write S3", () => {
    const invoke = (parameters: Json): string[] => of(task("bedrock:invokeModel", parameters));
    expect(invoke({ ModelId: "anthropic.claude" })).toEqual([
      "bedrock:InvokeModel on arn:aws:bedrock:*::foundation-model/anthropic.claude",
    ]);
    expect(invoke({ ModelId: "arn:aws:bedrock:x:1:provisioned-model/p" })).toEqual([
      "bedrock:InvokeModel on arn:aws:bedrock:x:1:provisioned-model/p",
    ]);
    expect(
      invoke({
        ModelId: "eu.anthropic.claude",
        Input: { S3Uri: "s3://in/a.json" },
        Output: { "S3Uri.$": "States.Format('s3://out/{}', $.x)" },
      }),
    ).toEqual([
      "bedrock:InvokeModel on arn:aws:bedrock:*:*:inference-profile/eu.anthropic.claude, arn:aws:bedrock:*::foundation-model/anthropic.claude",
      "s3:GetObject on arn:aws:s3:::in/a.json",
      "s3:PutObject on arn:aws:s3:::out/*",
    ]);
  });
});

describe("APIs over HTTP", () => {
  const endpoint = { ApiEndpoint: "abc.execute-api.eu-west-1.amazonaws.com", Stage: "prod", Method: "GET", Path: "/orders" };

  it("of API Gateway need a right only where they ask the role", () => {
    expect(of(task("apigateway:invoke", endpoint))).toEqual([]);
    expect(of(task("apigateway:invoke", { ...endpoint, AuthType: "IAM_ROLE" }))).toEqual([
      "execute-api:Invoke on arn:aws:execute-api:eu-west-1:*:abc/prod/GET/orders",
    ]);
  });

  it("of others need the endpoint, the connection and its secret", () => {
    const ConnectionArn = "arn:aws:events:eu-west-1:1:connection/pay/0f";
    const call = { ApiEndpoint: "https://api.example.com/v1", Method: "POST", Authentication: { ConnectionArn } };
    expect(of(task("http:invoke", call))).toEqual([
      `events:RetrieveConnectionCredentials on ${ConnectionArn}`,
      "secretsmanager:DescribeSecret secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:1:secret:events!connection/pay/*",
      `states:InvokeHTTPEndpoint on * if ${JSON.stringify({ StringEquals: { "states:HTTPEndpoint": ["https://api.example.com/v1"], "states:HTTPMethod": ["POST"] } })}`,
    ]);
    const computed = {
      ApiEndpoint: "{% 'https://api.example.com/' & $id %}",
      Method: "GET",
      InvocationConfig: { ConnectionArn: "${connection_arn}" },
    };
    expect(of(jsonata("http:invoke", computed))).toContain(
      `states:InvokeHTTPEndpoint on * if ${JSON.stringify({ StringLike: { "states:HTTPEndpoint": ["https://api.example.com/*"] }, StringEquals: { "states:HTTPMethod": ["GET"] } })}`,
    );
  });
});

describe("calls by the SDK", () => {
  it.each([
    ["s3:listObjectsV2", { Bucket: "b" }, ["s3:ListBucket on arn:aws:s3:::b"]],
    ["s3:listObjectsV2", { Bucket: "b", Prefix: "a/" }, ['s3:ListBucket on arn:aws:s3:::b if {"StringEquals":{"s3:prefix":["a/"]}}']],
    ["s3:getObject", { Bucket: "b", Key: "a/k" }, ["s3:GetObject on arn:aws:s3:::b/a/k"]],
    ["s3:getObject", { Bucket: "b", "Key.$": "$.k" }, ["s3:GetObject on arn:aws:s3:::b/*"]],
    ["s3:headObject", { Bucket: "b", Key: "k", VersionId: "1" }, ["s3:GetObject s3:GetObjectVersion on arn:aws:s3:::b/k"]],
    ["s3:getBucketEncryption", { Bucket: "b" }, ["s3:GetEncryptionConfiguration on arn:aws:s3:::b"]],
    ["s3:deleteBucketMetricsConfiguration", { Bucket: "b", Id: "i" }, ["s3:PutMetricsConfiguration on arn:aws:s3:::b"]],
    ["s3:listBuckets", {}, ["s3:ListAllMyBuckets on *"]],
    [
      "s3:copyObject",
      { Bucket: "to", Key: "k", CopySource: "from/a/b" },
      ["s3:GetObject s3:GetObjectTagging on arn:aws:s3:::from/a/b", "s3:PutObject s3:PutObjectTagging on arn:aws:s3:::to/k"],
    ],
    [
      "s3:deleteObjects",
      { Bucket: "b", Delete: { Objects: [{ Key: "x" }, { Key: "y" }] } },
      ["s3:DeleteObject on arn:aws:s3:::b/x, arn:aws:s3:::b/y"],
    ],
    [
      "cloudwatchlogs:putLogEvents",
      { LogGroupName: "g", LogStreamName: "s" },
      ["logs:PutLogEvents on arn:aws:logs:*:*:log-group:g, arn:aws:logs:*:*:log-group:g:*"],
    ],
    ["sfn:stopExecution", { "ExecutionArn.$": "$.e" }, ["states:StopExecution on arn:aws:states:*:*:execution:*"]],
    ["sfn:sendTaskSuccess", { "TaskToken.$": "$.t", Output: "" }, ["states:SendTaskSuccess on *"]],
    [
      "sfn:startExecution",
      { StateMachineArn: "arn:aws:states:x:1:stateMachine:m" },
      ["states:StartExecution on arn:aws:states:x:1:stateMachine:m"],
    ],
    ["eventbridge:putEvents", { Entries: [{ EventBusName: "b" }] }, ["events:PutEvents on arn:aws:events:*:*:event-bus/b"]],
    [
      "rdsdata:executeStatement",
      { ResourceArn: "arn:aws:rds:x:1:cluster:c", SecretArn: "s", Sql: "" },
      ["rds-data:ExecuteStatement on arn:aws:rds:x:1:cluster:c"],
    ],
    [
      "cognitoidentityprovider:adminGetUser",
      { UserPoolId: "p", Username: "u" },
      ["cognito-idp:AdminGetUser on arn:aws:cognito-idp:*:*:userpool/p"],
    ],
    ["sesv2:sendEmail", {}, ["ses:SendEmail on *"]],
    ["secretsmanager:getSecretValue", { SecretId: "db" }, ["secretsmanager:GetSecretValue on arn:aws:secretsmanager:*:*:secret:db-??????"]],
    ["ssm:getParameters", { Names: ["/a/b", "c"] }, ["ssm:GetParameters on arn:aws:ssm:*:*:parameter/a/b, arn:aws:ssm:*:*:parameter/c"]],
    ["ssm:describeParameters", {}, ["ssm:DescribeParameters on *"]],
    ["kms:encrypt", { KeyId: "arn:aws:kms:x:1:key/k", Plaintext: "" }, ["kms:Encrypt on arn:aws:kms:x:1:key/k"]],
    ["kms:encrypt", { KeyId: "alias/a", Plaintext: "" }, ["kms:Encrypt on arn:aws:kms:*:*:key/*"]],
    [
      "kms:reEncrypt",
      { SourceKeyId: "a", DestinationKeyId: "b" },
      ["kms:ReEncryptFrom kms:ReEncryptTo on arn:aws:kms:*:*:key/a, arn:aws:kms:*:*:key/b"],
    ],
    [
      "ec2:stopInstances",
      { InstanceIds: ["i-1", "i-2"] },
      ["ec2:StopInstances on arn:aws:ec2:*:*:instance/i-1, arn:aws:ec2:*:*:instance/i-2"],
    ],
    ["apigateway:getRestApis", {}, ["apigateway:GET on *"]],
    ["apigatewaymanagementapi:postToConnection", { ConnectionId: "c", Data: "" }, ["execute-api:ManageConnections on *"]],
    ["rds:deleteDBInstance", { DbInstanceIdentifier: "d" }, ["rds:DeleteDBInstance on arn:aws:rds:*:*:db:d"]],
    [
      "cloudwatch:putMetricData",
      { Namespace: "n", MetricData: [] },
      ['cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":["n"]}}'],
    ],
    ["neverheardof:makeThing", { Name: "x" }, ["neverheardof:MakeThing on *"]],
  ])("%s %j", (call, parameters, expected) => {
    expect(of(task(`aws-sdk:${call}`, parameters))).toEqual(expected);
  });

  it("pass the roles that they name, tag what they make, use the keys that they name", () => {
    const create = { DbClusterIdentifier: "c", SnapshotIdentifier: "s", KmsKeyId: "${key_arn}", Tags: [{ Key: "a", Value: "b" }] };
    expect(of(task("aws-sdk:rds:restoreDBClusterFromSnapshot", create))).toEqual(
      expect.arrayContaining([
        "rds:AddTagsToResource on arn:aws:rds:*:*:cluster:c",
        'kms:CreateGrant on ${key_arn} if {"Bool":{"kms:GrantIsForAWSResource":["true"]}}',
      ]),
    );
    const start = { DocumentName: "clone", Parameters: { AutomationAssumeRole: ["${automation_role_arn}"] } };
    expect(of(task("aws-sdk:ssm:startAutomationExecution", start))).toEqual([
      pass("${automation_role_arn}", "ssm.amazonaws.com"),
      "ssm:StartAutomationExecution on arn:aws:ssm:*:*:automation-definition/clone:*, arn:aws:ssm:*:*:automation-execution/*, arn:aws:ssm:*:*:document/clone",
    ]);
    const schedule = { Name: "s", Target: { Arn: "arn:aws:sqs:x:1:q", RoleArn: "arn:aws:iam::1:role/s" } };
    expect(of(task("aws-sdk:scheduler:createSchedule", schedule))).toEqual([
      pass("arn:aws:iam::1:role/s", "scheduler.amazonaws.com"),
      "scheduler:CreateSchedule on arn:aws:scheduler:*:*:schedule/default/s",
    ]);
  });

  it("say why they are not narrower", () => {
    const reasons = (asl: AslMachine): string[] => policyOf(asl).wide.map(({ reason }) => reason);
    expect(reasons(task("aws-sdk:ssm:describeParameters", {}))).toEqual(["IAM knows no resources for it"]);
    expect(reasons(task("aws-sdk:dynamodb:getItem"))).toEqual(['"TableName" is computed']);
    expect(reasons(task("aws-sdk:neverheardof:makeThing", {}))).toEqual(["the call names no resource that this tool knows"]);
    expect(reasons(task("neverheardof:makeThing.sync", {}))).toEqual(["this tool has no rule for the integration neverheardof:makeThing"]);
    expect(reasons(task("lambda:invoke", { FunctionName: "f" }))).toEqual([]);
  });
});

describe("a Resource that names nothing to call", () => {
  it.each(["", "nonsense", "arn:aws:states::::", "arn:aws:s3:::bucket", "arn:aws:states:::aws-sdk:"])(
    "%j is said, and nothing is allowed",
    (Resource) => {
      const policy = policyOf(machine({ A: { Type: "Task", Resource, End: true } }));
      expect(policy.Statement).toEqual([]);
      expect(policy.notes).toEqual(['The Resource of "A" names nothing that Step Functions calls; the policy has nothing for it.']);
    },
  );
});

describe("a distributed Map", () => {
  const processor = {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "P",
    States: { P: { Type: "Pass", End: true } },
  };
  const map = (more: Record<string, Json>, top: Record<string, Json> = {}): AslMachine =>
    machine({ M: { Type: "Map", ItemProcessor: processor, End: true, ...more } }, top);
  const children = (name: string): string[] => [
    `states:DescribeExecution states:StopExecution on arn:aws:states:*:*:execution:${name}/*, arn:aws:states:*:*:execution:${name}:*`,
    `states:RedriveExecution on arn:aws:states:*:*:execution:${name}/*`,
    `states:StartExecution on arn:aws:states:*:*:stateMachine:${name}`,
  ];

  it("starts, follows, stops and redrives executions of its own machine", () => {
    expect(of(map({}), { machine: "copy" })).toEqual(children("copy"));
    expect(of(map({}), { machine: "arn:aws:states:x:1:stateMachine:copy" })[2]).toBe(
      "states:StartExecution on arn:aws:states:x:1:stateMachine:copy",
    );
    const unnamed = policyOf(map({}));
    expect(unnamed.Statement.map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:states:*:*:execution:*"],
      ["arn:aws:states:*:*:stateMachine:*"],
    ]);
    expect(unnamed.wide[0]?.reason).toBe("the definition does not say its machine's name");
  });

  it("needs none of that inline, nor as a plain Map", () => {
    expect(of(map({ ItemProcessor: { ...processor, ProcessorConfig: { Mode: "INLINE" } } }))).toEqual([]);
    expect(of(map({ ItemProcessor: undefined, Iterator: { StartAt: "P", States: processor.States } }))).toEqual([]);
  });

  it.each([
    [
      "a file",
      { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "CSV" }, Parameters: { Bucket: "b", Key: "k.csv" } },
      ["s3:GetObject on arn:aws:s3:::b/k.csv"],
    ],
    [
      "a file of a computed name",
      { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "JSONL" }, Parameters: { Bucket: "b", "Key.$": "$.k" } },
      ["s3:GetObject on arn:aws:s3:::b/*"],
    ],
    [
      "a manifest, and the files that it names",
      { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "MANIFEST" }, Parameters: { Bucket: "b", Key: "m.json" } },
      ["s3:GetObject on arn:aws:s3:::b/*"],
    ],
    [
      "a list",
      { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "b", Prefix: "in/" } },
      ['s3:ListBucket on arn:aws:s3:::b if {"StringEquals":{"s3:prefix":["in/"]}}'],
    ],
    [
      "the objects of a list",
      {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        ReaderConfig: { Transformation: "LOAD_AND_FLATTEN", InputType: "JSON" },
        Parameters: { Bucket: "b", Prefix: "in/" },
      },
      ["s3:GetObject on arn:aws:s3:::b/in/*", 's3:ListBucket on arn:aws:s3:::b if {"StringEquals":{"s3:prefix":["in/"]}}'],
    ],
  ])("reads %s", (_, ItemReader, expected) => {
    expect(of(map({ ItemReader }), { machine: "m" }).filter((line) => line.startsWith("s3:"))).toEqual(expected);
  });

  it("writes its results below a prefix", () => {
    const write = (ResultWriter: Json, top = {}): string[] =>
      of(map({ ResultWriter }, top), { machine: "m" }).filter((line) => line.startsWith("s3:"));
    const actions = "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject";
    const Resource = "arn:aws:states:::s3:putObject";
    expect(write({ Resource, Parameters: { Bucket: "b", Prefix: "out" } })).toEqual([`${actions} on arn:aws:s3:::b/out/*`]);
    expect(write({ Resource, Parameters: { "Bucket.$": "$.b" } })).toEqual([`${actions} on arn:aws:s3:::*/*`]);
    expect(write({ Resource, Arguments: { Bucket: "b", Prefix: "{% 'runs/' & $run & '/map' %}" } }, { QueryLanguage: "JSONata" })).toEqual([
      `${actions} on arn:aws:s3:::b/runs/*/map/*`,
    ]);
    expect(write({ WriterConfig: { OutputType: "JSON" } })).toEqual([]);
  });
});

describe("Credentials", () => {
  const call = (role: Json, name = "t"): Record<string, Json> => ({
    Type: "Task",
    Resource: "arn:aws:states:::dynamodb:getItem",
    Parameters: { TableName: name },
    Credentials: { RoleArn: role },
    End: true,
  });

  it("need the role to be assumed; what is called under it is the role's own affair", () => {
    const policy = policyOf(machine({ A: call("arn:aws:iam::2:role/reader"), B: call("${reader_role_arn}", "u") }));
    expect(lines(policy)).toEqual(["sts:AssumeRole on ${reader_role_arn}, arn:aws:iam::2:role/reader"]);
    expect(policy.roles.map(({ role, needs, ...own }) => [role, lines(own), needs[0]?.states])).toEqual([
      ["${reader_role_arn}", ["dynamodb:GetItem on arn:aws:dynamodb:*:*:table/u"], ["B"]],
      ["arn:aws:iam::2:role/reader", ["dynamodb:GetItem on arn:aws:dynamodb:*:*:table/t"], ["A"]],
    ]);
    expect(describePolicy(policy)).toContain("Called under arn:aws:iam::2:role/reader, which needs itself:");
  });

  it("may be a pattern or any role", () => {
    const asl = machine({ A: { ...call(undefined), Credentials: { "RoleArn.$": "States.Format('arn:aws:iam::{}:role/x', $.a)" } } });
    expect(of(asl)).toEqual(["sts:AssumeRole on arn:aws:iam::*:role/x"]);
    expect(of(machine({ A: { ...call(undefined), Credentials: { "RoleArn.$": "$.role" } } }))).toEqual([
      "sts:AssumeRole on arn:aws:iam::*:role/*",
    ]);
  });
});

describe("the document", () => {
  const asl = machine({
    B: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Parameters: { TableName: "t" }, Next: "A" },
    A: { Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Parameters: { TableName: "t" }, Next: "C" },
    C: {
      Type: "Parallel",
      Branches: [
        machine({ D: { Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Parameters: { TableName: "u" }, End: true } }),
      ],
      End: true,
    },
  });

  it("holds what IAM takes and nothing else; the states stand beside it", () => {
    const policy = policyOf(asl);
    expect(policyDocument(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DynamodbGetItem",
          Effect: "Allow",
          Action: ["dynamodb:GetItem"],
          Resource: ["arn:aws:dynamodb:*:*:table/t", "arn:aws:dynamodb:*:*:table/u"],
        },
        { Sid: "DynamodbPutItem", Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: ["arn:aws:dynamodb:*:*:table/t"] },
      ],
    });
    expect(policy.needs).toEqual([
      { sid: "DynamodbGetItem", states: ["A", "D"] },
      { sid: "DynamodbPutItem", states: ["B"] },
    ]);
  });

  it("is the same whatever the order of the states", () => {
    const turned = { ...asl, States: Object.fromEntries(Object.entries(asl.States).reverse()) };
    expect(policyDocument(policyOf(turned))).toEqual(policyDocument(policyOf(asl)));
  });

  it("delivers logs and traces when it is asked to", () => {
    const actions = (options: PolicyOptions): string[] =>
      policyOf(machine({ A: { Type: "Succeed" } }), options).Statement.flatMap(({ Action }) => Action);
    expect(actions({})).toEqual([]);
    expect(actions({ logging: true })).toHaveLength(8);
    expect(actions({ tracing: true })).toEqual([
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });

  it("says when IAM's limits are reached", () => {
    const tasks = (count: number): AslMachine =>
      machine(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `S${index}`,
            { Type: "Task", Resource: `arn:aws:lambda:eu-central-1:111122223333:function:one-of-many-${index}`, End: true },
          ]),
        ),
      );
    expect(policyOf(tasks(10)).notes).toEqual([]);
    expect(policyOf(tasks(100)).notes).toEqual([expect.stringMatching(/a managed policy has at most 6144/)]);
    expect(policyOf(tasks(200)).notes).toEqual([expect.stringMatching(/a role's inline policies have at most 10240/)]);
  });

  it("leaves out a resource that another one contains", () => {
    const both = machine({
      A: { Type: "Task", Resource: "arn:aws:states:::dynamodb:getItem", Parameters: { TableName: "orders" }, Next: "B" },
      B: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:getItem",
        Parameters: { "TableName.$": "States.Format('ord{}', $.x)" },
        End: true,
      },
    });
    expect(of(both)).toEqual(["dynamodb:GetItem on arn:aws:dynamodb:*:*:table/ord*"]);
  });
});
