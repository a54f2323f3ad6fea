import { main } from "../../local/cli/test-faults.ts";

const listen = (stream: NodeJS.WriteStream) => jest.spyOn(stream, "write").mockImplementation(() => true);

describe("npm run test:faults", () => {
  let out: ReturnType<typeof listen>;
  let err: ReturnType<typeof listen>;
  beforeEach(() => {
    out = listen(process.stdout);
    err = listen(process.stderr);
  });
  afterEach(() => {
    out.mockRestore();
    err.mockRestore();
  });
  const text = (spy: typeof out): string => spy.mock.calls.map(([piece]) => String(piece)).join("");

  it("lists the chosen faults, and says which no night gets to", async () => {
    expect(await main(["--list", "--only", "aurora-refresh/Await the clone: gave up", "s3-sync/Copy batch/error"])).toBe(0);
    expect(text(out).split("\n").sort()).toEqual([
      "",
      "aurora-refresh/Await the clone: gave up/stopped (out of reach: no poll gives up here)",
      "s3-sync/Copy batch/error",
    ]);
  });

  it("reports what is out of reach as not reached, without starting anything", async () => {
    expect(await main(["--only", "aurora-refresh/Await the clone: gave up"])).toBe(0);
    expect(text(out)).toContain("0 held, 0 violated, 1 not reached");
  });

  it.each([
    [["--only", "aurora-refresh/Await the clown"], 'There is no fault "aurora-refresh/Await the clown"'],
    [["--ways", "exploded"], 'There is no way "exploded"'],
    [["--sample", "0"], "whole number"],
  ])("refuses %j with exit code 2", async (args, sentence) => {
    expect(await main(args)).toBe(2);
    expect(text(err)).toContain(sentence);
  });
});
