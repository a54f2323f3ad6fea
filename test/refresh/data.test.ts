import { describeData, serviceNames } from "../../local/refresh/data/index.ts";
import { personOf } from "../../local/refresh/data/people.ts";
import { createRandom } from "../../local/refresh/data/random.ts";

const options = { services: ["billing", "ledger"], rows: 300, items: 200 };

describe("the generator of production's data", () => {
  it("gives the same numbers for the same seed and others for another", () => {
    const take = (seed: string) => Array.from({ length: 5 }, createRandom(seed).next);
    expect(take("a")).toEqual(take("a"));
    expect(take("a")).not.toEqual(take("b"));
  });

  it("makes the same rows, items and objects every time", () => {
    const [first] = describeData(options);
    const [again] = describeData(options);
    expect([...(first?.tables[0]?.rows() ?? [])]).toEqual([...(again?.tables[0]?.rows() ?? [])]);
    expect([...(first?.itemTables[1]?.items() ?? [])]).toEqual([...(again?.itemTables[1]?.items() ?? [])]);
    expect(first?.objects.map(({ key }) => key)).toEqual(again?.objects.map(({ key }) => key));
    expect(first?.objects[0]?.body().equals(again?.objects[0]?.body() ?? Buffer.alloc(0))).toBe(true);
  });

  it("gives no two people a value in common", () => {
    const people = Array.from({ length: 5_000 }, (_, i) => personOf(i * 37));
    for (const field of ["customerId", "customerNumber", "fullName", "email", "phone", "ssn", "street", "city"] as const) {
      expect(new Set(people.map((person) => person[field])).size).toBe(people.length);
    }
    expect(people.every(({ dateOfBirth }) => !dateOfBirth.endsWith("-01-01"))).toBe(true);
  });

  it("has people in common between the services and between the stores", () => {
    const [billing, ledger] = describeData(options);
    const numbers = (rows: Iterable<readonly unknown[]> | undefined) => new Set([...(rows ?? [])].map((row) => row[1]));
    const ours = numbers(billing?.tables[0]?.rows());
    const theirs = numbers(ledger?.tables[0]?.rows());
    expect([...ours].filter((number) => theirs.has(number))).toHaveLength(150);
    const accounts = [...(billing?.itemTables[0]?.items() ?? [])];
    expect(accounts.every((item) => ours.has(item.customer_number))).toBe(true);
  });

  it("has unique keys, nulls, empty texts, quotes and characters beyond ASCII", () => {
    const [billing] = describeData(options);
    const details = [...(billing?.tables[1]?.rows() ?? [])];
    expect(new Set(details.map((row) => `${row[0]} ${row[1]}`)).size).toBe(details.length);
    const events = [...(billing?.itemTables[1]?.items() ?? [])];
    expect(new Set(events.map((item) => `${item.pk} ${item.sk}`)).size).toBe(events.length);
    const cells = [...(billing?.tables[0]?.rows() ?? [])].flat();
    expect(cells).toContain(null);
    expect(cells).toContain("");
    const text = cells.join("\n");
    for (const pattern of [/'/, /"/, /“/, /[ø-ü]/u]) expect(text).toMatch(pattern);
  });

  it("has more than 300 objects at the default size, some of them large", () => {
    const objects = describeData({ services: ["billing", "ledger", "auth"], rows: 5_000, items: 10 }).flatMap((service) => service.objects);
    expect(objects.length).toBeGreaterThanOrEqual(300);
    expect(objects.filter(({ key }) => /^auth.*(?:archive|catalogue)/.test(key)).every((object) => object.body().length > 1_500_000)).toBe(
      true,
    );
    expect(objects.some(({ key }) => key.includes("@"))).toBe(true);
  });

  it("invents as many services as one asks for", () => {
    expect(serviceNames(2)).toEqual(["billing", "ledger"]);
    expect(new Set(serviceNames(30)).size).toBe(30);
  });
});
