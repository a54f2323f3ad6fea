/** The plan of a night: samples of production refuse a service before the first byte moves, and no value is told. */
import * as zlib from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { keepPlan } from "../../../handlers/masking/operations/planning/keep-plan.ts";
import { planMasking } from "../../../handlers/masking/operations/planning/plan-masking.ts";
import type { TableLine } from "../../../handlers/masking/operations/planning/plan-tables.ts";
import { type Plan, renderPlan } from "../../../handlers/masking/plan/index.ts";
import { mergeRules, parseRules } from "../../../handlers/masking/rules/index.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { buckets, createWorld, type World } from "../shared/fakes/memory-services.ts";
import { runId } from "../shared/fakes/started-run.ts";

const { zstdCompressSync: zstd } = zlib as unknown as { readonly zstdCompressSync?: (text: string) => Buffer };

type Items = readonly Record<string, Record<string, unknown>>[];
type Attributes = TableLine["creation"]["AttributeDefinitions"];

const rules = { email: "test+{{hash}}@example.com", pk: "CUSTOMER#{{part:#:2|hash}}", "prefix:billing/assets/": "{{keep}}" };
const table = (service: string, attributes: Attributes = [{ AttributeName: "pk", AttributeType: "S" }]): TableLine => ({
  service,
  table: `${service}-app`,
  tableArn: `arn:aws:dynamodb:us-west-2:111111111111:table/${service}-app`,
  liveTable: "",
  newTable: `${service}-app-${runId}`,
  creation: {
    TableName: `${service}-app-${runId}`,
    AttributeDefinitions: attributes,
    KeySchema: attributes.map(({ AttributeName }, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
    BillingMode: "PAY_PER_REQUEST",
  },
});
const item = (n: number, more: Record<string, Record<string, unknown>> = {}) => ({ pk: { S: `CUSTOMER#${n}` }, ...more });

interface Night {
  readonly world?: World;
  readonly rules?: object;
  readonly items?: Items;
  readonly line?: TableLine;
  readonly fails?: string;
}

async function plan({ world = createWorld(), rules: given = rules, items = [], line = table("billing"), fails }: Night): Promise<Plan> {
  const sent: string[] = [];
  const send = async (command: { constructor: { name: string }; input: { TableName: string; Limit: number } }) => {
    sent.push(command.constructor.name);
    expect(command.input.Limit).toBeLessThanOrEqual(100);
    if (fails !== undefined) throw Object.assign(new Error(), { name: fails });
    return { Items: command.input.TableName === "billing-app" ? items : [] };
  };
  const made = await planMasking({
    production: { s3: world.context.clients.s3, bucket: buckets.production, dynamodb: { send } as never },
    services: ["auth", "billing"],
    tables: [line, table("auth")],
    rules: mergeRules(parseRules(given, "rules")),
    keys: await maskingKeys(world.context.clients.kms, "key"),
    held: new Map(),
  });
  expect(sent).toEqual(["ScanCommand", "ScanCommand"]);
  return made;
}

const reasons = ({ services }: Plan, name = "billing"): readonly string[] => services.find((one) => one.name === name)?.reasons ?? [];
const said = ({ items }: Plan): string[] => items.map(({ store, place, action }) => `${store} ${place}: ${action}`);

describe("a service is held before anything of it moves, and the others go on", () => {
  const number: Attributes = [{ AttributeName: "pk", AttributeType: "N" }];
  const pair: Attributes = ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" }));
  const cases: [string, object, Items, Attributes | undefined, RegExp][] = [
    [
      "whose key has too few results",
      { pk: "XXX-{{last:4}}" },
      [item(1)],
      undefined,
      /"last:4" of XXX-\{\{last:4\}\} makes different values equal/,
    ],
    ["whose key would be null", { pk: "{{null}}" }, [], undefined, /may not be null/],
    ["whose number key has a text template", { pk: "x-{{hash}}" }, [{ pk: { N: "7" } }], number, /a number takes/],
    [
      "whose key grows too long for a sampled value",
      { pk: `${"x".repeat(1970)}{{redact}}{{hash:64}}` },
      [{ pk: { S: `CUSTOMER#${"7".repeat(20)}` } }],
      undefined,
      /1 items of a file have more than 2048 bytes in the key attribute "pk"/,
    ],
    [
      "whose sort key grows too long for a sampled value",
      { pk: "{{hash}}", sk: `${"x".repeat(950)}{{redact}}{{hash:64}}` },
      [item(1, { sk: { S: "9".repeat(20) } })],
      pair,
      /1 items of a file have more than 1024 bytes in the key attribute "sk"/,
    ],
    [
      "whose rule makes any key too long, without a sample",
      { pk: `${"x".repeat(1985)}{{hash:64}}` },
      [],
      undefined,
      /billing-app: rule "pk" gives at least 2049 bytes for the key attribute "pk", which takes 2048/,
    ],
    [
      "whose rule makes any sort key too long, without a sample",
      { pk: "{{hash}}", sk: `${"x".repeat(961)}{{hash:64}}` },
      [],
      pair,
      /rule "sk" gives at least 1025 bytes for the key attribute "sk", which takes 1024/,
    ],
    [
      "whose sampled keys become equal, though no rule by itself says so",
      { pk: "{{part:#:1|hash}}", sk: "{{hash}}" },
      [item(1, { sk: { S: "a" } }), item(2, { sk: { S: "a" } }), item(3, { sk: { S: "b" } })],
      pair,
      /^billing-app: masking made 1 of 3 sampled keys equal to others; give its key attributes a rule/,
    ],
    ["with a value that no store can hold", rules, [item(1, { email: { S: "ana\u0000" } })], undefined, /billing-app: Record 1/],
    [
      "that holds what is undeclared",
      { version: "masking/v1", rules, on_undeclared: "hold" },
      [item(1, { fax: { S: "+1 555 010 9999" } })],
      undefined,
      /billing-app\.fax has no rule, and on_undeclared is "hold"/,
    ],
  ];
  it.each(cases)("%s", async (_, given, items, attributes, reason) => {
    const made = await plan({ rules: given, items, line: table("billing", attributes) });
    expect(reasons(made).join("\n")).toMatch(reason);
    if (!("on_undeclared" in given) && given === rules) expect(reasons(made, "auth")).toEqual([]);
    expect(renderPlan(made, "json")).not.toMatch(/ana|555 010/);
  });
});

describe("what nobody declared", () => {
  it("is told with a suggestion by the shape of its values, in every form of object, and no value with it", async () => {
    const world = createWorld();
    const put = (key: string, body: string | Buffer) => world.s3.put(buckets.production, `billing/${key}`, body);
    put("events/1.ndjson", '{"email":"a@b.example","contact":"bo@corp.example"}\n{"contact":"cut off');
    put("lists/1.json", `[{"reach":"+1 555 010 7788"},{"reach":"+1 555 010 7799"},{"reach":"${"9".repeat(70_000)}"}]`);
    put("exports/1.csv", 'email,paid_with\na@b.example,4111111111111111\n"b@b.example",4012888888881881\n');
    put("exports/1.tsv", "email\tpaid_from\na@b.example\tDE89370400440532013000\n");
    put("packed/1.csv.gz", zlib.gzipSync("email,seen_from\na@b.example,192.0.2.17\n"));
    put(
      "tables/1.parquet",
      Buffer.from(parquetWriteBuffer({ columnData: [{ name: "who", data: ["Ana Lopez", "Maria Garcia"], type: "STRING" }] })),
    );
    put("assets/logo.png", "x");
    put("uploads/scan.bin", "x");
    const made = await plan({ world, items: [item(1, { reply: { S: "bo@corp.example" }, email: { S: "b@b.example" } })] });
    expect(said(made)).toEqual(
      expect.arrayContaining([
        "dynamodb billing-app.email: rule",
        "dynamodb billing-app.pk: rule",
        "dynamodb billing-app.reply: redact",
        "s3 billing/assets/*.png: copy",
        "s3 billing/packed/*.csv.gz: mask",
        "s3 billing/uploads/*.bin: drop",
        "s3 events.contact: redact",
      ]),
    );
    const suggested = new Map(
      made.items.flatMap(({ suggestion }) => (suggestion === undefined ? [] : [[suggestion.rule, suggestion.because]])),
    );
    for (const [rule, shape] of [
      ["billing-app.reply", "e-mail"],
      ["events.contact", "e-mail"],
      ["lists.reach", "phone"],
      ["exports.paid_with", "card"],
      ["exports.paid_from", "IBAN"],
      ["packed.seen_from", "IP"],
      ["tables.who", "names"],
    ])
      expect([rule, [...suggested].find(([name]) => name.replaceAll('"', "") === rule)?.[1]]).toEqual([
        rule,
        expect.stringContaining(String(shape)),
      ]);
    for (const format of ["json", "markdown", "text"] as const)
      expect(renderPlan(made, format)).not.toMatch(/corp\.example|4111|DE89|192\.0\.2|Lopez|Maria|555 010/);
    expect(made.services.map(({ name, status }) => [name, status])).toEqual([
      ["auth", "planned"],
      ["billing", "degraded"],
    ]);
    expect(made.warnings).toEqual([]);
  });

  it("is sampled in what is cut off, within a large document and within packed data, and what is not is said", async () => {
    const world = createWorld();
    const put = (key: string, body: string | Buffer) => world.s3.put(buckets.production, `billing/${key}`, body);
    const rows = Array.from({ length: 4_000 }, (_, i) => ({ reach: `+1 555 010 ${1000 + i}`, note: "x" }));
    put("deep/1.json", JSON.stringify({ meta: { total: 4_000 }, data: { rows } }));
    put("plain/1.json.gz", zlib.gzipSync(`[${'{"email":"a@b.example","same":"bo@corp.example"},'.repeat(60_000)}{}]`));
    put("broken/1.json.gz", zlib.gzipSync("{}").subarray(3));
    put("packed/1.csv.zst", zstd?.("email,seen_from\na@b.example,192.0.2.17\n") ?? "no zstd");
    put("wide/1.parquet", "x".repeat(9 * 1024 * 1024));
    const made = await plan({ world });
    expect(said(made)).toEqual(
      expect.arrayContaining(["s3 deep.data.rows.reach: redact", "s3 deep.meta.total: pass", "s3 plain.same: redact"]),
    );
    const why = (place: string) => made.items.find((one) => one.place === place)?.why;
    expect(why("billing/deep/*.json")).toBe("masked as json, each part by its rule");
    expect(why("billing/broken/*.json.gz")).toMatch(/; not sampled: its gzip data is damaged/);
    expect(why("billing/wide/*.parquet")).toMatch(/; not sampled: a Parquet file of more than 8 MiB$/);
    if (zstd === undefined)
      expect(why("billing/packed/*.csv.zst")).toMatch(/; not sampled: its zstd data is damaged, or not known to this Node$/);
    else expect(said(made)).toContain("s3 packed.seen_from: redact");
  });

  it("is looked for in every folder of a service with many objects, and prefixes without objects are a warning", async () => {
    const world = createWorld();
    for (let i = 0; i < 1_200; i++) world.s3.put(buckets.production, `billing/events/${i}.ndjson`, "");
    world.s3.put(buckets.production, "billing/zebra/1.ndjson", '{"note":"x"}\n');
    world.s3.put(buckets.production, "billing/zoo/deep/harmless/1.bin", "x");
    const given = { ...rules, "prefix:billing/zoo/deep/": "{{keep}}", "prefix:billing/asets/": "{{keep}}" };
    const made = await plan({ world, rules: given });
    expect(said(made)).toContain("s3 zebra.note: redact");
    expect(made.warnings.map(({ rule }) => rule)).toEqual(["prefix:billing/assets/", "prefix:billing/asets/"]);
  });
});

it("production that denies, throttles or has nothing of a sample stops no plan: keys are known from the table's description", async () => {
  for (const fails of ["AccessDeniedException", "ProvisionedThroughputExceededException"]) {
    const world = createWorld();
    world.s3.put(buckets.production, "billing/events/1.ndjson", "{}\n");
    world.s3.onCommand = (name, { Bucket }) => {
      if (name === "GetObjectCommand" && Bucket === buckets.production) throw Object.assign(new Error(), { name: "SlowDown" });
    };
    expect(reasons(await plan({ world, fails }))).toEqual([]);
    expect(reasons(await plan({ world, fails, rules: { pk: "{{null}}" } })).join()).toMatch(/may not be null/);
  }
});

it("the plan is kept as JSON and as a page that says what has changed since the last live run", async () => {
  const world = createWorld();
  const before = "20261123t0200-1a2b";
  world.control.items.set(`GENERATIONS|${before}`, {
    status: "live",
    startedAt: "2026-11-23T02:00:00Z",
    cluster: "c",
    tables: [],
    cleaned: true,
  });
  const { context } = world;
  await keepPlan(context, before, await plan({ items: [item(1)] }));
  expect(world.s3.text(buckets.staging, staging.maskingPlanPage(before))).toContain("No earlier run kept its plan.");
  await keepPlan(context, runId, await plan({ items: [item(1, { fax: { S: "+1 555 010 9999" } })] }));
  const page = world.s3.text(buckets.staging, staging.maskingPlanPage(runId)) ?? "";
  expect(page).toContain(`Since run ${before}.`);
  expect(page).toContain("| new | billing, dynamodb | `billing-app.fax` | text: redact |");
  expect(page).not.toContain("555");
});
