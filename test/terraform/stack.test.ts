import { spawnSync } from "node:child_process";
import path from "node:path";
import { type BadValues, badValuesOf, errorsIn, sentencesOf } from "./support/bad-values.ts";
import { read, root } from "./support/files.ts";
import { stackOf } from "./support/resources.ts";
import { createWorkspace, type Workspace, whyNot } from "./support/workspace.ts";

const reason = whyNot();
const suite = reason === undefined ? describe : describe.skip;
const minutes = 60_000;

suite(`terraform${reason === undefined ? ", on the stand-in for the AWS provider" : ` (skipped: ${reason})`}`, () => {
  let workspace: Workspace;

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

  it(
    "plans a small environment with dev.tfvars, without what is dear",
    () => {
      const planned = workspace.terraform("plan", "-input=false", "-no-color", "-var-file=dev.tfvars", "-out=dev.tfplan");
      expect(planned).toMatchObject({ code: 0 });
      expect(planned.text).not.toMatch(/^Warning/m);
      const plan = stackOf(workspace.json("show", "-json", "dev.tfplan"));
      expect(plan.of("aws_kms_key").map(({ name }) => name)).not.toContain("service");
      expect(plan.of("aws_vpc_endpoint").map(({ name }) => name)).toEqual(["gateway", "gateway"]);
      expect(plan.of("aws_nat_gateway")).toHaveLength(1);
      for (const { values } of plan.of("aws_rds_cluster_instance")) expect(values.instance_class).not.toMatch(/^db\.t/);
    },
    2 * minutes,
  );

  it(
    "refuses every bad value with its sentence",
    () => {
      const sets = [...badValuesOf(read("terraform/tests/variables.tftest.hcl")), tooMuch, together];
      for (const { file, text } of sets) workspace.write(file, text);
      const values = [...sets.map(({ file }) => [`-var-file=${file}`]), ["-var-file=dev.tfvars", "-var=prod_account_id=123456789012"]];
      const errors = errorsIn(workspace.all(values.map((given) => ["plan", "-input=false", "-json", ...given])));
      const unseen = [...sentencesOf(read("terraform/tap_stack.tf"))].filter(([, pattern]) => !errors.some((error) => pattern.test(error)));
      expect(unseen.map(([sentence]) => sentence)).toEqual([]);
    },
    3 * minutes,
  );

  it(
    "passes terraform/tests",
    () => {
      expect(workspace.terraform("test", "-no-color")).toMatchObject({ code: 0 });
    },
    4 * minutes,
  );
});

const good = {
  environment: "test",
  prod_account_id: "111111111111",
  prod_data_bucket: "prod-data-111111111111",
  prod_cluster_identifier: "prod-aurora",
  prod_snapshot_key_arn: "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};
const times = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, number) => make(number));
const jsonFile = (name: string, values: object): BadValues => ({
  name,
  file: `${name}.tfvars.json`,
  text: JSON.stringify({ ...good, ...values }),
});

// What a file of variables can say in JSON only, without calling a function.
const tooMuch = jsonFile("too-much", { ddb_tables: Object.fromEntries(times(40, (number) => [`table-${number}`, { hash_key: "pk" }])) });

// What is refused by a resource is refused in one plan.
const together = jsonFile("together", {
  private_subnet_cidrs: ["10.64.0.0/23", "10.64.16.0/20"],
  quarantine_subnet_cidrs: ["10.65.0.0/27", "10.64.3.32/27"],
  data_bucket_name: "test-masked-data",
  staging_bucket_name: "test-masked-data",
  masking_rules: Object.fromEntries(times(400, (number) => [`column_${number}`, "{{hash:16}}"])),
});
