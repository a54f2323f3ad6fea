import { parseParameter, parseRules } from "../../handlers/masking/rules/index.ts";
import { parseExpectations } from "../../handlers/parity-validation/expectations.ts";
import { Variables } from "../../handlers/shared/environment.ts";
import { Pointer } from "../../handlers/shared/reports.ts";
import { functionName, stateMachineName, test, topicArn, workflowNames } from "../../local/refresh/names.ts";
import {
  createWorkspace,
  findProvider,
  limitProblems,
  type Provider,
  type Resource,
  standIn,
  type Workspace,
} from "../../local/terraform/index.ts";
import { callsOf } from "./support/calls.ts";
import { documentFile, handlers, read, workflowFile, workflows } from "./support/files.ts";
import { filledIn } from "./support/filled.ts";
import { allowedBy, type Stack, stackOf, statementsOf } from "./support/resources.ts";

// An apply on the stand-in creates nothing.
const provider = findProvider([standIn]);
const suite = typeof provider === "string" ? describe.skip : describe;
const minutes = 60_000;
const services = ["auth", "billing", "ledger"];

/** Actions that AWS grants on everything only; what has one says so. */
const withoutResources = new RegExp(
  `^(?:${[
    "application-autoscaling:Describe",
    "cloudwatch:(?:ListDashboards|PutMetricData)$",
    "dynamodb:ListTables$",
    "ec2:Describe",
    "events:ListRules$",
    "iam:ListRoles$",
    "kms:ListAliases$",
    "lambda:ListFunctions$",
    "logs:(?:\\w*LogDelivery|ListLogDeliveries|DescribeLogGroups|\\w*ResourcePolic(?:y|ies))$",
    "s3:ListAllMyBuckets$",
    "sns:ListTopics$",
    "sqs:ListQueues$",
    "ssm:(?:DescribeAutomationExecutions|DescribeParameters|ListDocuments)$",
    "states:ListStateMachines$",
    "tag:GetResources$",
    "xray:",
  ].join("|")})`,
);

suite(`the stack that prod.tfvars applies${typeof provider === "string" ? ` (skipped: ${provider})` : ""}`, () => {
  let workspace: Workspace;
  let state: Stack;

  beforeAll(async () => {
    workspace = await createWorkspace(provider as Provider);
    expect(await workspace.terraform("init", "-input=false", "-no-color")).toMatchObject({ code: 0 });
    expect(await workspace.terraform("apply", "-auto-approve", ...variables)).toMatchObject({ code: 0 });
    state = stackOf(await workspace.json("show", "-json"));
  }, 5 * minutes);
  afterAll(() => workspace?.remove());

  const variables = ["-input=false", "-no-color", "-var-file=prod.tfvars"];

  it(
    "has nothing to change afterwards",
    async () => {
      expect(await workspace.terraform("plan", "-detailed-exitcode", ...variables)).toMatchObject({ code: 0 });
    },
    2 * minutes,
  );

  it("has six functions on Node 22 and arm64, in the network, with a log, traces and dead letters", () => {
    expect(state.of("aws_lambda_function").map(({ name }) => name)).toEqual([
      "aurora_refresh_handler",
      "dynamodb_refresh_handler",
      "integration_tests_handler",
      "masking_handler",
      "parity_validation_handler",
      "s3_sync_handler",
    ]);
    const subnets = state.of("aws_subnet").flatMap(({ name, values }) => (name === "private" ? [values.id] : []));
    for (const { values } of state.of("aws_lambda_function")) {
      expect(values).toMatchObject({
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        handler: "index.handler",
        tracing_config: [{ mode: "Active" }],
        logging_config: [{ log_format: "JSON", log_group: `/aws/lambda/${String(values.function_name)}` }],
        dead_letter_config: [{ target_arn: `arn:aws:sqs:us-west-2:123456789012:${String(values.function_name)}-dlq` }],
      });
      const [{ subnet_ids: stands } = { subnet_ids: [] }] = values.vpc_config as { subnet_ids: string[] }[];
      expect([...stands].sort()).toEqual([...subnets].sort());
    }
  });

  it("gives every function every variable that handlers read", () => {
    for (const { values } of state.of("aws_lambda_function")) {
      const [{ variables: given = {} } = {}] = values.environment as { variables?: Record<string, string> }[];
      expect(Variables.safeParse(given).error).toBeUndefined();
    }
  });

  it("has definitions and a document without tokens", () => {
    const definitions = state.of("aws_sfn_state_machine").map(({ values }) => String(values.definition));
    expect(definitions).toHaveLength(workflowNames.length);
    for (const definition of definitions) {
      expect(Object.keys(JSON.parse(definition) as object)).toContain("StartAt");
      expect(definition).not.toMatch(/[$%]\{/);
    }
    const { content, document_format: format, name } = state.one("aws_ssm_document.aurora_snapshot_clone_mask");
    expect({ content, format, name }).toEqual({ content: read(documentFile), format: "YAML", name: test.document });
  });

  it.each(workflows.filter((name) => workflowNames.some((deployed) => deployed === name)))(
    "allows %s the calls of its definition",
    (name) => {
      const allowed = allowedBy(state.one(`aws_iam_role_policy.state_machine["${name}"]`).policy);
      const missing = [...callsOf(JSON.parse(read(workflowFile(name, "asl.json"))))].filter((action) => !allowed.has(action));
      expect(missing).toEqual([]);
    },
  );

  it("allows no action by pattern, and everything only where AWS knows no resources", () => {
    const byRole = new Map<unknown, number>();
    for (const { address, values } of state.of("aws_iam_role_policy")) {
      byRole.set(values.role, (byRole.get(values.role) ?? 0) + JSON.stringify(JSON.parse(String(values.policy))).length);
      for (const { Effect, Action, Resource = [] } of statementsOf(values.policy)) {
        if (Effect === "Deny") continue;
        const patterns = Action.filter((action) => action.includes("*"));
        const everything = Resource.includes("*") ? Action.filter((action) => !withoutResources.test(action)) : [];
        expect({ address, patterns, everything }).toEqual({ address, patterns: [], everything: [] });
      }
    }
    // IAM counts a role's inline policies together, without white space.
    for (const [role, characters] of byRole) expect({ role, fits: characters <= 10_240 }).toEqual({ role, fits: true });
    expect(byRole.size).toBe(state.of("aws_iam_role").length);
  });

  it("has the committed policies, their tokens filled in, everywhere the same", () => {
    const committed = new Map<string, string>([
      ["aws_iam_role_policy.automation", documentFile.replace(".document.yaml", ".policy.json")],
      ...handlers.map((name): [string, string] => [`aws_iam_role_policy.function["${name}"]`, `handlers/${name}/${name}.policy.json`]),
      ...workflowNames.flatMap((name): [string, string][] => [
        [`aws_iam_role_policy.state_machine["${name}"]`, workflowFile(name, "policy.json")],
        [`aws_iam_role_policy.state_machine_surroundings["${name}"]`, workflowFile(name, "surroundings.policy.json")],
      ]),
    ]);
    const values = new Map<string, Set<string>>();
    for (const [address, file] of committed) {
      const filled = filledIn(read(file), String(state.one(address).policy));
      expect({ address, isCommitted: filled !== undefined }).toEqual({ address, isCommitted: true });
      for (const [token, value] of filled ?? []) values.set(token, (values.get(token) ?? new Set()).add(value));
    }
    expect([...values].filter(([, given]) => given.size !== 1)).toEqual([]);
    const given = (token: string): string | undefined => [...(values.get(token) ?? [])][0];
    expect({
      account: given("account_id"),
      region: given("region"),
      environment: given("environment"),
      partition: given("partition"),
    }).toEqual({ account: "123456789012", region: "us-west-2", environment: "test", partition: "aws" });
    for (const purpose of ["data", "masking", "quarantine", "s3", "ssm"])
      expect(given(`${purpose}_key_arn`)).toBe(state.one(`aws_kms_key.${purpose}`).arn);
    for (const [token, bucket] of Object.entries({ artifact: "artifacts", data: "data", quarantine: "quarantine", staging: "staging" }))
      expect(given(`${token}_bucket_arn`)).toBe(state.one(`aws_s3_bucket.bucket["${bucket}"]`).arn);
  });

  it("lets no stranger in, and no action by pattern, by the policies of keys, buckets, queues and topics", () => {
    const onResources = ["aws_kms_key", "aws_s3_bucket_policy", "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy"];
    const own = /^(?:arn:aws:iam::(?:123456789012|111111111111):|[a-z0-9.-]+\.amazonaws\.com$)/;
    // Where nothing is given the stand-in makes something up, which is no policy.
    const policies = onResources.flatMap((type) => state.of(type)).filter(({ values }) => String(values.policy).includes('"Statement"'));
    expect(policies.length).toBeGreaterThan(15);
    for (const { address, values } of policies) {
      for (const { Effect, Action, Principal, Condition } of statementsOf(values.policy)) {
        if (Effect === "Deny") continue;
        const principals = Object.values(Principal as Record<string, string | string[]>).flat();
        const strangers = principals.filter((principal) => !own.test(principal));
        // Whoever stands for a whole other account, or for all accounts, is narrowed down by a condition.
        const open = principals.filter((principal) => /111111111111|amazonaws/.test(principal) && Condition === undefined);
        const patterns = Action.filter((action) => action.includes("*"));
        expect({ address, strangers, open, patterns }).toEqual({ address, strangers: [], open: [], patterns: [] });
      }
    }
  });

  it("encrypts everything under its own keys", () => {
    const keys = new Set(state.of("aws_kms_key").map(({ values }) => values.arn));
    const first = (value: unknown): Resource["values"] => (value as Resource["values"][])[0] ?? {};
    const keyOf: Readonly<Record<string, (values: Resource["values"]) => unknown>> = {
      aws_cloudwatch_log_group: (values) => values.kms_key_id,
      aws_dynamodb_table: (values) => first(values.server_side_encryption).kms_key_arn,
      aws_lambda_function: (values) => values.kms_key_arn,
      aws_rds_cluster: (values) => values.storage_encrypted === true && values.kms_key_id,
      aws_s3_bucket_server_side_encryption_configuration: (values) =>
        first(first(values.rule).apply_server_side_encryption_by_default).kms_master_key_id,
      aws_s3_object: (values) => values.kms_key_id,
      aws_secretsmanager_secret: (values) => values.kms_key_id,
      aws_sns_topic: (values) => values.kms_master_key_id,
      aws_sqs_queue: (values) => values.kms_master_key_id,
      aws_ssm_parameter: (values) => values.key_id,
    };
    // S3 delivers access logs under its own key only; a pointer is no secret, and services read it without a key.
    const open = /^aws_s3_bucket_server_side_encryption_configuration\.bucket\["access-logs"\]|^aws_ssm_parameter\.pointer\[/;
    for (const [type, key] of Object.entries(keyOf)) {
      expect({ type, some: state.of(type).length > 0 }).toEqual({ type, some: true });
      const plain = state.of(type).filter(({ address, values }) => !open.test(address) && !keys.has(key(values)));
      expect(plain.map(({ address }) => address)).toEqual([]);
    }
    const configured = state.of("aws_s3_bucket_server_side_encryption_configuration").map(({ values }) => values.bucket);
    expect(configured.sort()).toEqual(
      state
        .of("aws_s3_bucket")
        .map(({ values }) => values.bucket)
        .sort(),
    );
  });

  it("stays within AWS's limits", () => {
    expect(limitProblems(state)).toEqual([]);
  });

  it("lets nobody but the masking roles use the quarantine's key", () => {
    const users = statementsOf(state.one("aws_kms_key.quarantine").policy).flatMap(({ Action, Principal, Condition }) =>
      Action.includes("kms:Decrypt") ? [{ Principal, Condition }] : [],
    );
    expect(JSON.stringify(users)).not.toContain("123456789012:root");
    expect(JSON.stringify(users)).not.toContain("parity-validation");
    expect(users).toContainEqual({
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/refresh-reader" } },
    });
  });

  it("writes rules that the handlers read, without doubled braces", () => {
    const { value, type, key_id: key } = state.one('aws_ssm_parameter.masking_rules["common"]');
    expect(value).not.toMatch(/\{\{|\}\}/);
    expect(parseRules(parseParameter(String(value)) as object, "common").source.common).toMatchObject({
      on_undeclared: "redact",
      rules: { email: "test+{{hash}}@example.com", ssn: "XXX-XX-{{last:4}}" },
    });
    expect({ type, key }).toEqual({ type: "SecureString", key: state.one("aws_kms_key.ssm").arn });
  });

  it("points every service at day 0", () => {
    for (const service of services) {
      expect(Pointer.parse(JSON.parse(String(state.one(`aws_ssm_parameter.pointer["${service}"]`).value)))).toMatchObject({
        run: "day-0",
        tables: { [`${service}-accounts`]: `${service}-accounts`, [`${service}-events`]: `${service}-events` },
        prefix: `${service}/`,
        secretArn: state.one("aws_secretsmanager_secret.database").arn,
      });
    }
  });

  it("tells every service by a queue that its data is ready", () => {
    for (const service of services) {
      const queue = state.one(`aws_sqs_queue.service["${service}"]`);
      expect(queue.name).toBe(test.queue(service));
      expect(state.one(`aws_sns_topic_subscription.service["${service}"]`)).toMatchObject({
        endpoint: queue.arn,
        raw_message_delivery: true,
        filter_policy: JSON.stringify({ service: [service] }),
      });
      expect(JSON.parse(String(queue.redrive_policy))).toMatchObject({ deadLetterTargetArn: `${String(queue.arn)}-dlq` });
    }
  });

  it("starts the refresh daily, the validator weekly, and the clean-up after a bad end", () => {
    expect(state.one("aws_cloudwatch_event_target.daily_refresh").input).toBe('{"environment":"test"}');
    expect(JSON.parse(String(state.one("aws_cloudwatch_event_target.parity_validation").input))).toEqual({
      environment: "test",
      operation: "validate",
    });
    const { event_pattern: pattern } = state.one("aws_cloudwatch_event_rule.refresh_ended_badly");
    const { detail } = JSON.parse(String(pattern)) as { detail: unknown };
    expect(detail).toEqual({
      status: ["FAILED", "ABORTED", "TIMED_OUT"],
      stateMachineArn: [state.one("aws_sfn_state_machine.daily_refresh").arn],
    });
    const [transformer] = state.one("aws_cloudwatch_event_target.refresh_ended_badly").input_transformer as { input_template: string }[];
    const input = transformer?.input_template.replace("<execution>", '"arn"') ?? "";
    expect(JSON.parse(input)).toEqual({ environment: "test", execution: "arn", runId: "" });
    for (const { values } of state.of("aws_cloudwatch_event_target")) {
      expect(values).toMatchObject({ dead_letter_config: [{ arn: state.one("aws_sqs_queue.rule_dead_letters").arn }], retry_policy: [{}] });
    }
  });

  it("says what the validator expects, in the shape that it reads", () => {
    const { resources } = parseExpectations(String(state.one("aws_s3_object.expectations").content));
    const counted = Object.fromEntries(Object.entries(resources).map(([kind, all]) => [kind, Object.keys(all ?? {}).length]));
    expect(counted).toMatchObject({ bucket: 5, table: 7, function: 6, machine: 5, rule: 3, queue: 13, topic: 2, parameter: 9, key: 9 });
    expect(counted.role).toBe(state.of("aws_iam_role").length);
    expect(counted.logGroup).toBe(state.of("aws_cloudwatch_log_group").length);
    const policies = Object.values(resources.role ?? {}).flatMap(({ policies: all }) => Object.keys(all ?? {}));
    expect(policies).toHaveLength(state.of("aws_iam_role_policy").length);
  });

  it(
    "says what production has to make, as data and as Terraform, naming no principal that may not exist yet",
    async () => {
      const setup = JSON.parse(String(state.output("production_account_setup"))) as {
        roles: Record<string, { name: string; trustPolicy: { Statement: { Principal: unknown; Condition: unknown }[] } }>;
        terraform: string;
      };
      expect(Object.values(setup.roles).map(({ name }) => name)).toEqual(["refresh-reader", "refresh-snapshot-publisher"]);
      for (const { trustPolicy } of Object.values(setup.roles)) {
        expect(trustPolicy.Statement[0]).toMatchObject({
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Condition: { ArnEquals: { "aws:PrincipalArn": expect.any(Array) }, StringLike: { "sts:ExternalId": expect.any(Array) } },
        });
      }
      workspace.write("production/main.tf", setup.terraform);
      expect(await workspace.terraform("-chdir=production", "init", "-input=false", "-no-color")).toMatchObject({ code: 0 });
      const planned = await workspace.terraform("-chdir=production", "plan", "-input=false", "-no-color");
      expect(planned).toMatchObject({ code: 0 });
      expect(planned.text).toContain("Plan: 4 to add, 0 to change, 0 to destroy.");
    },
    2 * minutes,
  );

  it("has the names of the local AWS", () => {
    const named = (type: string, name: string): string[] =>
      state.of(type).map(({ values }) => String(values[name]).replace("123456789012", "222222222222"));
    expect(named("aws_lambda_function", "function_name").sort()).toEqual(handlers.map(functionName).sort());
    expect(named("aws_sfn_state_machine", "name").sort()).toEqual(workflowNames.map(stateMachineName).sort());
    const buckets = [test.artifactsBucket, test.dataBucket, test.quarantineBucket, test.stagingBucket];
    expect(named("aws_s3_bucket", "bucket")).toEqual(expect.arrayContaining(buckets));
    expect(named("aws_sns_topic", "arn").sort()).toEqual([test.dataTopic, test.failureTopic].map(topicArn).sort());
    const aliases = [test.dataKeyAlias, test.maskingKeyAlias, test.quarantineKeyAlias];
    expect(named("aws_kms_alias", "name")).toEqual(expect.arrayContaining(aliases));
    expect(named("aws_db_subnet_group", "name").sort()).toEqual([test.subnetGroup, test.quarantineSubnetGroup].sort());
    expect(named("aws_dynamodb_table", "name")).toContain(test.controlTable);
    expect(named("aws_ssm_document", "name")).toEqual([test.document]);
    expect(named("aws_rds_cluster", "cluster_identifier")).toEqual([test.cluster]);
    const roles = [test.role("automation"), test.role("events"), ...workflowNames.map(test.role)];
    expect(named("aws_iam_role", "arn")).toEqual(expect.arrayContaining(roles));
    expect(named("aws_ssm_parameter", "name")).toEqual(expect.arrayContaining([...services.map(test.pointer), test.commonRules]));
  });

  it("holds no secret", () => {
    const { master_password: given, master_password_wo: written } = state.one("aws_rds_cluster.day_0");
    expect({ given, written }).toEqual({ given: null, written: null });
    const { secret_string: given_, secret_string_wo: written_ } = state.one("aws_secretsmanager_secret_version.database");
    expect({ given: given_, written: written_ }).toEqual({ given: null, written: null });
    expect(JSON.stringify(state.all)).not.toContain("standin-password");
  });
});
