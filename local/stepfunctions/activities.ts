/** Activities: names under which workers ask for Tasks, and the Tasks that wait for one. */
import { activityArn, checkArn, type Home } from "./arns.ts";
import type { Clock } from "./clock.ts";
import type { ActivityDescription, ActivityTask } from "./engine-types.ts";
import { ApiError } from "./errors.ts";
import { checkName, checkTags } from "./names.ts";
import type { ActivityWork } from "./scope.ts";

interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: number;
  readonly tags: Map<string, string>;
  readonly offered: Offer[];
  readonly workers: ((offer: Offer) => void)[];
}

interface Offer extends ActivityTask {
  taken(workerName: string | undefined): void;
}

/** How long GetActivityTask waits for work. */
const pollSeconds = 60;

export class Activities implements ActivityWork {
  readonly #home: Home;
  readonly #clock: Clock;
  readonly #byArn = new Map<string, Activity>();

  constructor(home: Home, clock: Clock) {
    this.#home = home;
    this.#clock = clock;
  }

  /** Creating the same again answers as the first time. */
  create(name: string, tags: readonly { readonly key: string; readonly value: string }[] = []): Activity {
    checkName(name, "name");
    const arn = activityArn(this.#home, name);
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) return existing;
    const activity: Activity = { arn, name, creationDate: this.#clock.now(), tags: checkTags(tags), offered: [], workers: [] };
    this.#byArn.set(arn, activity);
    return activity;
  }

  /** @throws ApiError ActivityDoesNotExist or InvalidArn */
  find(arn: unknown): Activity {
    const checked = checkArn(arn, "activity");
    const activity = this.#byArn.get(checked);
    if (activity !== undefined) return activity;
    throw new ApiError("ActivityDoesNotExist", `Activity Does Not Exist: '${checked}'`);
  }

  describe(arn: string): ActivityDescription {
    const { name, creationDate } = this.find(arn);
    return { activityArn: arn, name, creationDate, encryptionConfiguration: { type: "AWS_OWNED_KEY" } };
  }

  delete(arn: string): void {
    this.#byArn.delete(checkArn(arn, "activity"));
  }

  list(): Omit<ActivityDescription, "encryptionConfiguration">[] {
    const all = [...this.#byArn.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return all.map(({ arn, name, creationDate }) => ({ activityArn: arn, name, creationDate }));
  }

  exists(arn: string): boolean {
    return this.#byArn.has(arn);
  }

  offer(arn: string, task: ActivityTask, taken: (workerName: string | undefined) => void): () => void {
    const activity = this.find(arn);
    const offer: Offer = { ...task, taken };
    const worker = activity.workers.shift();
    if (worker === undefined) activity.offered.push(offer);
    else worker(offer);
    return () => void remove(activity.offered, offer);
  }

  /**
   * The next Task of an activity, the oldest first.
   *
   * @returns undefined when there was none for a minute, or the worker has gone
   * @throws ApiError ActivityDoesNotExist or InvalidArn
   */
  async take(arn: string, workerName: string | undefined, signal?: AbortSignal): Promise<ActivityTask | undefined> {
    const activity = this.find(arn);
    const offer = activity.offered.shift() ?? (await this.#wait(activity, signal));
    if (offer === undefined) return undefined;
    offer.taken(workerName);
    return { taskToken: offer.taskToken, input: offer.input };
  }

  #wait({ workers }: Activity, signal: AbortSignal | undefined): Promise<Offer | undefined> {
    const over = new AbortController();
    return new Promise<Offer | undefined>((resolve) => {
      workers.push(resolve);
      const leave = (): void => {
        remove(workers, resolve);
        resolve(undefined);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#clock.sleep(pollSeconds, "timeout", over.signal).then(leave, () => undefined);
    }).finally(() => over.abort());
  }
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
