/** Many items: inline Maps, and distributed ones with every reader. */
import { z } from "zod";
import { text, token } from "../../expressions/index.ts";
import { example } from "../example.ts";
import { maskTable } from "./contracts.ts";

const tasks = { "Mask table": maskTable };
const Line = z.object({ table: z.string().max(64) });

/** One iteration for each element of an array. The body reads outer values as well; they are carried in. */
export const map = example("map", tasks, ({ input, run, map }) => {
  const masked = map("Mask tables", input.tables, (table) => ({ rows: run("Mask table", { table: table.name }).rows }), { atOnce: 5 });
  return { masked };
});

/** A child execution for each line of a file. It reads its `item` and what `with` hands it, nothing else. */
export const lines = example("distributedMap, lines of JSON", tasks, ({ input, run, distributedMap }) => {
  distributedMap(
    "Mask tables",
    {
      reader: { format: "JSONL", item: Line, bucket: token("bucket"), key: text`runs/${input.runId}/tables.jsonl` },
      with: { runId: input.runId },
      atOnce: 40,
      toleratedFailurePercentage: 5,
      label: "tables",
    },
    ({ item, runId }) => void run("Mask table", { table: text`${runId}/${item.table}` }),
  );
});

/** A child execution for each batch of lines; it reads its `items` and the `batchInput`. The results are written to S3. */
export const batches = example(
  "distributedMap, in batches, with a writer",
  { "Mask tables": maskTable },
  ({ input, run, distributedMap }) => {
    distributedMap(
      "Mask all",
      {
        reader: { format: "JSON", item: Line, bucket: token("bucket"), key: "tables.json" },
        batch: { size: 50, bytes: 100_000, input: { runId: input.runId } },
        writer: { bucket: token("bucket"), prefix: text`runs/${input.runId}/results` },
      },
      ({ items, batchInput }) => void run("Mask tables", { table: text`${batchInput.runId}/${items[0].table}` }),
    );
  },
);

/** A child execution for each object under a prefix: its key, its size, its ETag. */
export const listing = example("distributedMap, a listing of S3", tasks, ({ run, distributedMap }) => {
  distributedMap(
    "Mask objects",
    { reader: { format: "LIST", bucket: token("bucket"), prefix: "exports/", atMost: 1000 }, executions: "EXPRESS" },
    ({ item }) => void run("Mask table", { table: item.Key }),
  );
});

/** A child execution for each row of a CSV file, its columns named here or by its first row. */
export const csv = example("distributedMap, CSV", tasks, ({ run, distributedMap }) => {
  distributedMap(
    "Mask rows",
    { reader: { format: "CSV", item: Line, bucket: token("bucket"), key: "tables.csv", header: ["table"], delimiter: "SEMICOLON" } },
    ({ item }) => void run("Mask table", { table: item.table }),
  );
});

/** A child execution for each row of a Parquet file. */
export const parquet = example("distributedMap, Parquet", tasks, ({ run, distributedMap }) => {
  distributedMap(
    "Mask rows",
    { reader: { format: "PARQUET", item: Line, bucket: token("bucket"), key: "tables.parquet" } },
    ({ item }) => void run("Mask table", { table: item.table }),
  );
});

/** A child execution for each item of the files that a manifest names. */
export const manifest = example("distributedMap, a manifest", tasks, ({ run, distributedMap }) => {
  distributedMap(
    "Mask rows",
    {
      reader: {
        format: "MANIFEST",
        manifest: "ATHENA_DATA",
        data: "JSONL",
        item: Line,
        bucket: token("bucket"),
        key: "unload/manifest.csv",
      },
    },
    ({ item }) => void run("Mask table", { table: item.table }),
  );
});

/** A child execution for each element of an array of the data. */
export const distributedItems = example("distributedMap, an array", tasks, ({ input, run, distributedMap }) => {
  distributedMap(
    "Mask tables",
    { items: input.tables, toleratedFailureCount: 2 },
    ({ item }) => void run("Mask table", { table: item.name }),
  );
});
