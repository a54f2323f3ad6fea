/** Comparing as AWS means it. */
import fc from "fast-check";
import {
  type Canonical,
  differences,
  json,
  keyId,
  logGroupName,
  majorVersion,
  permissionsOf,
  policy,
  set,
  tags,
} from "../../../handlers/parity-validation/compare/index.ts";

const account = "222222222222";
const root = `arn:aws:iam::${account}:root`;

const same = (as: (value: unknown) => Canonical, a: unknown, b: unknown): boolean => differences("field", as(a), as(b)).length === 0;

describe("policies", () => {
  const shape = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.uniqueArray(fc.constantFrom("s3:GetObject", "s3:PutObject", "kms:Decrypt", "*"), { minLength: 1 }),
    Resource: fc.uniqueArray(fc.constantFrom("*", "arn:aws:s3:::a", "arn:aws:s3:::a/*"), { minLength: 1 }),
    Principal: fc.constantFrom<object | string>("*", { AWS: [root] }, { Service: ["sns.amazonaws.com", "sqs.amazonaws.com"] }),
    Condition: fc.option(
      fc.constantFrom({ Bool: { "aws:SecureTransport": ["false"] } }, { StringEquals: { "aws:SourceAccount": [account, "1"] } }),
      {
        nil: undefined,
      },
    ),
  });
  const document = fc.array(shape, { minLength: 1, maxLength: 5 });
  const policyOf = (Statement: unknown): string => JSON.stringify({ Version: "2012-10-17", Statement });

  it("mean the same in any order of statements and values", () => {
    fc.assert(
      fc.property(document, (statements) => {
        const turned = statements
          .toReversed()
          .map((one) => ({ ...one, Sid: "Other", Action: one.Action.toReversed(), Resource: one.Resource.toReversed() }));
        expect(permissionsOf(policyOf(turned))).toEqual(permissionsOf(policyOf(statements)));
      }),
    );
  });

  it("mean the same when a statement is split, a list of one is a value, and actions are in other letters", () => {
    fc.assert(
      fc.property(document, (statements) => {
        const split = statements.flatMap(({ Action, ...rest }) => Action.map((action) => ({ ...rest, Action: action.toUpperCase() })));
        expect(same(policy, policyOf(split), { Statement: statements })).toBe(true);
      }),
    );
  });

  it("do not mean the same when one permission is taken away", () => {
    fc.assert(
      fc.property(document, fc.nat(), (statements, at) => {
        const all = permissionsOf(policyOf(statements));
        const gone = [...all][at % all.size] ?? "";
        const rest = new Set([...all].filter((one) => one !== gone));
        expect(differences("policy", all, rest)).toMatchObject([{ actual: "(none)" }]);
      }),
    );
  });

  it.each([
    ["an account's number and its root", { AWS: account }, { AWS: [root] }],
    ["anybody, said in two ways", "*", { AWS: "*" }],
    ["principals in another order", { AWS: ["1".repeat(12), account] }, { AWS: [account, "1".repeat(12)] }],
  ])("take %s for the same", (_, a, b) => {
    const of = (Principal: unknown) => ({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }] });
    expect(same(policy, of(a), of(b))).toBe(true);
  });

  it("take a flag and its text for the same, as condition keys in other letters", () => {
    const of = (Condition: unknown) => ({ Statement: { Effect: "Deny", Action: "*", Resource: "*", Condition } });
    expect(same(policy, of({ Bool: { "aws:SecureTransport": false } }), of({ Bool: { "aws:securetransport": ["false"] } }))).toBe(true);
    expect(same(policy, of({ Bool: { "aws:SecureTransport": true } }), of({ Bool: { "aws:SecureTransport": false } }))).toBe(false);
  });

  it("take what IAM percent-encodes as it was written", () => {
    const text = policyOf([{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::a b/*" }]);
    expect(same(policy, text, encodeURIComponent(text))).toBe(true);
  });

  it("never take NotAction for Action, or another account's root for this one's", () => {
    const of = (rest: object) => ({ Statement: { Effect: "Allow", Resource: "*", ...rest } });
    expect(same(policy, of({ Action: "s3:*" }), of({ NotAction: "s3:*" }))).toBe(false);
    expect(
      same(
        policy,
        of({ Action: "s3:*", Principal: { AWS: root } }),
        of({ Action: "s3:*", Principal: { AWS: "arn:aws:iam::999999999999:root" } }),
      ),
    ).toBe(false);
  });

  it("stay whole where the product of their lists is too large", () => {
    const many = (letter: string) => Array.from({ length: 200 }, (_, i) => `${letter}:${i}`);
    expect(permissionsOf({ Statement: { Effect: "Allow", Action: many("a"), Resource: many("r") } }).size).toBe(1);
  });

  it("are different from what is no policy", () => {
    expect(same(policy, policyOf([{ Effect: "Allow", Action: "*", Resource: "*" }]), "{")).toBe(false);
    expect(permissionsOf("").size).toBe(0);
  });
});

describe("values", () => {
  it.each([
    ["keys by ARN and id", keyId, "arn:aws:kms:us-west-2:222222222222:key/1234", "1234"],
    ["AWS managed keys and none", keyId, "alias/aws/ssm", null],
    ["aliases by ARN and name", keyId, "arn:aws:kms:us-west-2:222222222222:alias/app-data-test", "alias/app-data-test"],
    ["log groups by ARN and name", logGroupName, "arn:aws:logs:us-west-2:1:log-group:/aws/lambda/a:*", "/aws/lambda/a"],
    ["minor versions", majorVersion, "17.4", "17.9"],
    ["tags with and without AWS's own and the run's", tags, { a: "1" }, { a: "1", "aws:x": "2", RefreshRun: "r" }],
    ["JSON in another order", json, '{"a": 1, "b": [1, 2]}', { b: [1, 2], a: 1 }],
    ["sets in another order, without what is null", set, [{ id: "a", role: null }, { id: "b" }], [{ id: "b" }, { id: "a" }]],
  ])("are the same: %s", (_, as, a, b) => {
    expect(same(as, a, b)).toBe(true);
  });

  it.each([
    ["two keys", keyId, "key/1", "key/2"],
    ["major versions", majorVersion, "16.4", "17.4"],
    ["lists of JSON in another order", json, "[1, 2]", "[2, 1]"],
    ["a number and its text", (value: unknown) => value as Canonical, 1, "1"],
  ])("are different: %s", (_, as, a, b) => {
    expect(same(as, a, b)).toBe(false);
  });

  it("name the member that differs, and survive names such as __proto__", () => {
    const one = { a: "1", b: "2" };
    expect(differences("tags", one, JSON.parse('{"a": "1", "b": "3", "__proto__": "x"}') as Canonical)).toEqual([
      { field: "tags.__proto__", expected: "(none)", actual: "x" },
      { field: "tags.b", expected: "2", actual: "3" },
    ]);
  });

  it("are cut where they are long, and sets show only what differs", () => {
    const [found] = differences("policy", new Set(["a", "b", "x".repeat(2_000)]), new Set(["b", "c"]));
    expect(found?.actual).toBe("c");
    expect(found?.expected.length).toBe(600);
  });

  it("compare equal with themselves, and in both directions alike", () => {
    const value = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.integer()));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(differences("x", a, a)).toEqual([]);
        expect(differences("x", a, b).length).toBe(differences("x", b, a).length);
      }),
    );
  });
});
