import { memoryStore, single, types, virtualEngine } from "./support.ts";

const processor = (states: object, startAt = "P"): object => ({
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  StartAt: startAt,
  States: states,
});
const pass = { P: { Type: "Pass", End: true } };
const failOdd = {
  P: { Type: "Choice", Choices: [{ Variable: "$.odd", BooleanEquals: true, Next: "F" }], Default: "Q" },
  Q: { Type: "Pass", End: true },
  F: { Type: "Fail", Error: "Odd", Cause: "it is odd" },
};
const reader = {
  Resource: "arn:aws:states:::s3:getObject",
  Parameters: { "Bucket.$": "$.bucket", Key: "manifest.jsonl" },
  ReaderConfig: { InputType: "JSONL" },
};

describe("a distributed Map", () => {
  it("runs a child execution for every item, each with a history of its own", async () => {
    const engine = virtualEngine();
    const machine = single({ Type: "Map", Label: "Rows", ItemProcessor: processor(pass) });
    const { output, events, executionArn } = await engine.run(machine, ["a", "b"]);
    expect(output).toEqual(["a", "b"]);
    expect(types(events).slice(1, -1)).toEqual([
      "MapStateEntered",
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
    ]);
    const [run] = engine.listMapRuns({ executionArn }).mapRuns;
    const mapRunArn = String(run?.mapRunArn);
    expect(mapRunArn).toMatch(/:mapRun:StateMachine\/Rows:[0-9a-f-]{36}$/);
    const counts = { pending: 0, running: 0, succeeded: 2, failed: 0, timedOut: 0, aborted: 0, total: 2, resultsWritten: 2 };
    expect(engine.describeMapRun({ mapRunArn })).toMatchObject({ status: "SUCCEEDED", itemCounts: counts, executionCounts: counts });
    const { executions } = engine.listExecutions({ mapRunArn });
    expect(executions).toHaveLength(2);
    const history = engine.getExecutionHistory({ executionArn: String(executions[0]?.executionArn) });
    expect(types(history.events)).toEqual(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
  });

  it("reads JSON lines and packs them into batches with their shared input", async () => {
    const s3 = memoryStore({ "b/manifest.jsonl": '{"k":1}\n{"k":2}\n\n{"k":3}\n' });
    const machine = single({
      Type: "Map",
      ItemReader: reader,
      ItemSelector: { "key.$": "$$.Map.Item.Value.k", "at.$": "$$.Map.Item.Index" },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { "run.$": "$.run" } },
      ItemProcessor: processor(pass),
    });
    const { output } = await virtualEngine({ s3 }).run(machine, { bucket: "b", run: "r1" });
    expect(output).toEqual([
      {
        BatchInput: { run: "r1" },
        Items: [
          { key: 1, at: 0 },
          { key: 2, at: 1 },
        ],
      },
      { BatchInput: { run: "r1" }, Items: [{ key: 3, at: 2 }] },
    ]);
  });

  it("keeps batches below MaxInputBytesPerBatch", async () => {
    const machine = single({ Type: "Map", ItemBatcher: { MaxInputBytesPerBatch: 40 }, ItemProcessor: processor(pass) });
    const { output } = await virtualEngine().run(machine, ["0123456789", "0123456789", "0123456789"]);
    expect(output).toEqual([{ Items: ["0123456789", "0123456789"] }, { Items: ["0123456789"] }]);
  });

  it("reads a listing of objects", async () => {
    const s3 = memoryStore({ "b/in/1": "x", "b/in/2": "yy", "b/out/1": "z" });
    const listing = { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "b", Prefix: "in/" } };
    const { output } = await virtualEngine({ s3 }).run(single({ Type: "Map", ItemReader: listing, ItemProcessor: processor(pass) }), {});
    expect(output).toMatchObject([
      { Key: "in/1", Size: 1 },
      { Key: "in/2", Size: 2 },
    ]);
  });

  it("fails with States.ItemReaderFailed when the object is missing, and can be caught", async () => {
    const map = {
      Type: "Map",
      ItemReader: reader,
      ItemProcessor: processor(pass),
      Catch: [{ ErrorEquals: ["States.ItemReaderFailed"], Next: "Caught" }],
      End: true,
    };
    const machine = { StartAt: "M", States: { M: map, Caught: { Type: "Pass", End: true } } };
    const { output, events } = await virtualEngine({ s3: memoryStore() }).run(machine, { bucket: "b" });
    expect(output).toEqual({ Error: "States.ItemReaderFailed", Cause: "NoSuchKey: The specified key does not exist." });
    expect(types(events)).toEqual(expect.arrayContaining(["MapRunFailed", "MapStateFailed", "MapStateExited"]));
  });

  it("goes on while failures are tolerated and writes AWS's result files", async () => {
    const s3 = memoryStore();
    const writer = { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "out", Prefix: "results" } };
    const machine = single({ Type: "Map", ToleratedFailureCount: 1, ResultWriter: writer, ItemProcessor: processor(failOdd) });
    const { status, output } = await virtualEngine({ s3 }).run(machine, [{ odd: false }, { odd: true }]);
    expect(status).toBe("SUCCEEDED");
    const { ResultWriterDetails, MapRunArn } = output as { MapRunArn: string; ResultWriterDetails: { Bucket: string; Key: string } };
    const folder = `results/${MapRunArn.split(":").at(-1)}`;
    expect(ResultWriterDetails).toEqual({ Bucket: "out", Key: `${folder}/manifest.json` });
    const manifest = JSON.parse(s3.objects.get(`out/${folder}/manifest.json`) ?? "");
    expect(manifest).toMatchObject({
      DestinationBucket: "out",
      MapRunArn,
      ResultFiles: { FAILED: [{ Key: `${folder}/FAILED_0.json` }], PENDING: [] },
    });
    const [failed] = JSON.parse(s3.objects.get(`out/${folder}/FAILED_0.json`) ?? "");
    expect(failed).toMatchObject({ Status: "FAILED", Error: "Odd", Cause: "it is odd", Input: '{"odd":true}' });
  });

  it("stops the rest when too many fail", async () => {
    const engine = virtualEngine();
    const states = { ...failOdd, Q: { Type: "Wait", Seconds: 600, End: true } };
    const machine = single({ Type: "Map", ToleratedFailurePercentage: 10, ItemProcessor: processor(states) });
    const { status, error, cause, executionArn } = await engine.run(machine, [{ odd: false }, { odd: true }, { odd: true }]);
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
    expect(cause).toBe("The specified tolerated failure threshold was exceeded");
    const mapRunArn = String(engine.listMapRuns({ executionArn }).mapRuns[0]?.mapRunArn);
    expect(engine.describeMapRun({ mapRunArn })).toMatchObject({ status: "FAILED", itemCounts: { aborted: 1, running: 0 } });
    expect(engine.elapsed()).toBe(0);
  });

  it("runs no more children at once than MaxConcurrency", async () => {
    const engine = virtualEngine();
    const machine = single({ Type: "Map", MaxConcurrency: 2, ItemProcessor: processor({ P: { Type: "Wait", Seconds: 10, End: true } }) });
    await engine.run(machine, [1, 2, 3, 4, 5]);
    expect(engine.elapsed()).toBe(30);
  });

  it("ends express children after five minutes", async () => {
    const engine = virtualEngine();
    const waits = single({ Type: "Wait", Seconds: 1000 });
    const express = { ...waits, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } };
    const { error, executionArn } = await engine.run(single({ Type: "Map", ItemProcessor: express }), [1]);
    expect(error).toBe("States.ExceedToleratedFailureThreshold");
    const mapRunArn = String(engine.listMapRuns({ executionArn }).mapRuns[0]?.mapRunArn);
    expect(engine.describeMapRun({ mapRunArn })).toMatchObject({ itemCounts: { timedOut: 1 } });
    expect(engine.elapsed()).toBe(300);
  });

  it("nests", async () => {
    const inner = { P: { Type: "Map", ItemProcessor: processor(pass), End: true } };
    const { output } = await virtualEngine().run(single({ Type: "Map", ItemProcessor: processor(inner) }), [[1, 2], [3]]);
    expect(output).toEqual([[1, 2], [3]]);
  });

  it("takes other limits while it runs", async () => {
    const engine = virtualEngine();
    const states = { Wait: { Type: "Wait", Seconds: 10, Next: "P" }, ...failOdd };
    const machine = single({ Type: "Map", MaxConcurrency: 1, ItemProcessor: processor(states, "Wait") });
    const { stateMachineArn } = engine.createStateMachine({ name: "m", definition: machine });
    const started = new Promise<string>((resolve) => {
      engine.onHistoryEvent((_arn, event) => {
        const details = event.mapRunStartedEventDetails as { mapRunArn: string } | undefined;
        if (details !== undefined) resolve(details.mapRunArn);
      });
    });
    const { executionArn } = engine.startExecution({
      stateMachineArn,
      input: [{ odd: true }, { odd: false }, { odd: true }, { odd: false }],
    });
    const mapRunArn = await started;
    engine.updateMapRun({ mapRunArn, maxConcurrency: 2, toleratedFailurePercentage: 50 });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '[{"odd":false},{"odd":false}]' });
    expect(engine.elapsed()).toBe(20);
    expect(engine.describeMapRun({ mapRunArn })).toMatchObject({ maxConcurrency: 2, toleratedFailurePercentage: 50 });
    expect(() => engine.updateMapRun({ mapRunArn, maxConcurrency: 1 })).toThrow("terminal state");
  });
});
