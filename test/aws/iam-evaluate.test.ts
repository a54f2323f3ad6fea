import fc from "fast-check";
import {
  type AccessRequest,
  type CompiledPolicy,
  compilePolicy,
  evaluate,
  PolicyError,
  type Principal,
} from "../../local/aws/iam/index.ts";
import { actionPattern, pattern } from "../../local/aws/iam/policy/index.ts";

const account = "222222222222";
const role: Principal = {
  kind: "role",
  account,
  roleArn: `arn:aws:iam::${account}:role/reader`,
  sessionArn: `arn:aws:sts::${account}:assumed-role/reader/one`,
};
const object = "arn:aws:s3:::staging/runs/a/plan.json";

function policy(...statements: object[]): CompiledPolicy {
  return compilePolicy("p", { Version: "2012-10-17", Statement: statements.map((one) => ({ Effect: "Allow", Resource: "*", ...one })) });
}

function ask(changes: Partial<AccessRequest> = {}, context: Record<string, string[]> = {}): AccessRequest {
  return {
    principal: role,
    action: "s3:GetObject",
    resource: object,
    owner: account,
    context: new Map(Object.entries(context)),
    ...changes,
  };
}

const allowed = (...identity: CompiledPolicy[]): boolean => evaluate({ identity }, ask()).allowed;

describe("patterns", () => {
  it.each([
    ["runs/*", "runs/", true],
    ["runs/*", "run/", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*a*b*", "xxaxxbxx", true],
    ["*a*b", "ab-", false],
    ["refresh-????????t????-????", "refresh-20261124t0200-1a2b", true],
    ["refresh-????????t????-????", "refresh-20261124t0200-1a2", false],
    ["*", "", true],
    ["", "a", false],
  ])("%s and %s", (source, text, fits) => {
    expect(pattern(source)(text)).toBe(fits);
  });

  it("match their own text, whatever it is", () => {
    fc.assert(fc.property(fc.string(), (text) => pattern(text)(text)));
  });

  it("match what they were made of by putting a star or a question mark in", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 1, unit: "grapheme-ascii" }), fc.string(), (before, one, after) => {
        expect(pattern(`${before}?${after}`)(`${before}${one}${after}`)).toBe(true);
        expect(pattern(`${before}*${after}`)(`${before}${one}${after}`)).toBe(true);
      }),
    );
  });

  it("say of any text what the same regular expression says", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
      fc.property(letters, texts, (source, text) => {
        const expression = new RegExp(`^${source.replaceAll("?", ".").replaceAll("*", ".*")}$`);
        expect(pattern(source)(text)).toBe(expression.test(text));
      }),
    );
  });

  it("take no more than the product of both lengths, however many stars", () => {
    const fits = pattern(`${"*a".repeat(500)}*b`);
    const started = performance.now();
    expect(fits("a".repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("compare actions without regard to capitals", () => {
    expect(actionPattern("S3:get*")("s3:GetObject")).toBe(true);
  });
});

describe("an identity's policies", () => {
  it("allow what a statement names, and nothing else", () => {
    expect(allowed(policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::staging/runs/*" }))).toBe(true);
    expect(allowed(policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::staging/reports/*" }))).toBe(false);
    expect(allowed(policy({ Action: "s3:PutObject" }))).toBe(false);
    expect(allowed()).toBe(false);
  });

  it("allow everything but what NotAction and NotResource name", () => {
    expect(allowed(policy({ NotAction: "s3:Put*" }))).toBe(true);
    expect(allowed(policy({ NotAction: "s3:Get*" }))).toBe(false);
    expect(allowed(policy({ Action: "*", Resource: undefined, NotResource: "arn:aws:s3:::other/*" }))).toBe(true);
    expect(allowed(policy({ Action: "*", Resource: undefined, NotResource: "arn:aws:s3:::staging/*" }))).toBe(false);
  });

  it("deny by an explicit denial, whichever policy it stands in", () => {
    const everything = policy({ Action: "*" });
    const denial = policy({ Sid: "Never", Effect: "Deny", Action: "s3:Get*" });
    const decision = evaluate({ identity: [everything, denial] }, ask());
    expect(decision).toEqual({ allowed: false, why: { kind: "explicit", policy: "p", sid: "Never" } });
  });

  it("name the statements that come near", () => {
    const near = policy(
      { Sid: "Other", Action: "s3:GetObject", Resource: "arn:aws:s3:::other/*" },
      { Sid: "Tls", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { Sid: "Write", Action: "s3:PutObject" },
    );
    const decision = evaluate({ identity: [near] }, ask({}, { "aws:securetransport": ["false"] }));
    expect(decision).toMatchObject({
      why: {
        kind: "missing",
        in: "identity",
        near: [
          { sid: "Other", unmet: undefined },
          { sid: "Tls", unmet: "Bool aws:SecureTransport = true (the request's is false)" },
        ],
      },
    });
  });
});

const statements = fc.record({
  Effect: fc.constantFrom("Allow" as const, "Deny" as const),
  Action: fc.constantFrom("s3:GetObject", "s3:*", "s3:PutObject", "*"),
  Resource: fc.constantFrom("*", "arn:aws:s3:::staging/*", "arn:aws:s3:::other/*"),
});

describe("for all policies", () => {
  const policyOf = (list: readonly object[]): CompiledPolicy => policy(...list);

  it("an explicit denial wins", () => {
    fc.assert(
      fc.property(fc.array(statements, { minLength: 1 }), fc.nat(), (list, at) => {
        const denial = { Effect: "Deny", Action: "s3:GetObject" };
        const decision = evaluate({ identity: [policyOf([...list.slice(0, at), denial, ...list.slice(at)])] }, ask());
        expect(decision.allowed).toBe(false);
      }),
    );
  });

  it("one permission more never takes one away", () => {
    fc.assert(
      fc.property(fc.array(statements, { minLength: 1 }), statements, (list, more) => {
        const before = evaluate({ identity: [policyOf(list)] }, ask()).allowed;
        const after = evaluate({ identity: [policyOf([...list, { ...more, Effect: "Allow" }])] }, ask()).allowed;
        if (before) expect(after).toBe(true);
      }),
    );
  });

  it("the order of statements and policies does not matter", () => {
    fc.assert(
      fc.property(fc.array(statements, { minLength: 2 }), (list) => {
        const half = Math.floor(list.length / 2);
        const one = evaluate({ identity: [policyOf(list)] }, ask()).allowed;
        const reversed = [...list].reverse();
        const other = evaluate({ identity: [policyOf(reversed.slice(0, half)), policyOf(reversed.slice(half))] }, ask()).allowed;
        expect(other).toBe(one);
      }),
    );
  });
});

describe("conditions", () => {
  const holds = (Condition: object, context: Record<string, string[]>): boolean =>
    evaluate({ identity: [policy({ Action: "*", Condition })] }, ask({}, context)).allowed;

  it.each<[string, object, Record<string, string[]>, boolean]>([
    ["one of the values", { StringEquals: { "a:b": ["x", "y"] } }, { "a:b": ["y"] }, true],
    ["none of the values", { StringEquals: { "a:b": ["x", "y"] } }, { "a:b": ["z"] }, false],
    ["a key whose capitals differ", { StringEquals: { "A:B": "x" } }, { "a:b": ["x"] }, true],
    ["an absent key", { StringEquals: { "a:b": "x" } }, {}, false],
    ["an absent key that may be absent", { StringEqualsIfExists: { "a:b": "x" } }, {}, true],
    ["another value although it may be absent", { StringEqualsIfExists: { "a:b": "x" } }, { "a:b": ["y"] }, false],
    ["an absent key that must not be equal", { StringNotEquals: { "a:b": "x" } }, {}, true],
    ["a value that must not be equal", { StringNotEquals: { "a:b": ["x", "y"] } }, { "a:b": ["y"] }, false],
    ["a pattern", { StringLike: { "a:b": "x*" } }, { "a:b": ["xyz"] }, true],
    ["a pattern that must not fit", { StringNotLike: { "a:b": "x*" } }, { "a:b": ["xyz"] }, false],
    [
      "a star inside of an ARN's part",
      { ArnLike: { "a:b": "arn:aws:rds:*:1:cluster:x-*" } },
      { "a:b": ["arn:aws:rds:r:1:cluster:x-1"] },
      true,
    ],
    ["a star over an ARN's colon", { ArnLike: { "a:b": "arn:aws:*:x" } }, { "a:b": ["arn:aws:rds:r:1:x"] }, false],
    ["a truth", { Bool: { "a:b": "true" } }, { "a:b": ["True"] }, true],
    ["an absence", { Null: { "a:b": "true" } }, {}, true],
    ["a presence", { Null: { "a:b": "true" } }, { "a:b": ["x"] }, false],
    ["any of the request's values", { "ForAnyValue:StringLike": { "a:b": "x*" } }, { "a:b": ["y", "xx"] }, true],
    ["none of the request's values", { "ForAnyValue:StringLike": { "a:b": "x*" } }, { "a:b": ["y"] }, false],
    ["no values for any", { "ForAnyValue:StringLike": { "a:b": "x*" } }, {}, false],
    ["all of the request's values", { "ForAllValues:StringEquals": { "a:b": ["x", "y"] } }, { "a:b": ["x", "y"] }, true],
    ["no values for all", { "ForAllValues:StringEquals": { "a:b": ["x"] } }, {}, true],
    ["two of which one does not hold", { Bool: { "a:b": "true" }, StringEquals: { "c:d": "x" } }, { "a:b": ["true"], "c:d": ["y"] }, false],
  ])("%s", (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  it("that nobody can decide are refused when the policy is made", () => {
    expect(() => policy({ Sid: "Late", Action: "*", Condition: { DateGreaterThan: { "aws:CurrentTime": "2026-01-01" } } })).toThrow(
      new PolicyError('The policy "p" cannot be used: Late: the local AWS does not know the comparison "DateGreaterThan".'),
    );
    expect(() => policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:::b/\${aws:username}` })).toThrow(/policy variables/);
    expect(() => compilePolicy("p", "{")).toThrow(PolicyError);
  });
});

describe("a resource's policy", () => {
  const resource = (statement: object): CompiledPolicy => policy({ Action: "s3:GetObject", ...statement });
  const everything = policy({ Action: "*" });
  const other = { owner: "111111111111" };

  it("is enough in one account when it names the role, and not when it names the account", () => {
    expect(evaluate({ identity: [], resource: resource({ Principal: { AWS: role.roleArn } }) }, ask()).allowed).toBe(true);
    expect(evaluate({ identity: [], resource: resource({ Principal: { AWS: `arn:aws:iam::${account}:root` } }) }, ask()).allowed).toBe(
      false,
    );
  });

  it("is needed between accounts, beside the caller's own", () => {
    const both = resource({ Principal: { AWS: `arn:aws:iam::${account}:root` } });
    expect(evaluate({ identity: [everything] }, ask(other)).allowed).toBe(false);
    expect(evaluate({ identity: [], resource: both }, ask(other)).allowed).toBe(false);
    expect(evaluate({ identity: [everything], resource: both }, ask(other)).allowed).toBe(true);
    expect(evaluate({ identity: [everything], resource: resource({ Principal: { AWS: "333333333333" } }) }, ask(other)).allowed).toBe(
      false,
    );
  });

  it("denies whoever it names", () => {
    const denial = resource({ Effect: "Deny", Principal: "*" });
    expect(evaluate({ identity: [everything], resource: denial }, ask())).toMatchObject({ why: { kind: "explicit" } });
  });

  it("of a key decides in its own account too", () => {
    const key = { action: "kms:Decrypt", resource: `arn:aws:kms:us-west-2:${account}:key/1` };
    const uses = policy({ Action: "kms:Decrypt", Principal: { AWS: role.roleArn } });
    const administers = policy({ Action: "kms:Put*", Principal: { AWS: account } });
    expect(evaluate({ identity: [everything], resource: administers, resourceDecides: true }, ask(key)).allowed).toBe(false);
    expect(evaluate({ identity: [], resource: uses, resourceDecides: true }, ask(key)).allowed).toBe(true);
  });

  it("of a role says which services may take it, and with which external id a role of another account", () => {
    const trust = compilePolicy(
      "trust",
      {
        Statement: [
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
          {
            Effect: "Allow",
            Principal: { AWS: account },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "sts:ExternalId": "night" } },
          },
        ],
      },
      "trust",
    );
    const taken = (principal: Principal, context: Record<string, string[]> = {}): boolean =>
      evaluate(
        { identity: [everything], resource: trust, resourceDecides: true },
        ask({ principal, action: "sts:AssumeRole", resource: "arn:aws:iam::111111111111:role/x", owner: "111111111111" }, context),
      ).allowed;
    expect(taken({ kind: "service", service: "lambda.amazonaws.com", account })).toBe(true);
    expect(taken({ kind: "service", service: "ssm.amazonaws.com", account })).toBe(false);
    expect(taken(role, { "sts:externalid": ["night"] })).toBe(true);
    expect(taken(role, { "sts:externalid": ["day"] })).toBe(false);
    expect(taken(role)).toBe(false);
  });
});
