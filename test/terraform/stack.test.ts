import { createWorkspace, findProvider, type Provider, planOf, steps, type Workspace } from "../../local/terraform/index.ts";
import { type BadValues, badValuesOf, inOneLine, sentencesOf } from "./support/bad-values.ts";
import { read } from "./support/files.ts";
import { stackOf } from "./support/resources.ts";

const provider = findProvider();
const suite = typeof provider === "string" ? describe.skip : describe;
const minutes = 60_000;

suite(`terraform ${typeof provider === "string" ? `(skipped: ${provider})` : `on the ${provider.name}`}`, () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(provider as Provider);
  }, 3 * minutes);
  afterAll(() => workspace?.remove());

  it.each(steps)(
    "$name: $title",
    async ({ run }) => {
      expect(await run(workspace)).toBeUndefined();
    },
    10 * minutes,
  );

  it(
    "plans a small environment with dev.tfvars, without what is dear",
    async () => {
      const plan = stackOf(await workspace.json("show", "-json", planOf("dev.tfvars")));
      expect(plan.of("aws_kms_key").map(({ name }) => name)).not.toContain("service");
      expect(plan.of("aws_vpc_endpoint").map(({ name }) => name)).toEqual(["gateway", "gateway"]);
      expect(plan.of("aws_nat_gateway")).toHaveLength(1);
      for (const { values } of plan.of("aws_rds_cluster_instance")) expect(values.instance_class).not.toMatch(/^db\.t/);
    },
    minutes,
  );

  it(
    "refuses every bad value with its sentence",
    async () => {
      const sets = [...badValuesOf(read("terraform/tests/variables.tftest.hcl")), tooMuch, together];
      for (const { file, text } of sets) workspace.write(file, text);
      // What a variable refuses by itself the console says too, for a quarter of a plan's time.
      const commands = sets.map(({ name, file }) => [...(asksAws.has(name) ? plan : ["console"]), `-var-file=${file}`]);
      commands.push([...plan, "-var-file=dev.tfvars", "-var=prod_account_id=123456789012"]);
      let said = "";
      for (const args of commands) said += inOneLine((await workspace.terraform(...args)).text);
      const unseen = [...sentencesOf(read("terraform/tap_stack.tf"))].filter(([, pattern]) => !pattern.test(said));
      expect(unseen.map(([sentence]) => sentence)).toEqual([]);
    },
    5 * minutes,
  );
});

/** The sets that are refused for what AWS or other resources say: zones, the account, names and ranges together. */
const asksAws = new Set(["bad_values", "other_bad_values", "too-much", "together"]);
const plan = ["plan", "-input=false"];

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
