import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { ObjectStore } from "../../local/stepfunctions/index.ts";
import { memoryStore, single, virtualEngine } from "./support.ts";

const item = {
  StartAt: "P",
  States: { P: { Type: "Pass", End: true } },
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
};

/** Objects by `bucket/key`, bytes too. */
function store(objects: Record<string, string | Uint8Array>): ObjectStore {
  const texts = Object.fromEntries(Object.entries(objects).map(([name, body]) => [name, typeof body === "string" ? body : ""]));
  const memory = memoryStore(texts);
  return {
    ...memory,
    get: async (bucket, key) => {
      const body = objects[`${bucket}/${key}`];
      return body instanceof Uint8Array ? body : memory.get(bucket, key);
    },
  };
}

async function read(objects: Record<string, string | Uint8Array>, ReaderConfig: object, action = "getObject") {
  const where = action === "getObject" ? { Key: "k" } : { Prefix: "in/" };
  const ItemReader = { Resource: `arn:aws:states:::s3:${action}`, Parameters: { Bucket: "b", ...where }, ReaderConfig };
  return virtualEngine({ s3: store(objects) }).run(single({ Type: "Map", ItemReader, ItemProcessor: item }), {});
}

describe("an ItemReader", () => {
  it("finds the array inside of a JSON object by its pointer", async () => {
    const { output } = await read({ "b/k": '{"a/b":[{"items":[1,2]}]}' }, { InputType: "JSON", ItemsPointer: "/a~1b/0/items" });
    expect(output).toEqual([1, 2]);
  });

  it.each(["/nowhere", "/constructor", "/a"])("fails when %s leads to no array", async (ItemsPointer) => {
    const { error, cause } = await read({ "b/k": '{"a":1}' }, { InputType: "JSON", ItemsPointer });
    expect({ error, cause }).toEqual({ error: "States.ItemReaderFailed", cause: "Attempting to map over non-iterable node." });
  });

  it("reads Parquet rows, and gives as a text what JSON has no kind for", async () => {
    const file = parquetWriteBuffer({
      columnData: [
        { name: "id", data: [1n, 9_007_199_254_740_993n], type: "INT64" },
        { name: "name", data: ["a", "b"], type: "STRING" },
      ],
    });
    const { output } = await read({ "b/k": new Uint8Array(file) }, { InputType: "PARQUET" });
    expect(output).toEqual([
      { id: 1, name: "a" },
      { id: "9007199254740993", name: "b" },
    ]);
  });

  it("fails on what is no Parquet", async () => {
    expect(await read({ "b/k": "words" }, { InputType: "PARQUET" })).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  it.each([{ InputType: "MANIFEST" }, { ManifestType: "S3_INVENTORY" }])("reads the rows of an S3 inventory: %j", async (config) => {
    const manifest = {
      destinationBucket: "arn:aws:s3:::stock",
      fileFormat: "CSV",
      fileSchema: "Bucket, Key, Size",
      files: [{ key: "1.csv.gz" }, { key: "2.csv" }],
    };
    const objects = { "b/k": JSON.stringify(manifest), "stock/1.csv.gz": gzipSync('"b","x","3"\n'), "stock/2.csv": '"b","y","4"\n' };
    expect((await read(objects, config)).output).toEqual([
      { Bucket: "b", Key: "x", Size: "3" },
      { Bucket: "b", Key: "y", Size: "4" },
    ]);
  });

  it("reads the objects that a manifest of Athena names", async () => {
    const objects = { "b/k": '"s3://data/one"\n"s3://data/two"\n', "data/one": '{"n":1}\n{"n":2}\n', "data/two": gzipSync('{"n":3}\n') };
    const { output } = await read(objects, { ManifestType: "ATHENA_DATA", InputType: "JSONL" });
    expect(output).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it("says what of a manifest is no object in S3", async () => {
    const { cause } = await read({ "b/k": "file:///etc/hosts" }, { ManifestType: "ATHENA_DATA", InputType: "JSONL" });
    expect(cause).toBe("The manifest names file:///etc/hosts, which is no object in S3");
  });

  it("joins what the listed objects hold", async () => {
    const objects = { "b/in/1": "[1,2]", "b/in/2": "[3]", "b/out": "[4]" };
    const { output } = await read(objects, { InputType: "JSON", Transformation: "LOAD_AND_FLATTEN" }, "listObjectsV2");
    expect(output).toEqual([1, 2, 3]);
  });
});
