import { AsyncLocalStorage } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

const start = Date.UTC(2026, 0, 5, 12);
const RealDate = Date;
const realImmediate = setImmediate;
const realTimeout = setTimeout;

// Of all clocks of the process: a timer of one that is over may be cleared while another is in its place.
let timers = 0;

// What a thread of the process works on, such as a module that is loaded, comes in real time.
const longestRealMs = 2_000;

/**
 * Time that passes only when everybody waits. It stands in for Date, the timers and the monotonic clock of this process, so one
 * simulation runs at a time.
 */
export class VirtualClock {
  private nowMs = start;
  private pending = new Map<number, Timer>();
  private readonly machine = new AsyncLocalStorage<number>();

  /** The true time. */
  now(): number {
    return this.nowMs;
  }

  /** Does the work of a machine whose clock is ahead of the true time. */
  ahead<T>(ms: number, work: () => T): T {
    return ms === 0 ? work() : this.machine.run(ms, work);
  }

  advance(ms: number): void {
    this.nowMs += ms;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.set(resolve, ms));
  }

  /** Forgets what nobody waits for any more: the timers of processes that were killed. */
  clear(): void {
    this.pending.clear();
  }

  /** Lets time pass until the work is done. Throws when nothing is left that could end it. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    for (let stillMs = 0; ; ) {
      await new Promise<void>((resolve) => realImmediate(resolve));
      if (isOver) return work;
      const next = this.takeNext();
      if (next !== undefined) {
        this.nowMs = Math.max(this.nowMs, next.at);
        next.ring();
        stillMs = 0;
      } else if (stillMs++ < longestRealMs) await new Promise<void>((resolve) => realTimeout(resolve, 1));
      else throw new Error("the simulation stands still: nobody waits for a time");
    }
  }

  /** Puts this clock, and a seeded source of chance, in the place of the process's own while the work runs. */
  async inPlace<T>(chance: () => number, work: () => Promise<T>): Promise<T> {
    const real = {
      Date: globalThis.Date,
      setTimeout: globalThis.setTimeout,
      clearTimeout: globalThis.clearTimeout,
      random: Math.random,
      sleep: timersPromises.setTimeout,
    };
    const now = () => this.nowMs + (this.machine.getStore() ?? 0);
    class VirtualDate extends RealDate {
      constructor(...given: unknown[]) {
        if (given.length === 0) super(now());
        else super(...(given as [number]));
      }
      static override now(): number {
        return now();
      }
    }
    const set = (ring: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const id = this.set(() => ring(...args), ms);
      return Object.assign(Object(id), { unref: () => {}, ref: () => {}, id });
    };
    const clear = (timer: unknown) => this.pending.delete(Number((timer as { id?: number } | undefined)?.id));
    Object.assign(globalThis, { Date: VirtualDate, setTimeout: set, clearTimeout: clear });
    Math.random = chance;
    Object.assign(timersPromises, {
      setTimeout: (ms: number, value: unknown) => this.sleep(ms).then(() => value),
    });
    syncBuiltinESMExports();
    const { performance } = globalThis;
    Object.defineProperty(performance, "now", { value: () => this.nowMs - start, configurable: true });
    try {
      return await work();
    } finally {
      const { random, sleep, ...rest } = real;
      Object.assign(globalThis, rest);
      Math.random = random;
      Object.assign(timersPromises, { setTimeout: sleep });
      syncBuiltinESMExports();
      Reflect.deleteProperty(performance, "now");
      // What watches over promises slows all that follow.
      this.machine.disable();
    }
  }

  private set(ring: () => void, ms: number): number {
    const order = ++timers;
    this.pending.set(order, { at: this.nowMs + Math.max(0, Number(ms) || 0), order, ring });
    return order;
  }

  private takeNext(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.pending.values()) {
      if (next === undefined || timer.at < next.at) next = timer;
    }
    if (next !== undefined) this.pending.delete(next.order);
    return next;
  }
}
