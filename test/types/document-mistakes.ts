/** Mistakes in Automation documents that must not compile: each line that begins with a number is exactly one error. */
import { z } from "zod";
import { automation, eq, gt, not, script, text } from "../../ssm-documents/kit/index.ts";
import { countRows } from "./documents.ts";

const setup = {
  name: "mistakes",
  description: "",
  parameters: { Table: z.string(), Phase: z.enum(["clone", "mask"]), Count: z.int(), Again: z.boolean(), Names: z.array(z.string()) },
  variables: { Rows: z.int().default(0), Done: z.boolean().default(false) },
} as const;
const payload = { table: "t", mode: "fast", least: 1 } as const;
const describe = { service: "rds", api: "DescribeDBClusters", inputs: {} } as const;

automation(setup).define((steps) => {
  const { parameters, variables, global, executeScript, executeAwsApi, waitForAwsResourceProperty, assertAwsResourceProperty } = steps;
  const { branch, loop, forEach, sleep, updateVariable } = steps;
  /* 01 output read before it is there       */ sleep("Early", text`PT${counted.rows}S` as never);
  const counted = executeScript("CountRows", countRows, payload);
  /* 02 output that the script has not       */ executeScript("One", countRows, { ...payload, table: counted.table });
  /* 03 number where a text goes             */ executeScript("Two", countRows, { ...payload, table: counted.rows });
  /* 04 text where a number goes             */ executeScript("Three", countRows, { ...payload, least: parameters.Table });
  /* 05 literal outside of the enum          */ executeScript("Four", countRows, { ...payload, mode: "slow" });
  /* 06 payload without a field              */ executeScript("Five", countRows, { table: "t", least: 1 });
  /* 07 payload with a field too many        */ executeScript("Six", countRows, { table: "t", mode: "fast", least: 1, most: 2 });
  /* 08 parameter misspelt                   */ executeScript("Seven", countRows, { ...payload, table: parameters.Tabel });
  /* 09 variable that is not declared        */ updateVariable("Eight", variables.Sum, 1);
  /* 10 value of another type                */ updateVariable("Nine", variables.Rows, "1");
  /* 11 expression of another type           */ updateVariable("Ten", variables.Done, counted.rows);
  /* 12 text as a condition                  */ branch("Eleven", [{ when: parameters.Table, nextStep: "CountRows" }], "CountRows");
  /* 13 branch without a way for the rest    */ branch("Twelve", [{ when: counted.done, nextStep: "CountRows" }]);
  /* 14 branch without a choice              */ branch("Thirteen", [], "CountRows");
  /* 15 comparison with another type         */ eq(counted.rows, "1");
  /* 16 value that the parameter cannot have */ eq(parameters.Phase, "masks");
  /* 17 text compared as a number            */ gt(parameters.Table, 1);
  /* 18 negating a number                    */ not(counted.rows);
  /* 19 loop without a condition             */ loop("Fourteen", 3, () => sleep("Inner", "PT1S"));
  /* 20 loop without a bound                 */ loop("Fifteen", () => counted.done);
  /* 21 onCancel on a loop                   */ loop("Sixteen", 3, () => counted.done, { onCancel: "Abort" });
  /* 22 onCancel on a variable               */ updateVariable("Seventeen", variables.Rows, 1, { onCancel: "Abort" });
  /* 23 going through a text                 */ forEach("Eighteen", parameters.Table, () => {});
  /* 24 value of a round as a number         */ forEach("Nineteen", counted.names, ({ value }) => updateVariable("Inside", variables.Rows, value));
  /* 25 word that onFailure does not know    */ sleep("Twenty", "PT1M", { onFailure: "Retry" });
  /* 26 step without its prefix              */ sleep("TwentyOne", "PT1M", { onFailure: "CountRows" });
  /* 27 cancellation that continues          */ sleep("TwentyTwo", "PT1M", { onCancel: "Continue" });
  /* 28 seconds as a text                    */ sleep("TwentyThree", "PT1M", { timeoutSeconds: "60" });
  /* 29 an end that goes on                  */ sleep("TwentyFour", "PT1M", { isEnd: true, nextStep: "CountRows" });
  /* 30 selector that is no path             */ executeAwsApi("TwentyFive", { ...describe, outputs: { Arn: ["DBClusters[0].DBClusterArn", z.string()] } });
  /* 31 output that was not selected         */ text`${executeAwsApi("TwentySix", { ...describe, outputs: { Arn: ["$.Arn", z.string()] } }).Port}`;
  /* 32 wait without values                  */ waitForAwsResourceProperty("TwentySeven", { ...describe, property: "$.Status", values: [] });
  /* 33 Boolean as a value                   */ assertAwsResourceProperty("TwentyEight", { ...describe, property: "$.Enabled", values: [true] });
  /* 34 call without its service             */ executeAwsApi("TwentyNine", { api: "DescribeDBClusters", inputs: {} });
  /* 35 action that the kit has not          */ steps.runCommand("Thirty", {});
  /* 36 text hole that is a list             */ text`${counted.names}`;
  /* 37 system value that SSM has not        */ text`${global.TIME}`;
  return {};
});
/* 38 output that is no reference            */ automation(setup).define(() => ({ rows: 3 }));
/* 39 role that is no parameter              */ automation({ ...setup, assumeRole: "Role" });
/* 40 document without parameters            */ automation({ name: "none", description: "" });
/* 41 contract that is no schema             */ script([new URL("count.py", import.meta.url)], "count_rows", { payload: { table: "text" }, outputs: {} });
