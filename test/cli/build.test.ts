/** The zips that Terraform deploys: small, and the same bytes for the same source. */
import { zipHandlers } from "../../local/cli/build.ts";

const mebi = 1024 * 1024;

describe("the handlers' zips", () => {
  it("are of at most 5 MB, and the same whenever they are made", async () => {
    const [first, second] = [await zipHandlers(), await zipHandlers()];
    expect([...first.keys()]).toContain("parity-validation");
    for (const [name, zip] of first) {
      expect([name, zip.length <= 5 * mebi]).toEqual([name, true]);
      expect([name, Buffer.compare(zip, second.get(name) ?? new Uint8Array())]).toEqual([name, 0]);
    }
  }, 120_000);
});
