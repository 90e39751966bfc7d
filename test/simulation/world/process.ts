/** What of a run dies. */
export type Victim = "plugin" | "engine" | "machine";

/** What a death can come before or after: a write or a read of the plugin (journal, vendor; the CLI only reads), or a write of the checkpoint. */
export type Moment = "write" | "read" | "checkpoint";

/** The moment of a death: at the so-many-th of its kind, before or after it took effect. */
export interface Death {
  readonly victim: Victim;
  readonly of: Moment;
  readonly nth: number;
  readonly when: "before" | "after";
}

const never = new Promise<never>(() => {});

/** The processes of one run. Once dead, what they wait for never comes, as after `kill -9`. */
export class Processes {
  readonly pluginDied: Promise<never>;
  /** The engine is gone, alone or with the whole machine. */
  readonly engineDied: Promise<"killed">;
  dead: Victim | undefined;
  private readonly counts: Record<Moment, number> = { write: 0, read: 0, checkpoint: 0 };
  private killPlugin!: (error: Error) => void;
  private killEngine!: (dead: "killed") => void;

  constructor(private readonly death: Death | undefined) {
    this.pluginDied = new Promise((_, reject) => {
      this.killPlugin = reject;
    });
    this.pluginDied.catch(() => {});
    this.engineDied = new Promise((resolve) => {
      this.killEngine = resolve;
    });
  }

  /** Whether the engine has written anything: it does before each step that it makes. */
  get hasBegun(): boolean {
    return this.counts.checkpoint > 0;
  }

  /** Does one thing that the death may come before or after. */
  async at<T>(moment: Moment, act: () => T): Promise<T> {
    const alive = () => (moment === "checkpoint" ? this.engineAlive() : this.alive());
    await alive();
    const { death } = this;
    const isLast = death?.of === moment && this.counts[moment] === death.nth;
    this.counts[moment] += 1;
    if (isLast && death.when === "before") this.die(death.victim);
    await alive();
    const result = act();
    if (isLast && death.when === "after") this.die(death.victim);
    await alive();
    return result;
  }

  /** The plugin goes on from here only while it lives. */
  async alive(): Promise<void> {
    if (this.dead === "plugin" || this.dead === "machine") await never;
  }

  /** The engine goes on from here only while it lives. */
  async engineAlive(): Promise<void> {
    if (this.dead === "engine" || this.dead === "machine") await never;
  }

  private die(victim: Victim): void {
    this.dead = victim;
    if (victim === "plugin") this.killPlugin(new Error("error reading from server: EOF"));
    else this.killEngine("killed");
  }
}
