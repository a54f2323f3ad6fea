import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseParameter, parseRules } from "../../handlers/masking/rules/index.ts";
import { Variables } from "../../handlers/shared/environment.ts";
import { Pointer } from "../../handlers/shared/reports.ts";
import { functionName, handlerNames, stateMachineName, test, topicArn, workflowNames } from "../../local/refresh/names.ts";
import { callsOf } from "./support/calls.ts";
import { documentFile, read, root, workflowFile, workflows } from "./support/files.ts";
import { allowedBy, type Stack, stackOf, statementsOf } from "./support/resources.ts";
import { createWorkspace, type Workspace, whyNot } from "./support/workspace.ts";

const reason = whyNot();
const suite = reason === undefined ? describe : describe.skip;
const minutes = 60_000;

/** Actions that AWS grants on everything only; each statement that has one says so. */
const withoutResources =
  /^(?:xray:|logs:(?:\w*LogDelivery|ListLogDeliveries|DescribeLogGroups|\w*ResourcePolic(?:y|ies))$|ec2:Describe|ssm:DescribeAutomationExecutions$|cloudwatch:PutMetricData$)/;

suite(`terraform${reason === undefined ? ", on the stand-in for the AWS provider" : ` (skipped: ${reason})`}`, () => {
  let workspace: Workspace;
  let state: Stack;

  beforeAll(() => {
    workspace = createWorkspace();
    expect(workspace.terraform("init", "-input=false", "-no-color")).toMatchObject({ code: 0 });
  }, 3 * minutes);
  afterAll(() => workspace?.remove());

  it("finds the files formatted", () => {
    const { status, stdout } = spawnSync("terraform", ["fmt", "-check", "-recursive", "-list=true", path.join(root, "terraform")], {
      encoding: "utf8",
    });
    expect({ status, unformatted: stdout }).toEqual({ status: 0, unformatted: "" });
  });

  it(
    "finds the stack valid",
    () => {
      expect(workspace.json("validate", "-json")).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    },
    minutes,
  );

  it.each(["dev", "prod"])(
    "plans with %s.tfvars",
    (name) => {
      const file = `${name}.tfplan`;
      const planned = workspace.terraform("plan", "-input=false", "-no-color", `-var-file=${name}.tfvars`, `-out=${file}`);
      expect(planned).toMatchObject({ code: 0 });
      expect(planned.text).not.toContain("Warning");
      const plan = stackOf(workspace.json("show", "-json", file));
      expect(plan.of("aws_sfn_state_machine")).toHaveLength(5);
      expect(plan.of("aws_lambda_function").map(({ name: function_ }) => function_)).toEqual([
        "aurora_refresh_handler",
        "dynamodb_refresh_handler",
        "integration_tests_handler",
        "masking_handler",
        "s3_sync_handler",
      ]);
      for (const { values } of plan.of("aws_lambda_function")) {
        expect(values).toMatchObject({ runtime: "nodejs22.x", architectures: ["arm64"], timeout: 900, handler: "index.handler" });
      }
      for (const { values } of plan.of("aws_rds_cluster_instance")) expect(values.instance_class).not.toMatch(/^db\.t/);
    },
    2 * minutes,
  );

  it(
    "refuses the account itself as production",
    () => {
      const { code, text } = workspace.terraform(
        "plan",
        "-input=false",
        "-no-color",
        "-var-file=dev.tfvars",
        "-var=prod_account_id=123456789012",
      );
      expect(code).toBe(1);
      expect(text).toContain("prod_account_id must be another account than the one this is applied to.");
    },
    minutes,
  );

  it(
    "passes terraform/tests",
    () => {
      expect(workspace.terraform("test", "-no-color")).toMatchObject({ code: 0 });
    },
    4 * minutes,
  );

  it(
    "applies, and has nothing to change afterwards",
    () => {
      const variables = ["-input=false", "-no-color", "-var-file=dev.tfvars"];
      expect(workspace.terraform("apply", "-auto-approve", ...variables)).toMatchObject({ code: 0 });
      expect(workspace.terraform("plan", "-detailed-exitcode", ...variables)).toMatchObject({ code: 0 });
      state = stackOf(workspace.json("show", "-json"));
    },
    3 * minutes,
  );

  describe("what is applied", () => {
    it("gives every function every variable that handlers read", () => {
      for (const { values } of state.of("aws_lambda_function")) {
        const [{ variables = {} } = {}] = values.environment as { variables?: Record<string, string> }[];
        expect(Variables.safeParse(variables).error).toBeUndefined();
      }
    });

    it("has definitions and a document without tokens", () => {
      const definitions = state.of("aws_sfn_state_machine").map(({ values }) => String(values.definition));
      expect(definitions).toHaveLength(workflows.length);
      for (const definition of definitions) {
        expect(Object.keys(JSON.parse(definition) as object)).toContain("StartAt");
        expect(definition).not.toMatch(/[$%]\{/);
      }
      const { content, document_format: format, name } = state.one("aws_ssm_document.aurora_snapshot_clone_mask");
      expect({ content, format, name }).toEqual({ content: read(documentFile), format: "YAML", name: "dev-aurora-snapshot-clone-mask" });
    });

    it.each(workflows)("allows %s the calls of its definition", (name) => {
      const allowed = allowedBy(state.one(`aws_iam_role_policy.state_machine["${name}"]`).policy);
      const missing = [...callsOf(JSON.parse(read(workflowFile(name, "asl.json"))))].filter((action) => !allowed.has(action));
      expect(missing).toEqual([]);
    });

    it("allows no action by pattern, and everything only where AWS knows no resources", () => {
      const policies = state.of("aws_iam_role_policy");
      expect(policies).toHaveLength(12);
      for (const { address, values } of policies) {
        expect(String(values.policy).length).toBeLessThan(10_240);
        for (const { Effect, Action, Resource = [] } of statementsOf(values.policy)) {
          if (Effect === "Deny") continue;
          const patterns = Action.filter((action) => action.includes("*"));
          const everything = Resource.includes("*") ? Action.filter((action) => !withoutResources.test(action)) : [];
          expect({ address, patterns, everything }).toEqual({ address, patterns: [], everything: [] });
        }
      }
    });

    it("lets nobody but the masking roles use the quarantine's key", () => {
      const users = statementsOf(state.one("aws_kms_key.quarantine").policy).flatMap(({ Action, Principal, Condition }) =>
        Action.includes("kms:Decrypt") ? [{ Principal, Condition }] : [],
      );
      expect(JSON.stringify(users)).not.toContain("123456789012:root");
      expect(users).toContainEqual({
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/refresh-reader" } },
      });
    });

    it("writes rules that the handlers read, without doubled braces", () => {
      const { value } = state.one("aws_ssm_parameter.masking_rules");
      expect(value).not.toMatch(/\{\{|\}\}/);
      expect(parseRules(parseParameter(String(value)) as object, "common").source.common).toMatchObject({
        rules: { email: "test+{{hash}}@example.com", ssn: "XXX-XX-{{last:4}}" },
      });
    });

    it("points every service at day 0", () => {
      for (const service of ["auth", "billing", "ledger"]) {
        const pointer = JSON.parse(String(state.one(`aws_ssm_parameter.pointer["${service}"]`).value)) as object;
        // The stand-in makes no secret.
        expect(
          Pointer.parse({ ...pointer, secretArn: "arn:aws:secretsmanager:us-west-2:123456789012:secret:rds!cluster-1" }),
        ).toMatchObject({
          run: "day-0",
          tables: { [`${service}-accounts`]: `${service}-accounts`, [`${service}-events`]: `${service}-events` },
          prefix: `${service}/`,
        });
      }
    });

    it("starts the refresh daily and the clean-up after a bad end", () => {
      expect(state.one("aws_cloudwatch_event_target.daily_refresh").input).toBe('{"environment":"dev"}');
      const { event_pattern: pattern } = state.one("aws_cloudwatch_event_rule.refresh_ended_badly");
      const { detail } = JSON.parse(String(pattern)) as { detail: unknown };
      expect(detail).toEqual({
        status: ["FAILED", "ABORTED", "TIMED_OUT"],
        stateMachineArn: [state.one("aws_sfn_state_machine.daily_refresh").arn],
      });
      const [transformer] = state.one("aws_cloudwatch_event_target.refresh_ended_badly").input_transformer as {
        input_template: string;
      }[];
      const input = transformer?.input_template.replace("<execution>", '"arn"') ?? "";
      expect(JSON.parse(input)).toEqual({ environment: "dev", execution: "arn", runId: "" });
    });

    it("says what production has to make, naming no principal that may not exist yet", () => {
      const setup = JSON.parse(String(state.output("production_account_setup"))) as {
        roles: Record<string, { name: string; trustPolicy: { Statement: { Principal: unknown; Condition: unknown }[] } }>;
      };
      expect(Object.values(setup.roles).map(({ name }) => name)).toEqual(["refresh-reader", "refresh-snapshot-publisher"]);
      for (const { trustPolicy } of Object.values(setup.roles)) {
        expect(trustPolicy.Statement[0]).toMatchObject({
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Condition: { ArnEquals: { "aws:PrincipalArn": expect.any(Array) }, StringLike: { "sts:ExternalId": expect.any(Array) } },
        });
      }
    });

    it("has the names of the local AWS", () => {
      const named = (type: string, name: string): string[] =>
        state.of(type).map(({ values }) =>
          String(values[name])
            .replace("123456789012", "222222222222")
            .replace(/\bdev\b/, "test"),
        );
      expect(named("aws_lambda_function", "function_name").sort()).toEqual(handlerNames.map(functionName).sort());
      expect(named("aws_sfn_state_machine", "name").sort()).toEqual(workflowNames.map(stateMachineName).sort());
      expect(named("aws_s3_bucket", "bucket").sort()).toEqual([test.dataBucket, test.quarantineBucket, test.stagingBucket].sort());
      expect(named("aws_sns_topic", "arn").sort()).toEqual([test.dataTopic, test.failureTopic].map(topicArn).sort());
      expect(named("aws_kms_alias", "name").sort()).toEqual([test.dataKeyAlias, test.maskingKeyAlias, test.quarantineKeyAlias].sort());
      expect(named("aws_dynamodb_table", "name")).toContain(test.controlTable);
      expect(named("aws_ssm_document", "name")).toEqual([test.document]);
      expect(named("aws_rds_cluster", "cluster_identifier")).toEqual([test.cluster]);
      expect(named("aws_iam_role", "arn")).toEqual(
        expect.arrayContaining([test.role("automation"), test.role("events"), ...workflowNames.map(test.role)]),
      );
      expect(named("aws_ssm_parameter", "name").sort()).toEqual([...["auth", "billing", "ledger"].map(test.pointer), test.commonRules]);
    });

    it("holds no secret", () => {
      const { master_password: password, manage_master_user_password: managed } = state.one("aws_rds_cluster.day_0");
      expect({ password, managed }).toEqual({ password: null, managed: true });
      expect(state.all.filter(({ type }) => /password|secret_version/.test(type))).toEqual([]);
    });
  });
});
