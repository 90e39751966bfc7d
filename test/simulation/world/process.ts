/** What of a run dies. */
export type Victim = "plugin" | "machine";

/** The moment of a death: at the so-many-th write, before or after it took effect. */
export interface Death {
  readonly victim: Victim;
  readonly write: number;
  readonly when: "before" | "after";
}

const never = new Promise<never>(() => {});

/** The processes of one run. Once dead, what they wait for never comes, as after `kill -9`. */
export class Processes {
  readonly pluginDied: Promise<never>;
  readonly machineDied: Promise<"killed">;
  dead: Victim | undefined;
  private writes = 0;
  private killPlugin!: (error: Error) => void;
  private killMachine!: (dead: "killed") => void;

  constructor(private readonly death: Death | undefined) {
    this.pluginDied = new Promise((_, reject) => {
      this.killPlugin = reject;
    });
    this.pluginDied.catch(() => {});
    this.machineDied = new Promise((resolve) => {
      this.killMachine = resolve;
    });
  }

  /** Does one write of the plugin, which the death may come before or after. */
  async write<T>(act: () => T): Promise<T> {
    await this.alive();
    const isLast = this.writes++ === this.death?.write;
    if (isLast && this.death?.when === "before") return this.die(this.death.victim);
    const result = act();
    if (isLast && this.death !== undefined) return this.die(this.death.victim);
    return result;
  }

  /** The plugin goes on from here only while it lives. */
  async alive(): Promise<void> {
    if (this.dead !== undefined) await never;
  }

  /** The engine goes on from here only while the machine lives. */
  async machineAlive(): Promise<void> {
    if (this.dead === "machine") await never;
  }

  private die(victim: Victim): Promise<never> {
    this.dead = victim;
    if (victim === "machine") this.killMachine("killed");
    else this.killPlugin(new Error("error reading from server: EOF"));
    return never;
  }
}
