/** What holds for the policy of every machine. */
import fc from "fast-check";
import type { AslMachine } from "../../workflows/kit/asl/index.ts";
import { policyDocument, policyOf, type Statement } from "../../workflows/kit/policy/index.ts";

const text = fc.oneof(
  fc.constantFrom("orders", "${orders_arn}", "arn:aws:sns:eu-west-1:1:t", "a*b", "", "https://sqs.eu-west-1.amazonaws.com/1/q", "alias/a"),
  fc.string({ maxLength: 12 }),
);
const computed = fc.constantFrom("$.a", "$$.Execution.Id", "States.Format('a-{}', $.x)", "States.Format('", "{% 'a-' & $x %}", "{% ' %}");
const MEMBERS =
  "TableName Bucket Key FunctionName QueueUrl TopicArn StateMachineArn Name Names RoleArn JobName Prefix SecretId KeyId Entries Tags".split(
    " ",
  );
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    computed,
    fc.integer(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...MEMBERS, "TableName.$", "__proto__", "constructor"), tie("value"), { maxKeys: 3 }),
  ),
})).value;
const parameters = fc.dictionary(
  fc.oneof(fc.constantFrom(...MEMBERS, ...MEMBERS.map((member) => `${member}.$`)), fc.string({ maxLength: 5 })),
  fc.oneof(text, computed, value),
  { maxKeys: 5 },
);
const resource = fc.oneof(
  fc.constantFrom(
    ..."lambda:invoke states:startExecution.sync:2 sqs:sendMessage sns:publish dynamodb:getItem s3:getObject ecs:runTask.sync batch:submitJob.sync glue:startJobRun.sync athena:startQueryExecution.sync sagemaker:createTrainingJob.sync elasticmapreduce:createCluster.sync bedrock:invokeModel http:invoke apigateway:invoke events:putEvents aws-sdk:s3:copyObject aws-sdk:dynamodb:query aws-sdk:dynamodb:batchWriteItem aws-sdk:rds:createDBInstance aws-sdk:ssm:getParameters aws-sdk:kms:encrypt aws-sdk:constructor:toString aws-sdk: :"
      .split(" ")
      .map((name) => `arn:aws:states:::${name}`),
    "arn:aws:lambda:eu-west-1:1:function:f",
    "${Function}",
  ),
  fc.string({ maxLength: 20 }),
);
const task = fc.record(
  {
    Type: fc.constant("Task"),
    Resource: resource,
    Parameters: parameters,
    Arguments: parameters,
    QueryLanguage: fc.constantFrom("JSONata", "JSONPath"),
    Credentials: fc.oneof(fc.constant({ RoleArn: "arn:aws:iam::2:role/r" }), value),
  },
  { requiredKeys: ["Type", "Resource"] },
);
const map = fc.record(
  {
    Type: fc.constant("Map"),
    ItemProcessor: task.map((Inner) => ({ ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "Inner", States: { Inner } })),
    ItemReader: fc.record({ Resource: resource, Parameters: parameters }),
    ResultWriter: fc.record({ Resource: resource, Arguments: parameters }),
  },
  { requiredKeys: ["Type", "ItemProcessor"] },
);
const states = fc.array(fc.oneof(task, map), { minLength: 1, maxLength: 8 });
const machine = (list: readonly unknown[]): AslMachine =>
  ({ StartAt: "S0", States: Object.fromEntries(list.map((state, index) => [`S${index}`, state])) }) as unknown as AslMachine;

/** Whether IAM would allow what the pattern stands for, as far as texts say; written another way than the kit's own. */
const covers = (pattern: string, resource: string): boolean => {
  const rows = [...pattern].reduce(
    (row, character) => {
      const next = character === "*" ? row.slice() : row.map(() => false);
      for (let at = 1; at <= resource.length; at++)
        if (character === "*" ? next[at - 1] : row[at - 1] && resource[at - 1] === character) next[at] = true;
      return next;
    },
    [true, ...Array.from(resource, () => false)],
  );
  return rows.at(-1) === true;
};
const allows = (statements: readonly Statement[], { Action, Resource, Condition }: Statement): boolean =>
  Action.every((action) =>
    Resource.every((wanted) =>
      statements.some(
        (given) =>
          given.Action.includes(action) &&
          JSON.stringify(given.Condition) === JSON.stringify(Condition) &&
          given.Resource.some((pattern) => covers(pattern, wanted)),
      ),
    ),
  );

describe("the policy of any machine", () => {
  it("loses no permission by one more state", () => {
    fc.assert(
      fc.property(states, fc.nat(), (list, at) => {
        const fewer = list.filter((_, index) => index !== at % list.length);
        const more = policyOf(machine(list));
        for (const statement of policyOf(machine(fewer.length > 0 ? fewer : [{ Type: "Succeed" }])).Statement)
          expect(allows(more.Statement, statement)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("says everything once: each action of a condition, each resource, each name", () => {
    fc.assert(
      fc.property(states, (list) => {
        const { Statement } = policyOf(machine(list));
        const actions = Statement.flatMap(({ Action, Condition }) => Action.map((action) => `${action} ${JSON.stringify(Condition)}`));
        expect(new Set(actions).size).toBe(actions.length);
        for (const { Resource } of Statement) {
          expect(Resource).toEqual([...new Set(Resource)].sort());
          for (const one of Resource) expect(Resource.filter((other) => other !== one && covers(other, one))).toEqual([]);
        }
        const sids = Statement.map(({ Sid }) => Sid);
        expect(new Set(sids).size).toBe(sids.length);
      }),
      { numRuns: 300 },
    );
  });

  it("is a document that IAM could take, and the same each time", () => {
    fc.assert(
      fc.property(states, (list) => {
        const policy = policyOf(machine(list));
        expect(policyDocument(policyOf(machine(list)))).toEqual(policyDocument(policy));
        for (const { Sid, Effect, Action, Resource } of policy.Statement) {
          expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
          expect(Effect).toBe("Allow");
          expect(Action.length).toBeGreaterThan(0);
          for (const one of Resource) expect(one).toMatch(/^(?:\*$|arn:|\$\{)/);
        }
        const names = new Set(Object.keys(machine(list).States).concat("Inner"));
        for (const { states: of } of policy.needs) expect(of.filter((name) => !names.has(name))).toEqual([]);
        expect(policy.needs.map(({ sid }) => sid)).toEqual(policy.Statement.map(({ Sid }) => Sid));
      }),
      { numRuns: 300 },
    );
  });

  it("stays linear in a definition of 1 MiB", () => {
    const list = Array.from({ length: 6_000 }, (_, index) => ({
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:getItem",
      Parameters: { "TableName.$": `States.Format('${index}-{}-{}-${"x".repeat(20)}', $.a)` },
      End: true,
    }));
    const start = performance.now();
    expect(policyOf(machine(list)).Statement[0]?.Resource).toHaveLength(6_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
