import { main } from "../../local/cli/terraform-test.ts";

describe("npm run terraform:test", () => {
  let written: { stdout: string; stderr: string };
  const { PATH } = process.env;

  beforeEach(() => {
    written = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      jest.spyOn(process[name], "write").mockImplementation((text) => {
        written[name] += String(text);
        return true;
      });
  });
  afterEach(() => {
    process.env.PATH = PATH;
    jest.restoreAllMocks();
  });

  it("skips visibly what is not installed", async () => {
    process.env.PATH = "";
    expect(await main([])).toBe(0);
    expect(written).toEqual({
      stdout: expect.stringMatching(/^0 passed, 0 failed, \d+ skipped\n$/),
      stderr: "Skipped: terraform is not installed.\n",
    });
  });

  it("explains itself, and says what is wrong in wrong use", async () => {
    expect(await main(["--help"])).toBe(0);
    expect(written.stdout).toContain("npm run terraform:test --");
    expect(await main(["--scam"])).toBe(2);
    expect(written.stderr).toContain("Did you mean --scan?");
  });
});
