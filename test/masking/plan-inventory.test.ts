/** The inventory of a plan, its difference to an earlier one, and how both are printed. */
import {
  diffInventory,
  Inventory,
  inventoryOf,
  isSameInventory,
  type PlaceFacts,
  planOf,
  renderDiff,
  renderPlan,
} from "../../handlers/masking/plan/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { customersColumn } from "./support/columns.ts";

const column = (name: string, type = "text"): PlaceFacts => customersColumn(name, type);
const inventory = (rules: object, ...places: PlaceFacts[]): Inventory => inventoryOf(planOf({ rules: parseRules(rules, "rules"), places }));

describe("the inventory", () => {
  const before = inventory(
    { email: "{{hash}}", phone: "{{format}}" },
    column("email"),
    column("phone"),
    column("fax"),
    column("n", "integer"),
  );
  const after = inventory(
    { email: "{{lower|hash}}", phone: "{{format}}" },
    column("email"),
    column("phone", "citext"),
    column("note"),
    column("n", "integer"),
  );
  const diff = diffInventory(before, after);

  it("comes back from its JSON", () => {
    expect(Inventory.parse(JSON.parse(JSON.stringify(before)))).toEqual(before);
  });

  it("differs by what is new, gone, of another type, decided otherwise", () => {
    const places = (entries: readonly { place: string }[]): string[] => entries.map(({ place }) => place);
    expect([
      places(diff.added),
      places(diff.gone),
      places(diff.otherType.map((change) => change.after)),
      places(diff.otherDecision.map((change) => change.after)),
    ]).toEqual([["customers.note"], ["customers.fax"], ["customers.phone"], ["customers.email"]]);
    expect(isSameInventory(diff)).toBe(false);
    expect(isSameInventory(diffInventory(after, after))).toBe(true);
  });

  it("is told line by line", () => {
    const hash = (of: Inventory): string => of.entries.find(({ place }) => place === "customers.email")?.hash.slice(0, 6) ?? "";
    expect(renderDiff(diff, "text")).toBe(
      [
        "new: shop, aurora: customers.note: text: redact",
        "gone: shop, aurora: customers.fax: was text: redact",
        "other type: shop, aurora: customers.phone: text → citext",
        `other decision: shop, aurora: customers.email: rule "email" (${hash(before)}) → rule "email" (${hash(after)})`,
        "",
      ].join("\n"),
    );
    expect(renderDiff(diff, "markdown").split("\n")[2]).toBe("| new | shop, aurora | `customers.note` | text: redact |");
    expect(renderDiff(diffInventory(after, after), "text")).toBe("Nothing has changed since the last inventory.\n");
  });
});

describe("renderPlan", () => {
  const plan = planOf({
    rules: parseRules({ "customers.emial": "{{hash}}", "a`b|c": "{{keep}}" }, "rules"),
    places: [column("email"), column("n", "integer"), column("a`b|c")],
    held: new Map([["auth", ["its rules are\nbroken"]]]),
  });

  it("prints text with what needs attention first", () => {
    expect(renderPlan(plan, "text")).toBe(`2 services (1 held back, 1 degraded), 3 places, 1 without a rule.

Held back, nothing of these services is touched:
  auth: its rules are broken

shop, aurora
  customers.*      text     pass                rule "a\`b|c" declares it harmless
  customers.email  text     redact  {{redact}}  undeclared text
  customers.n      integer  pass                undeclared number without a personal name

Suggestions for what has no rule (they decide nothing):
  "customers.email": "test+{{lower|hash}}@example.com"  its name says e-mail address

Rules that are for nothing:
  "customers.emial": no column, attribute or member has this name; the nearest is customers.email

Rules ${plan.rulesHash.slice(0, 12)}
`);
  });

  it("prints Markdown that its names cannot break", () => {
    const page = renderPlan(plan, "markdown");
    expect(page).toContain('| `customers.*` | text | pass |  | rule "a\\`b\\|c" declares it harmless |');
    for (const line of page.split("\n").filter((each) => each.startsWith("|")))
      expect([5, 7]).toContain(line.replaceAll("\\|", "").split("|").length);
  });

  it("prints JSON with a version and the inventory", () => {
    const printed = JSON.parse(renderPlan(plan, "json")) as { schemaVersion: number; places: { place: string }[]; inventory: unknown };
    expect([printed.schemaVersion, printed.places.length]).toEqual([1, 3]);
    expect(Inventory.parse(printed.inventory)).toEqual(inventoryOf(plan));
  });
});
