import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ENVIRONMENT } from "../../local/refresh/names.ts";
import { noRules, readRulesFile } from "../../local/refresh/rules.ts";
import { searchLeaks } from "../../local/refresh/run.ts";
import { clusterAddress, connect } from "../../local/refresh/seed/cluster.ts";
import { readDump } from "../../local/refresh/seed/index.ts";
import { describeLocal, nothingLeft, startTestSession, type TestSession } from "./support/session.ts";

jest.setTimeout(300_000);
const here = path.dirname(fileURLToPath(import.meta.url));
const dump = path.resolve(here, "../../../shared/data/northwind.sql");
const rulesFile = path.resolve(here, "../refresh/northwind.rules.json");
const describeNorthwind = existsSync(dump) ? describeLocal : describe.skip;

async function liveCounts(session: TestSession, runId: string | null): Promise<unknown> {
  const client = await connect(session.accounts.test, await clusterAddress(session.accounts.test, `${ENVIRONMENT}-${runId}`));
  const { rows } = await client.query(
    `select (select count(*)::int from orders join customers using (customer_id) join employees using (employee_id)) as orders,
            (select count(*)::int from employees e join employees boss on e.reports_to = boss.employee_id) as bosses,
            (select count(*)::int from pg_constraint where contype = 'f' and not convalidated) as invalid`,
  );
  await client.end();
  return rows[0];
}

describeNorthwind("northwind", () => {
  it.each([
    ["with rules", readRulesFile(rulesFile)],
    ["without a single rule", noRules],
  ])("is masked %s: no value of production is left, and everything joins", async (_how, rules) => {
    const source = readDump(dump);
    const session = await startTestSession({ dump: source, services: [source.service], rules });
    try {
      const night = await session.night();
      expect(night).toMatchObject({ status: "SUCCEEDED", leftBehind: nothingLeft });
      expect(night.services[0]).toMatchObject({ name: "northwind", aurora: { tables: 14 } });
      expect(await liveCounts(session, night.runId)).toEqual({ orders: 830, bosses: 8, invalid: 0 });
      const undeclared = night.services[0]?.undeclared.length ?? 0;
      if (rules === noRules) expect(undeclared).toBeGreaterThan(40);
      const { found, scanned } = await searchLeaks(session, session.options);
      expect(found).toBe(0);
      expect(scanned).toBeGreaterThan(3000);
    } finally {
      await session.end();
    }
  });
});
