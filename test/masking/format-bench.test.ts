/** The masking benchmark's records: the same for the same number, and what every variant says it reads. */

import type { Format } from "../../handlers/masking/formats/index.ts";
import { type DataKind, dataOf } from "../../local/bench/mask-data.ts";
import { outcomeOf } from "./support/fields.ts";

describe("the benchmark's records", () => {
  it.each<[DataKind, Format]>([
    ["export", "dynamodb"],
    ["export", "ndjson"],
    ["nested", "ndjson"],
    ["nested", "json"],
    ["document", "json"],
    ["csv", "csv"],
  ])("of kind %s are %s without a value of a person once they are masked", async (kind, format) => {
    const bytes = Buffer.concat([...dataOf(kind, 50)]);
    expect(Buffer.concat([...dataOf(kind, 50)])).toEqual(bytes);
    const { text, error, counters } = await outcomeOf(format, [bytes], {
      email: "{{hash}}",
      ssn: "{{hash}}",
      phone: "{{hash}}",
      full_name: "{{hash}}",
    });
    expect(error).toBeUndefined();
    expect(counters.masked).toBe(200);
    expect(text).not.toMatch(/corp\.example|Ada /);
  });
});
