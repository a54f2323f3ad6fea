import { z } from "zod";
import { activity, awsSdk, http, waitForTaskToken } from "../../workflows/kit/contract/index.ts";
import { child, text, token, workflow } from "../../workflows/kit/index.ts";
import { build, input, machineOf, mask } from "./jsonata-support.ts";

describe("what a state of a JSONata machine calls", () => {
  it("merges arguments that are one expression with what the integration wants beside them", () => {
    const inner = workflow({ name: "inner", comment: "x", timeoutSeconds: 60, input, tasks: {} }).define(() => {});
    const workflowOf = build({ Mask: mask, Child: child(inner, { stateMachine: "inner" }) }, ({ input, run, pass }) => {
      run("Child", input);
      run("Mask", pass("Args", { table: "t" }));
    });
    expect(machineOf(workflowOf).States).toMatchObject({
      Child: {
        Arguments: {
          Input:
            "{% $merge([$states.context.Execution.Input, {'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID': $states.context.Execution.Id}]) %}",
        },
      },
      Mask: { Arguments: { Payload: "{% $merge([{'operation': 'mask'}, $args]) %}" } },
    });
  });

  it("says activities, HTTP calls and callbacks as JSONPath does, with the token from the context object", () => {
    const work = { input: z.object({ id: z.string() }), output: z.object({ ok: z.boolean() }) };
    const workflow = build(
      {
        Do: activity("ship", work),
        Call: http("shop", {
          method: "POST",
          input: z.object({ ApiEndpoint: z.string(), RequestBody: z.unknown() }),
          output: z.object({}),
        }),
        Ask: waitForTaskToken(awsSdk("sqs:sendMessage", { input: z.object({ MessageBody: z.unknown() }), output: z.object({}) }), {
          output: z.object({ answer: z.string().max(9) }),
        }),
      },
      ({ input, run }) => {
        run("Do", { id: input.runId }, { timeout: 60, heartbeat: 10 });
        run("Call", { ApiEndpoint: token("shop_url"), RequestBody: { id: input.runId } });
        return run("Ask", (taskToken) => ({ MessageBody: { taskToken } }), { timeout: 60 }).answer;
      },
    );
    expect(machineOf(workflow).States).toMatchObject({
      Do: {
        Resource: "${ship_activity_arn}",
        Arguments: { id: "{% $states.context.Execution.Input.runId %}" },
        TimeoutSeconds: 60,
        HeartbeatSeconds: 10,
      },
      Call: {
        Resource: "arn:aws:states:::http:invoke",
        Arguments: {
          Method: "POST",
          Authentication: { ConnectionArn: "${shop_connection_arn}" },
          ApiEndpoint: "${shop_url}",
          RequestBody: { id: "{% $states.context.Execution.Input.runId %}" },
        },
      },
      Ask: {
        Resource: "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
        Arguments: { MessageBody: { taskToken: "{% $states.context.Task.Token %}" } },
        Assign: { ask: { answer: "{% $states.result.answer %}" } },
      },
      Output: { Output: "{% $ask.answer %}" },
    });
  });

  it("hands a distributed Map's child its item or batch as its input", () => {
    const workflow = build({ Mask: mask, "Mask all": mask }, ({ input, run, distributedMap }) => {
      distributedMap(
        "Single",
        {
          reader: {
            format: "JSON",
            item: z.object({ name: z.string() }),
            bucket: token("bucket"),
            key: text`runs/${input.runId}`,
            atMost: input.amount,
          },
          with: { run: input.runId },
          writer: { bucket: token("bucket"), prefix: text`out/${input.runId}` },
          toleratedFailureCount: 2,
        },
        ({ item, run: runId }) => run("Mask", { table: item.name, run: runId }),
      );
      distributedMap(
        "Batches",
        { items: input.tables, batch: { size: 5, input: { run: input.runId } }, label: "b" },
        ({ items, batchInput }) => {
          run("Mask all", { table: items[0].name, run: batchInput.run });
        },
      );
    });
    const { States } = machineOf(workflow);
    expect(States?.Single).toMatchObject({
      ItemReader: {
        ReaderConfig: { InputType: "JSON", MaxItems: "{% $states.context.Execution.Input.amount %}" },
        Arguments: { Bucket: "${bucket}", Key: "{% 'runs/' & $states.context.Execution.Input.runId %}" },
      },
      ItemSelector: { item: "{% $states.context.Map.Item.Value %}", run: "{% $states.context.Execution.Input.runId %}" },
      ToleratedFailureCount: 2,
      ItemProcessor: {
        States: { Mask: { Arguments: { Payload: { table: "{% $states.input.item.name %}", run: "{% $states.input.run %}" } } } },
      },
      ResultWriter: { Arguments: { Prefix: "{% 'out/' & $states.context.Execution.Input.runId %}" } },
    });
    expect(States?.Batches).toMatchObject({
      Items: "{% $states.context.Execution.Input.tables %}",
      ItemBatcher: { MaxItemsPerBatch: 5, BatchInput: { run: "{% $states.context.Execution.Input.runId %}" } },
      ItemProcessor: {
        States: {
          "Mask all": { Arguments: { Payload: { table: "{% $states.input.Items[0].name %}", run: "{% $states.input.BatchInput.run %}" } } },
        },
      },
    });
  });
});
