/** What of the kit is in the Lambda bundles: its contracts, and nothing else. */
import { readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const handlers = readdirSync(join(root, "handlers"))
  .filter((name) => statSync(join(root, "handlers", name), { throwIfNoEntry: false })?.isDirectory())
  .filter((name) => statSync(join(root, "handlers", name, "index.ts"), { throwIfNoEntry: false })?.isFile());
const ready = "workflows/kit/contract/integrations/";

/** The files of the project that a bundle is made of, with the bytes that each leaves in it. */
async function inputsOf(handler: string): Promise<ReadonlyMap<string, number>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join("handlers", handler, "index.ts")],
    outdir: "never",
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "silent",
    external: ["@aws-sdk/*", "@smithy/*"],
  });
  const [output] = Object.values(metafile.outputs);
  return new Map(Object.entries(output?.inputs ?? {}).map(([file, { bytesInOutput }]) => [file, bytesInOutput]));
}

describe("a handler's bundle", () => {
  it("is measured for every handler", () => expect(handlers.length).toBeGreaterThanOrEqual(5));

  it.each(handlers)("%s holds contracts of the kit, and nothing of the builder", async (handler) => {
    const inputs = await inputsOf(handler);
    const kit = [...inputs.keys()].filter((file) => file.startsWith("workflows/"));
    expect(kit.length).toBeGreaterThan(0);
    expect(kit.filter((file) => !file.startsWith("workflows/kit/contract/") || file.startsWith(ready))).toEqual([]);
    const bytes = kit.reduce((sum, file) => sum + (inputs.get(file) ?? 0), 0);
    expect(bytes).toBeLessThan(8_192);
  });
});
