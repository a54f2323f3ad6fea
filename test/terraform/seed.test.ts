/** What was wrong with the stack that this one replaces, a test for each; they need no Terraform. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { unzipSync } from "fflate";
import { zipHandlers } from "../../local/cli/build.ts";
import { functionEnvironment } from "../../local/refresh/functions.ts";
import { workflowNames } from "../../local/refresh/names.ts";
import { documentFile, read, root } from "./support/files.ts";
import { type Body, type Hcl, parseHcl, parseVariables, stackHcl, textsIn } from "./support/parsed.ts";

const source = read("terraform/tap_stack.tf");
const underscored = (names: readonly string[]): string[] => names.map((name) => name.replaceAll("-", "_")).sort();
const functions = ["aurora_refresh", "dynamodb_refresh", "integration_tests", "masking", "parity_validation", "s3_sync"];
const names = (all: ReadonlyMap<string, Body>): string[] => [...all.keys()].sort();
/** The one block of this name in another. */
const block = (body: Body | undefined, name: string): Body => {
  const [first, ...more] = Array.isArray(body?.[name]) ? (body[name] as Body[]) : [];
  if (first === undefined || more.length > 0) throw new Error(`There is not one block ${name}.`);
  return first;
};

let stack: Hcl;
beforeAll(async () => {
  stack = await stackHcl();
});

describe("the stack that this one replaces", () => {
  it("1: was cut off in the middle", async () => {
    expect(stack.of("aws_vpc").size).toBe(1);
    expect(stack.outputs.size).toBeGreaterThan(0);
    const middle = source.slice(0, source.indexOf("{", source.length / 2) + 1);
    await expect(parseHcl(middle)).rejects.toThrow(/Unclosed|closing|Unterminated|end of the file/);
  });

  it("2: had three of six functions", () => {
    expect(names(stack.of("aws_lambda_function"))).toEqual(functions.map((name) => `${name}_handler`));
  });

  it("3: had no state machine", () => {
    expect(names(stack.of("aws_sfn_state_machine"))).toEqual(underscored(workflowNames));
    for (const [name, machine] of stack.of("aws_sfn_state_machine")) {
      const folder = name.replaceAll("_", "-");
      expect(machine.definition).toContain(`"\${local.workflows}/${folder}/${folder}.asl.json"`);
      expect(block(machine, "logging_configuration")).toMatchObject({ include_execution_data: false });
      expect(block(machine, "tracing_configuration")).toEqual({ enabled: true });
    }
  });

  it("4: had no rules", () => {
    const rules = stack.of("aws_cloudwatch_event_rule");
    expect([...rules.values()].map(({ schedule_expression: schedule, event_pattern: pattern }) => schedule ?? typeof pattern)).toEqual(
      expect.arrayContaining(["${var.refresh_schedule}", "${var.parity_schedule}", "string"]),
    );
    const targets = [...stack.of("aws_cloudwatch_event_target").values()];
    expect(targets.map(({ rule }) => rule).sort()).toEqual(names(rules).map((name) => `\${aws_cloudwatch_event_rule.${name}.name}`));
    for (const target of targets) {
      expect(block(target, "dead_letter_config").arn).toBe("${aws_sqs_queue.rule_dead_letters.arn}");
      expect(Object.keys(block(target, "retry_policy"))).toEqual(["maximum_event_age_in_seconds", "maximum_retry_attempts"]);
      // A machine is started by a role; a function lets the rule in.
      const permitted = [...stack.of("aws_lambda_permission").values()].some(({ source_arn: rule }) =>
        String(rule).startsWith(String(target.rule).replace(".name}", "")),
      );
      expect({ role: target.role_arn !== undefined, permitted }).toEqual({ role: !permitted, permitted });
    }
  });

  it("5: had no Automation document", () => {
    const { document_format: format, document_type: type, content } = stack.one("aws_ssm_document", "aurora_snapshot_clone_mask");
    expect({ format, type }).toEqual({ format: "YAML", type: "Automation" });
    expect(content).toBe(`\${file("\${local.automation_document}/${path.basename(documentFile)}")}`);
    expect(stack.locals.get("automation_document")).toBe(`\${path.module}/../${path.dirname(documentFile)}`);
  });

  it("6: had no dashboards", () => {
    const dashboards = [...stack.of("aws_cloudwatch_dashboard").values()];
    expect(dashboards.filter(({ for_each: each }) => each === undefined)).toHaveLength(1);
    expect(dashboards.filter(({ for_each: each }) => each !== undefined).length).toBeGreaterThan(0);
  });

  it("7: had no alarms", () => {
    const alarms = [...stack.of("aws_cloudwatch_metric_alarm").values()];
    expect(alarms.length).toBeGreaterThan(0);
    for (const { alarm_actions: actions } of alarms) expect(textsIn(actions).join()).toContain("aws_sns_topic.failures");
    const said = textsIn([alarms, [...stack.locals.values()]]).join("\n");
    expect(said).toContain('"breaching"');
    const watched = ["ExecutionsFailed", "ExecutionsTimedOut", "Errors", "Throttles", "Duration", "ApproximateAgeOfOldestMessage"];
    expect(watched.filter((metric) => !said.includes(metric))).toEqual([]);
  });

  it("8: had no metric filters", () => {
    const filters = [...stack.of("aws_cloudwatch_log_metric_filter").values()];
    expect(filters.length).toBeGreaterThan(0);
    for (const filter of filters) {
      expect(filter.log_group_name).toMatch(/aws_cloudwatch_log_group\.|local\./);
      expect(block(filter, "metric_transformation").namespace).toBe("${var.metrics_namespace}");
    }
  });

  it("9: had no log groups", () => {
    const groups = stack.of("aws_cloudwatch_log_group");
    for (const { retention_in_days: days, kms_key_id: key } of groups.values())
      expect({ days, key }).toEqual({ days: "${var.log_retention_days}", key: expect.stringMatching(/kms_key\.logs\.arn|key_arns\.logs/) });
    for (const { logging_config: log } of stack.of("aws_lambda_function").values())
      expect(textsIn(log).join()).toContain("${aws_cloudwatch_log_group.function[");
    for (const { logging_configuration: log } of stack.of("aws_sfn_state_machine").values())
      expect(textsIn(log).join()).toContain("${aws_cloudwatch_log_group.state_machine[");
    expect(names(groups)).toEqual(expect.arrayContaining(["flow", "function", "state_machine"]));
  });

  it("10: had no parameters", () => {
    const parameters = stack.of("aws_ssm_parameter");
    expect(names(parameters)).toEqual(expect.arrayContaining(["config", "database_secret", "masking_rules", "pointer", "service_config"]));
    for (const [name, { type, key_id: key, lifecycle }] of parameters) {
      if (name === "pointer") expect({ type, lifecycle }).toEqual({ type: "String", lifecycle: [{ ignore_changes: ["${value}"] }] });
      else expect({ type, key }).toEqual({ type: "SecureString", key: "${local.key_arns.ssm}" });
    }
  });

  it("11: had no outputs", () => {
    const said = [
      ...["vpc_id", "subnet_ids", "security_group_ids", "bucket_names", "bucket_arns", "table_names", "aurora_endpoints", "kms_key_arns"],
      ...["state_machine_arns", "rule_names", "automation_document_name", "drift_report_uri", "production_account_setup"],
    ];
    expect(names(stack.outputs)).toEqual(expect.arrayContaining(said));
    expect(names(stack.outputs).filter((name) => name.startsWith("dashboard")).length).toBeGreaterThan(0);
    for (const { description } of stack.outputs.values()) expect(description).toMatch(/.\.$/);
  });

  it("12: let nobody into Aurora", () => {
    expect(stack.one("aws_vpc_security_group_ingress_rule", "aurora_from_functions")).toMatchObject({
      security_group_id: "${aws_security_group.aurora.id}",
      referenced_security_group_id: "${aws_security_group.functions.id}",
      from_port: "${local.aurora_port}",
      to_port: "${local.aurora_port}",
    });
    const { vpc_security_group_ids: groups } = stack.one("aws_rds_cluster", "day_0");
    expect(groups).toEqual(["${aws_security_group.aurora.id}"]);
    const quarantined = [...stack.of("aws_vpc_security_group_ingress_rule").values()].filter(
      ({ security_group_id: group }) => group === "${aws_security_group.quarantine.id}",
    );
    expect(quarantined).toEqual([]);
  });

  it("13: had functions outside of the network", () => {
    for (const body of stack.of("aws_lambda_function").values()) {
      const { subnet_ids: subnets, security_group_ids: groups } = block(body, "vpc_config");
      expect(subnets).toBe("${local.private_subnet_ids}");
      expect(groups).toEqual([expect.stringMatching(/^\$\{aws_security_group\.(?:functions|validator)\.id\}$/)]);
    }
  });

  it("14: had functions without a driver for the database", async () => {
    const zip = (await zipHandlers()).get("integration-tests");
    const files = unzipSync(zip ?? new Uint8Array());
    const folder = mkdtempSync(path.join(tmpdir(), "refresh-zip-"));
    try {
      writeFileSync(path.join(folder, "index.mjs"), files["index.mjs"] ?? "");
      // Loaded where there are no node_modules; the sentence is the driver's.
      const script = 'const { handler } = await import("./index.mjs"); console.log(typeof handler)';
      const env = { PATH: process.env.PATH, ...functionEnvironment() };
      const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder, env, encoding: "utf8" });
      expect(stdout.trim()).toBe("function");
      expect(Buffer.from(files["index.mjs"] ?? "").includes("Client has already been connected")).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it("15: had items that broke on tables without range key", () => {
    const { range_key: range, hash_key: hash, for_each: each } = stack.one("aws_dynamodb_table_item", "day_0");
    expect({ hash, range }).toEqual({ hash: "${each.value.hash_key}", range: "${each.value.range_key}" });
    const table = stack.one("aws_dynamodb_table", "day_0");
    expect(table.for_each).toBe(each);
    expect(table.range_key).toBe(range);
    expect(block(table.dynamic as Body, "attribute").for_each).toBe("${compact([each.value.hash_key, each.value.range_key])}");
  });

  it("16: invented attributes for its items", () => {
    const { item } = stack.one("aws_dynamodb_table_item", "day_0");
    expect(item).toBe(
      '${jsonencode({ for attribute in compact([each.value.hash_key, each.value.range_key]) : attribute => { S = "day-0" } })}',
    );
  });

  it("17: did not make the parameters that handlers and document read", () => {
    const general = (name: string): string => name.replace(/\$\{[^}]*\}/g, "*");
    const made = [...stack.of("aws_ssm_parameter").values()].map(({ name }) =>
      general(String(name).replace("${local.parameter_path}", String(stack.locals.get("parameter_path")))),
    );
    const code = readdirSync(path.join(root, "handlers"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => read(path.join("handlers", file)));
    const used = code.flatMap((text) => [...text.matchAll(/`(\/\$\{environment\}\/[^`]*)`/g)].map(([, name = ""]) => general(name)));
    expect(used).toEqual(expect.arrayContaining(["/*/masking/rules/", "/*/*/data"]));
    expect(used.filter((name) => !made.some((one) => (name.endsWith("/") ? one.startsWith(name) : one === name)))).toEqual([]);
    expect(read(documentFile)).not.toMatch(/\{\{\s*ssm:/);
  });

  it("18: had files of variables that named others", async () => {
    const required = [...stack.variables].filter(([, body]) => !Object.hasOwn(body, "default")).map(([name]) => name);
    for (const file of ["dev.tfvars", "prod.tfvars"]) {
      const given = Object.keys(await parseVariables(read(`terraform/${file}`)));
      expect(given.filter((name) => !stack.variables.has(name))).toEqual([]);
      expect(required.filter((name) => !given.includes(name))).toEqual([]);
    }
  });

  it("19: had the provider's settings in it", async () => {
    expect(stack.providers).toEqual([]);
    const [{ required_providers: required } = {}] = stack.terraform;
    expect(required).toEqual([{ aws: { source: "hashicorp/aws", version: expect.stringMatching(/^~> \d+\.\d+$/) } }]);
    expect((await parseHcl(read("terraform/provider.tf"))).providers).toEqual(["aws"]);
  });
});

describe("the stack", () => {
  it("refers to nothing that is not declared", () => {
    expect([...stack.references].filter((name) => !stack.declared.has(name))).toEqual([]);
    expect(stack.references.size).toBeGreaterThan(200);
  });

  it("declares no variable that nobody reads", () => {
    const read_ = new Set([...stack.references]);
    expect([...stack.variables.keys()].filter((name) => !read_.has(`var.${name}`))).toEqual([]);
  });

  it("names no account and no region, but in the default and the words of its variables", () => {
    const code = ["tap_stack.tf", "provider.tf"].map((file) => read(`terraform/${file}`).replace(/^variable "[\s\S]*?^\}\n/gm, ""));
    expect(code.join("\n").match(/(?<!\d)\d{12}(?!\d)|\b[a-z]{2}(?:-gov)?-(?:north|south|east|west|central)[a-z]*-\d\b/g)).toBeNull();
  });

  it("describes, types and refuses: every variable", () => {
    for (const [name, { description, type }] of stack.variables)
      expect({ name, description, type }).toEqual({ name, description: expect.stringMatching(/.\.$/), type: expect.anything() });
  });
});
