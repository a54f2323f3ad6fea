/** `npm run mask` by its command line: masked records on stdout, talk on stderr, no value in a message. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { main } from "../../local/cli/mask.ts";

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(path.join(tmpdir(), "mask-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string | Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const { masterKeyHex, vectors } = JSON.parse(readFileSync(path.join(project, "test/masking/vectors.json"), "utf8")) as {
  masterKeyHex: string;
  vectors: { template: string; value: string | null; expected: string | null }[];
};
const key = put("key", `${masterKeyHex}\n`);
const rules = put(
  "rules.yaml",
  `rules:
  email: "test+{{hash}}@example.com"
  ssn: "XXX-XX-{{last:4}}"
  customers.name: "{{pick:names}}"
  id: "{{keep}}"
lists:
  names: [Ann, Bob, Cay]
`,
);

function mask(input: string | Uint8Array, ...args: readonly string[]): { code: number | null; out: Buffer; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["local/cli/run.mjs", "mask", ...args], { cwd: project, input });
  return { code: status, out: stdout, said: stderr.toString() };
}
const withKey = ["--rules", rules, "--key-file", key];

describe("npm run mask", () => {
  const records = '{"id":"a1","email":"ana@corp.example","ssn":"123-45-6789","n":1.10}\r\n{"id":"a2", "name":"Zed Zoe"}\n';

  it("masks JSON lines and leaves every other byte as it is", () => {
    const { code, out, said } = mask(records, ...withKey, "--table", "customers");
    const [first = "", second = ""] = out.toString().split("\n");
    expect(first).toMatch(/^\{"id":"a1","email":"test\+[0-9a-f]{16}@example\.com","ssn":"XXX-XX-6789","n":1\.10\}\r$/);
    expect(second).toMatch(/^\{"id":"a2", "name":"(?:Ann|Bob|Cay)"\}$/);
    expect(said).toContain("2 records of ndjson: 3 values masked");
    expect(code).toBe(0);
  });

  it("masks one address alike in JSON, CSV, a DynamoDB export and gzip", () => {
    const address = "ana@corp.example";
    const inputs = [
      `{"email":"${address}"}\n`,
      `id;email\n1;"${address}"\n`,
      `{"Item":{"email":{"S":"${address}"}}}\n`,
      gzipSync(`{"email":"${address}"}\n`),
    ];
    const outputs = inputs.map((input) => mask(input, ...withKey).out);
    const texts = outputs.map((out) => (out[0] === 0x1f ? gunzipSync(out) : out).toString());
    const masked = texts.map((text) => /test\+[0-9a-f]{16}@example\.com/.exec(text)?.[0]);
    expect(masked[0]).toBeDefined();
    expect(new Set(masked).size).toBe(1);
  });

  it("explains a vector's value step by step, to the specification's result", () => {
    const vector = vectors.find(({ template, value }) => template.includes("{{lower|hash}}") && value);
    if (vector?.value == null) throw new Error("The vectors have no lower|hash.");
    const file = put("one.json", JSON.stringify({ x: vector.template }));
    const { out } = mask(`${vector.value}\n`, "--rules", file, "--key-file", key, "--explain", "x");
    expect(out.toString()).toContain(`  lower → ${JSON.stringify(vector.value.toLowerCase())}`);
    expect(out.toString()).toContain(`result  ${JSON.stringify(vector.expected)}`);
  });

  it("writes what comes before a record that cannot be masked, and exits with 1 without naming its value", () => {
    const { code, out, said } = mask('{"email":"a@b.c"}\n{"email":"secret\\ud800"}\n{"email":"d@e.f"}\n', ...withKey);
    expect(code).toBe(1);
    expect(out.toString().trimEnd()).toMatch(/^\{"email":"test\+[0-9a-f]{16}@example\.com"\}$/);
    expect(said).toMatch(/^Record 2: .*surrogate.*Nothing more was written\.$/m);
    expect(said).not.toContain("secret");
  });

  it("plans without a key, and holds a service back by its exit code", () => {
    const planned = mask(records, "--rules", rules, "--plan", "json", "--table", "customers");
    expect(planned.code).toBe(0);
    const actions = Object.fromEntries(
      (JSON.parse(planned.out.toString()) as { places: { place: string; action: string }[] }).places.map(({ place, action }) => [
        place,
        action,
      ]),
    );
    expect(actions).toMatchObject({ "customers.email": "rule", "customers.name": "rule", "customers.id": "pass" });
    const held = put("held.json", JSON.stringify({ rules: {}, on_undeclared: "hold" }));
    expect(mask(records, "--rules", held, "--plan").code).toBe(1);
  });

  it("plans nothing from what is not of its format, and says which record", () => {
    const { code, out, said } = mask('{"id":"a"}\n{"email":"ana@corp.example"\n', "--rules", rules, "--plan");
    expect([code, out.toString()]).toEqual([1, ""]);
    expect(said).toMatch(/This is no JSON, record 2/);
    expect(said).not.toContain("ana@");
  });

  it("proves a masked file, and finds an original in one that is not", () => {
    const before = put("before.ndjson", records);
    const after = put("after.ndjson", mask(records, ...withKey).out);
    expect(mask("", ...withKey, "--prove", before, after)).toMatchObject({
      code: 0,
      said: expect.stringContaining("No leak: 1 originals"),
    });
    const planted = put("planted.ndjson", '{"note":"to ana@corp.example"}\n');
    const found = mask("", ...withKey, "--prove", before, planted);
    expect(found.code).toBe(1);
    expect((JSON.parse(found.out.toString()) as { leaks: { place: string }[] }).leaks).toEqual([
      expect.objectContaining({ place: "note" }),
    ]);
    expect(found.out.toString() + found.said).not.toContain("ana@");
  });

  it("prints SQL without a key in it", () => {
    const { code, out } = mask("", "--rules", rules, "--sql", "--table", "app.customers", "--columns", "email varchar(80)", "fax text");
    expect(code).toBe(0);
    expect(out.toString()).toContain('ALTER TABLE "app"."customers"\n  ALTER COLUMN "email" TYPE varchar(80) USING');
    expect(out.toString()).not.toContain('"fax"');
    expect(out.toString()).not.toMatch(/[0-9a-f]{64}/);
  });

  it("refuses what it cannot guess with a sentence and exit code 2", () => {
    const { code, out, said } = mask("", ...withKey);
    expect({ code, out: out.toString(), said }).toEqual({
      code: 2,
      out: "",
      said: "What standard input holds cannot be seen: say it with --format.\n",
    });
  });

  it.each([
    ["no rules file", ["--rules", "nowhere.json", "--key-file", key], "The rules file nowhere.json cannot be read: ENOENT."],
    ["no key", ["--rules", rules], "Masking needs a key: --key-hex HEX, --key-file FILE or --kms-key ID."],
    ["a short key", ["--rules", rules, "--key-hex", "abc"], "--key-hex has no masking key: it takes 32 bytes, as 64 hexadecimal digits."],
    ["two things at once", [...withKey, "--plan", "--sql"], "One thing at a time: --plan or --sql."],
    ["one file to prove", [...withKey, "--prove", rules], "--prove takes two files: the original and the masked one."],
  ])("refuses %s with a sentence and exit code 2", async (_what, args, sentence) => {
    const said = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
    try {
      expect(await main(args)).toBe(2);
      expect(said.mock.calls).toEqual([[`${sentence}\n`]]);
    } finally {
      said.mockRestore();
    }
  });
});
