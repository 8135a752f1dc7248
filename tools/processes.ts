import { type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** Every process and its parent. */
function parents(): [pid: number, parent: number][] {
  if (!existsSync("/proc/self/stat")) {
    const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    const rows = (stdout ?? "").trim().split("\n");
    return rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  }
  const found: [number, number][] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      found.push([Number(entry), Number(parent)]);
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}

/** The processes that stem from `pid`, itself first. */
export function processTree(pid: number): number[] {
  const table = parents();
  const tree = [pid];
  for (const member of tree)
    for (const [child, parent] of table) if (parent === member && !tree.includes(child)) tree.push(child);
  return tree;
}

/** Whether a process runs; one that ended and that nobody has buried does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.charAt(stat.lastIndexOf(")") + 2) !== "Z";
  } catch {
    return !existsSync("/proc/self/stat");
  }
}

/** Sends a signal to each process that is still there. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

/** Waits until none of the processes is left, at most `milliseconds`. */
export async function ended(pids: readonly number[], milliseconds: number): Promise<boolean> {
  const limit = Date.now() + milliseconds;
  while (pids.some(isAlive)) {
    if (Date.now() > limit) return false;
    await sleep(100);
  }
  return true;
}

const STOPPING: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Calls `stop` at each wish to stop (Ctrl-C, kill, closed terminal, under npm also when the process that started
 * this one is gone) until the returned function is called.
 */
export function onStop(stop: () => void): () => void {
  for (const signal of STOPPING) process.on(signal, stop);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500).unref();
  return () => {
    clearInterval(watch);
    for (const signal of STOPPING) process.off(signal, stop);
  };
}

export interface Ended {
  code: number;
  /** Why it was stopped before its end; null when it ended by itself. */
  stopped: "signal" | "timeout" | null;
}

/** How long a command may take to clean up once it was told to stop. */
const GRACE = 15_000;

/**
 * Runs a command in its own process group, so that Ctrl-C reaches it once and from here only, and leaves nothing of
 * it behind: what is still running after it ended, or after its time, is ended.
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { timeout, ...options }: SpawnOptions & { timeout?: number },
): Promise<Ended> {
  const child = spawn(command, args, { ...options, detached: true });
  let stopped: Ended["stopped"] = null;
  let tree: number[] = [];
  const stop = (why: "signal" | "timeout") => {
    if (stopped || !child.pid) return;
    stopped = why;
    tree = processTree(child.pid);
    signalAll([-child.pid], "SIGINT");
    setTimeout(() => signalAll(tree, "SIGKILL"), GRACE).unref();
  };
  const forget = onStop(() => stop("signal"));
  const timer = timeout === undefined ? undefined : setTimeout(() => stop("timeout"), timeout);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve({ code: code ?? 1, stopped }));
    });
  } finally {
    clearTimeout(timer);
    forget();
    signalAll(tree, "SIGKILL");
  }
}
