/** Builds random workflows from recipes. */
import {
  type AnyWorkflow,
  after,
  before,
  type Expr,
  eq,
  type Ref,
  type Steps,
  type Tasks,
  text,
  when,
  workflow,
} from "../../../workflows/kit/index.ts";
import { type Input, inputSchema, type Result, work } from "./data.ts";
import { both, none, ofRecord, ofThing, type Pool, pick } from "./pool.ts";
import type { Recipe, Step } from "./recipes.ts";
import { argumentsFrom, conditionFrom, keptOf, numberFrom, outputFrom, textFrom } from "./values.ts";

/** Builds a recipe: the same recipe always gives the same workflow. */
export class Cook {
  readonly #recipe: Recipe;
  #names = 0;
  /** How many Parallels are around. */
  #depth = 0;
  /** How many states end a machine with an output of their own. */
  #ends = 0;

  constructor(recipe: Recipe) {
    this.#recipe = recipe;
  }

  workflow(): AnyWorkflow {
    const tasks: Record<string, typeof work> = {};
    const name = (steps: readonly Step[]): void => {
      for (const step of steps) {
        const at = this.#names;
        this.#names += 1;
        if (step.kind === "run" || step.kind === "poll") tasks[`Task ${at}`] = work;
        if (step.kind === "choice") step.bodies.forEach(name);
        if (step.kind === "map" || step.kind === "guard") name(step.body);
        if (step.kind === "parallel") step.branches.forEach(name);
      }
    };
    name(this.#recipe.steps);
    return workflow({ name: "w", comment: "Random.", unbounded: true, input: inputSchema, tasks: tasks as Tasks }).define((steps) => {
      this.#names = 0;
      const { input, context } = steps as unknown as Steps<Tasks, Input>;
      const pool = both(both(none, ofRecord(input)), { texts: [input.id, context.Execution.Name] });
      const after = this.#all(this.#recipe.steps, pool, steps as unknown as Steps<Tasks, Input>);
      return outputFrom(this.#recipe.gives, this.#recipe.picks, after);
    });
  }

  #all(list: readonly Step[], pool: Pool, steps: Steps<Tasks, Input>): Pool {
    return list.reduce((before, step) => this.#step(step, before, steps), pool);
  }

  #step(step: Step, pool: Pool, steps: Steps<Tasks, Input>): Pool {
    const id = this.#names;
    this.#names += 1;
    const { risky } = this.#recipe;
    switch (step.kind) {
      case "run": {
        const raw = steps.run(
          `Task ${id}`,
          argumentsFrom(step.picks, pool, risky) as never,
          {
            ...(step.keep ? { keep: (result: Expr<Result>) => ({ ...keptOf(result), deep: result.deep }) } : {}),
            ...(step.ignore && !risky ? { ignore: ["Work.Odd"] } : {}),
            ...(step.retry ? { retry: [{ errors: ["Work.Failed"], every: 2, max: 1 }] } : {}),
          } as never,
        ) as unknown as Expr<Result>;
        // What an ignored error leaves out nobody may read.
        return step.ignore && !risky ? pool : both(both(pool, ofRecord(raw)), { texts: [raw.text], flags: [raw.done], wholes: [raw] });
      }
      case "poll": {
        const result = steps.poll(
          `Task ${id}`,
          argumentsFrom(step.picks, pool, risky) as never,
          {
            every: 3,
            atMost: 3,
            until: (of: never) => eq((of as Expr<Result>).done, true),
            ...(step.failIf ? { failIf: (of: never) => eq((of as Expr<Result>).amount, 0) } : {}),
          } as never,
        ) as unknown as Expr<Result>;
        return both(both(pool, ofRecord(result)), { texts: [result.text], wholes: [result] });
      }
      case "pass": {
        const [a = 0, b = 0, c = 0, d = 0] = step.picks;
        const made = steps.pass(`Pass ${id}`, {
          text: textFrom(a, pool),
          number: numberFrom(b, pool),
          deep: { flag: pick(pool.flags, c), list: [textFrom(d, pool), "x"] },
          fixed: { list: [1, { a: null }], text: "{% $a %}" },
        }) as unknown as Expr<{ text: string; number: number; deep: { flag: boolean; list: string[] } }>;
        return both(pool, {
          texts: [made.text, made.deep.list[0]],
          numbers: [made.number],
          flags: [made.deep.flag],
          tags: [made.deep.list],
          wholes: [made],
        });
      }
      case "wait":
        steps.wait(`Wait ${id}`, { seconds: step.fromData ? pick(pool.numbers, step.picks[0] ?? 0) : (step.picks[0] ?? 0) });
        return pool;
      case "choice":
        return this.#choice(step, id, pool, steps);
      case "map": {
        const name = `Map ${id}`;
        const inside = { ...pool, maybeTexts: [], maybeNumbers: [] };
        const body = (of: Partial<Pool>): unknown => {
          const after = this.#all(step.body, both(inside, of), steps);
          return outputFrom(step.gives, step.picks, after);
        };
        const options = { atOnce: 1 };
        const [a = 0] = step.picks;
        const result = step.of
          ? steps.map(name, pick(pool.things, a), (item) => body({ ...ofThing(item) }), options)
          : steps.map(name, pick(pool.tags, a), (item) => body({ texts: [item] }), options);
        return both(pool, { lists: [result as unknown as Ref<unknown[]>], wholes: [result] });
      }
      case "parallel": {
        const before = this.#ends;
        this.#depth += 1;
        const results = steps.parallel(
          `Parallel ${id}`,
          step.branches.map((branch, index) => () => {
            // One branch after the other: which of them fails first must not be chance.
            if (index > 0) steps.wait(`Wait ${id}.${index}`, { seconds: index * 10 ** (8 - this.#depth) });
            return outputFrom(step.gives, step.picks, this.#all(branch, pool, steps)) ?? {};
          }),
        ) as unknown as readonly Expr<{ text: string; number: number }>[];
        this.#depth -= 1;
        return step.gives === 1 && this.#ends === before
          ? both(pool, { texts: results.map((of) => of.text), numbers: results.map((of) => of.number) })
          : pool;
      }
      case "guard": {
        if (risky) return this.#all(step.body, pool, steps);
        const section = steps.onFailure(`Section ${id}`, (failure) => {
          steps.pass(`Section ${id}`, { error: failure.Error, cause: failure.Cause });
          if (step.ends === 0) steps.fail(`Failed ${id}`, failure.Error, failure.Cause);
          else steps.succeed(`Succeeded ${id}`, step.ends === 1 ? undefined : { error: failure.Error });
          this.#ends += 1;
        });
        // A section that no Catch leads to is a mistake: the Task makes sure that there is one.
        return steps.guard(section, () => {
          steps.parallel(`Guarded ${id}`, [() => ({})]);
          return this.#all(step.body, pool, steps);
        });
      }
    }
  }

  #choice(step: Extract<Step, { kind: "choice" }>, id: number, pool: Pool, steps: Steps<Tasks, Input>): Pool {
    const bodies = step.bodies.map((body, index) => () => {
      const after = this.#all(body, pool, steps);
      if (index === 0 && step.ends === 1) steps.fail(`Chosen ${id}`, "Chosen", text`Chosen by ${pick(pool.texts, step.picks[7] ?? 0)}.`);
      if (index === 0 && step.ends === 2) {
        steps.succeed(`Ended ${id}`, { ended: pick(pool.texts, step.picks[7] ?? 0) });
        this.#ends += 1;
      }
      return step.gives ? { text: textFrom(step.picks[6] ?? 0, after), number: pick(after.numbers, step.picks[5] ?? 0) } : undefined;
    });
    const otherwise = bodies.pop() ?? (() => undefined);
    const rules = bodies.map((body, index) => when(conditionFrom(step.picks.slice(index), pool, 2), body as () => unknown));
    const result = steps.choice(`Choice ${id}?`, rules, otherwise as () => unknown) as unknown as Expr<{ text: string; number: number }>;
    return step.gives ? both(pool, { texts: [result.text], numbers: [result.number] }) : pool;
  }
}
