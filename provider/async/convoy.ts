import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

// How long nobody may get ready before the first sets out: longer than an engine takes from one check to the next.
const quietMs = 40;
// How long the first waits for that at the most.
const longestQuietMs = 3_000;
// How long nobody new may come before those who wait go on without: longer than an engine takes to write a step down.
const idleMs = 500;
// The longest anybody waits.
const longestMs = 2_000;

/**
 * Lets those who do the same thing side by side go on together, so that one question serves them all. Whoever waits goes on once nobody
 * is at work and nobody more can come: all who were announced are under way, or as many as the caller lets be under way at once,
 * which shows when nobody comes although more were announced. Nobody waits for long, and alone nobody waits at all.
 */
export class Convoy {
  private readonly announced = new Set<string>();
  private readonly underWay = new Set<string>();
  private readonly atWork = new Set<string>();
  private waiting: (() => void)[] = [];
  private readonly gettingReady = new Set<Promise<unknown>>();
  private lastReady = 0;
  // As many as the engine takes up at once unless it is told otherwise; another number shows.
  private most = 4 * availableParallelism();
  private idle: NodeJS.Timeout | undefined;
  private longest: NodeJS.Timeout | undefined;

  /** Does what one does to get ready. Nobody sets out meanwhile, nor shortly after, as more may follow. */
  async getReady<T>(work: () => Promise<T>): Promise<T> {
    const preparing = work();
    this.gettingReady.add(preparing);
    try {
      return await preparing;
    } finally {
      this.gettingReady.delete(preparing);
      this.lastReady = Date.now();
    }
  }

  /** Says that somebody will come. */
  announce(name: string): void {
    if (!this.underWay.has(name)) this.announced.add(name);
  }

  /** Does the work of one, which may wait for the others in it. */
  async travel<T>(name: string, work: (others: () => Promise<void>) => Promise<T>): Promise<T> {
    this.announced.delete(name);
    this.underWay.add(name);
    this.atWork.add(name);
    if (this.underWay.size > this.most) this.most = this.underWay.size;
    this.consider();
    await this.allReady();
    try {
      return await work(() => this.wait(name));
    } finally {
      this.underWay.delete(name);
      this.atWork.delete(name);
      this.consider();
    }
  }

  private async allReady(): Promise<void> {
    const end = Date.now() + longestQuietMs;
    for (let now = Date.now(); now < end; now = Date.now()) {
      const left = this.lastReady + quietMs - now;
      if (this.gettingReady.size === 0 && left <= 0) return;
      await sleep(Math.min(Math.max(left, 5), end - now));
    }
  }

  private wait(name: string): Promise<void> {
    this.atWork.delete(name);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.longest ??= setTimeout(() => this.goOn(), longestMs);
      this.consider();
    });
  }

  private consider(): void {
    clearTimeout(this.idle);
    if (this.waiting.length === 0 || this.atWork.size > 0) return;
    if (this.announced.size === 0 || this.underWay.size >= this.most) {
      this.goOn();
      return;
    }
    this.idle = setTimeout(() => {
      this.most = this.underWay.size;
      this.goOn();
    }, idleMs);
  }

  private goOn(): void {
    clearTimeout(this.idle);
    clearTimeout(this.longest);
    this.longest = undefined;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
