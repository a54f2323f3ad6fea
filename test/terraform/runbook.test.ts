/** The runbook of terraform/README.md says of every alarm of the stack what to do, and of no other. */
import { read } from "./support/files.ts";
import { stackHcl } from "./support/parsed.ts";

const readme = read("terraform/README.md");
const headings = [...readme.matchAll(/^#### (.+)$/gm)].flatMap(([, text = ""]) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""),
);

const words = (expression: unknown): string[] => [...String(expression).matchAll(/"([a-z0-9-]+)"/g)].map(([, word]) => word ?? "");

/** The names in a map of locals: an object's, or, where it is computed, those that its expression gives a block. */
async function keysOf(name: string): Promise<string[]> {
  const value = (await stackHcl()).locals.get(name);
  if (typeof value === "object" && value !== null) return Object.keys(value);
  return [...String(value).matchAll(/([\w-]+)\s*=\s*\{/g)].flatMap(([, key = ""]) => (key === "dimensions" ? [] : [key]));
}

/** How the names of each group of alarms are made. */
const groups: Readonly<Record<string, () => Promise<string[]>>> = {
  machine_alarms: async () => each(words((await stackHcl()).locals.get("state_machines")), await keysOf("machine_ends")),
  function_alarms: async () => each(await handlers(), await keysOf("function_signs")),
  night_alarms: () => keysOf("night_alarms"),
  finding_alarms: () => keysOf("finding_alarms"),
  dead_letter_alarms: async () => [...each(await handlers(), ["dead-letters"]), ...(await keysOf("dead_letter_alarms"))],
  database_alarms: async () => each(["day-0"], await keysOf("database_alarms")),
  service_queue_alarms: async () => (await keysOf("queue_signs")).map((sign) => `services-…-${sign}`),
};
const handlers = async (): Promise<string[]> => words((await stackHcl()).locals.get("handlers"));
const each = (names: readonly string[], signs: readonly string[]): string[] =>
  names.flatMap((name) => signs.map((sign) => `${name}-${sign}`));

describe("the runbook", () => {
  it("knows how the stack groups its alarms", async () => {
    const { locals } = await stackHcl();
    const merged = [...`${String(locals.get("alarms"))} ${String(locals.get("alarm_names"))}`.matchAll(/local\.(\w+_alarms)\b/g)];
    expect([...new Set(merged.map(([, name]) => name))].sort()).toEqual(Object.keys(groups).sort());
  });

  it("has a heading for every alarm, once, and none for another", async () => {
    const names = (await Promise.all(Object.values(groups).map((group) => group()))).flat();
    expect([...headings].sort()).toEqual(names.sort());
    expect(names).toEqual(expect.arrayContaining(["did-not-run", "rules-dead-letters", "day-0-memory", "refresh-cleanup-failed"]));
  });
});
