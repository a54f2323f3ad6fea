/** Searches the rows, and the statistics, of every database of every cluster that the test account has. */
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import pg from "pg";
import type { LocalAws } from "../../aws/index.ts";
import type { AccountClients } from "../../refresh/seed/index.ts";
import type { CanarySearch, Hit } from "../canaries/index.ts";

const DATABASES = "select datname as name from pg_database where datallowconn and not datistemplate";
const TABLES = `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`;
const STATISTICS = "select s::text as row from pg_stats s where schemaname not in ('pg_catalog', 'information_schema')";
const PAGE = 2_000;

/** What is found; a cluster whose server does not run has no rows to read, only files. */
export async function rowHits(aws: Pick<LocalAws, "rds" | "accounts">, clients: AccountClients, search: CanarySearch): Promise<Hit[]> {
  const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand({}));
  const hits: Hit[] = [];
  for (const { DBClusterIdentifier: cluster = "" } of DBClusters) {
    const address = aws.rds.adminConnection(cluster, aws.accounts.test, "postgres");
    if (address === undefined) continue;
    const databases = await within(address, async (client) =>
      (await client.query<{ name: string }>(DATABASES)).rows.map(({ name }) => name),
    );
    for (const database of databases) {
      hits.push(...(await within({ ...address, database }, (client) => databaseHits(client, `cluster ${cluster}, ${database}`, search))));
    }
  }
  return hits;
}

async function databaseHits(client: pg.Client, where: string, search: CanarySearch): Promise<Hit[]> {
  const found = new Map<string, Hit>();
  const look = (text: string, table: string): void => {
    for (const place of search.in(Buffer.from(text))) found.set(`${place} ${table}`, { place, where: `${where}, ${table}` });
  };
  const { rows: tables } = await client.query<{ name: string }>(TABLES);
  for (const { name } of tables) {
    await client.query(`begin; declare faults no scroll cursor for select t::text as row from ${name} t`);
    for (;;) {
      const { rows } = await client.query<{ row: string | null }>(`fetch ${PAGE} from faults`);
      for (const { row } of rows) look(row ?? "", `table ${name}`);
      if (rows.length < PAGE) break;
    }
    await client.query("rollback");
  }
  for (const { row } of (await client.query<{ row: string }>(STATISTICS)).rows) look(row, "pg_stats");
  return [...found.values()];
}

async function within<T>(address: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(address);
  // A server that ends while a connection is open must not end this process too.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
