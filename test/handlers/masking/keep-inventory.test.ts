/** The inventory that a run keeps: what has changed since the last live run, and suggestions for what has no rule. */
import { keepInventory } from "../../../handlers/masking/operations/keep-inventory.ts";
import { withSuggestions } from "../../../handlers/masking/operations/proving/suggestions.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import type { ProofReport, Undeclared } from "../../../handlers/shared/reports.ts";
import { buckets, createWorld, type World } from "../shared/fakes/memory-services.ts";

const [before, now] = ["20261123t0200-1a2b", "20261124t0200-1a2b"];
const found = (store: Undeclared["store"], place: string, action: Undeclared["action"] = "redact"): Undeclared => ({
  service: "billing",
  store,
  place,
  action,
  why: "no rule declares it",
});

function keep(world: World, runId: string, columns: Readonly<Record<string, string>>, undeclared: readonly Undeclared[]) {
  const inventory = {
    schemaVersion: 1,
    runId,
    tables: [
      {
        service: "billing",
        schema: "billing",
        name: "customers",
        rows: 1,
        columns: Object.entries(columns).map(([name, type]) => ({
          name,
          type,
          action: "redact",
          template: "{{redact}}",
          declared: false,
          why: "",
        })),
      },
    ],
    held: [],
  };
  world.s3.put(buckets.staging, staging.inventory(runId), JSON.stringify(inventory));
  return keepInventory(world.context, { runId, services: [{ undeclared }] } as unknown as ProofReport["body"]);
}

const live = (world: World, runId: string, startedAt: string): void =>
  void world.control.items.set(`GENERATIONS|${runId}`, { status: "live", startedAt, cluster: "c", tables: [], cleaned: true });

describe("a run's inventory", () => {
  it("is compared with that of the last live run", async () => {
    const world = createWorld();
    live(world, before, "2026-11-23T02:00:00Z");
    live(world, now, "2026-11-24T02:00:00Z");
    expect(await keep(world, before, { email: "text", phone: "text" }, [found("dynamodb", "app.note")])).toBeUndefined();
    expect(world.s3.text(buckets.staging, staging.changes(before))).toContain("No earlier run kept its inventory.");
    const columns = { email: "citext", fax: "text" };
    expect(await keep(world, now, columns, [found("dynamodb", "app.note", "hold"), found("aurora", "customers.fax")])).toEqual({
      added: 1,
      gone: 1,
      otherType: 1,
      otherDecision: 1,
    });
    expect(world.s3.text(buckets.staging, staging.changes(now))).toBe(`# Changes in run ${now}

Since run ${before}.

| change | where | place | what |
| --- | --- | --- | --- |
| new | billing, aurora | \`customers.fax\` | text: redact |
| gone | billing, aurora | \`customers.phone\` | was text: redact |
| other type | billing, aurora | \`customers.email\` | text → citext |
| other decision | billing, dynamodb | \`app.note\` | redact → hold |
`);
    expect(await keep(world, now, columns, [found("dynamodb", "app.note", "hold")])).toMatchObject({ added: 1, gone: 1 });
  });
});

describe("a suggestion", () => {
  const rules = parseRules({ "shop.mail": "m-{{hash}}@example.com" }, "rules");
  it.each([
    ["dynamodb", "app.contact.email", "redact", '"app.contact.email": "m-{{hash}}@example.com"'],
    ["dynamodb", "app.phone", "null", '"app.phone": "{{perm:nz}}"'],
    ["s3", "billing/exports/*.csv phone", "redact", '"exports.phone": "{{format}}"'],
    ["s3", "billing/exports/*.ndjson profile.first name", "redact", '"exports.profile.first name": "{{format}}"'],
  ] as const)("is made for %s %s", (store, place, action, text) => {
    expect(withSuggestions([found(store, place, action)], rules)[0]?.suggestion).toContain(`${text} (its name says `);
  });

  it.each([
    ["dynamodb", "app.*"],
    ["dynamodb", "app"],
    ["dynamodb", "app.colour"],
    ["s3", "billing/exports/*.csv object names"],
    ["s3", "billing/exports/*.csv metadata email"],
    ["s3", "billing/*.csv email"],
    ["s3", "billing/exports/*.csv"],
    ["aurora", "customers.email"],
  ] as const)("is not made for %s %s", (store, place) => {
    expect(withSuggestions([found(store, place)], rules)).toEqual([found(store, place)]);
  });
});
