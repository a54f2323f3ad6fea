/** The example's scenarios as tests: the bridge that the shipped machines use too. */
import { describeWorkflow } from "../../../local/scenarios/index.ts";
import * as scenarios from "./nightly.scenarios.ts";

describeWorkflow(scenarios);
