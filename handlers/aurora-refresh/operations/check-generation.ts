/** Looks at tonight's cluster before anybody is sent there, and writes it down as the candidate. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readHeld, writeCandidate } from "../../shared/control/index.ts";
import { staging } from "../../shared/layout.ts";
import { readJson } from "../../shared/objects.ts";
import { resources } from "../../shared/resources.ts";
import type { AuroraContext } from "../context.ts";
import type { checkGeneration as contract } from "../contract.ts";
import { quoteName } from "../inventory/index.ts";
import { InventoryReport } from "../inventory-report.ts";

/** The operation `checkGeneration`. */
export function checkGeneration(context: AuroraContext): Operation<typeof contract> {
  const { clients, variables, control } = context;
  return async ({ environment, runId, clusterArn, secretArn, endpoint, readerEndpoint, port }, raise) => {
    const run = context.sql({ clusterArn, secretArn });
    const report = InventoryReport.parse(await readJson(clients.s3, variables.STAGING_BUCKET, staging.inventory(runId)));
    const held = await readHeld(control, runId);
    let sum = 0;
    for (const { schema, name, rows } of report.tables.filter(({ service }) => !held.has(service))) {
      const [row] = await run("count rows", `select count(*) as n from ${quoteName(schema)}.${quoteName(name)}`);
      const now = Number(row?.n);
      if (now !== rows)
        raise("Aurora.CountMismatch", `${schema}.${name} has ${now} rows in tonight's cluster; the masked clone had ${rows}.`);
      sum += now;
    }
    await writeCandidate(control, runId, {
      endpoint,
      readerEndpoint,
      port,
      secretArn,
      clusterArn,
      cluster: resources.cluster(environment, runId),
    });
    return { rows: sum };
  };
}
