import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Figures, Signs, WorkerOptions } from './messages.js';
import { compact, isDue } from './storage/compaction.js';
import { type Folder, prepareFolder, shortPath, storeSocket, tellPath } from './storage/folder.js';
import { claim, knock, type Lock, owner } from './storage/lock.js';
import { reap } from './storage/reaper.js';
import { type Recovered, Store } from './storage/store.js';
import { credentials } from './wire/scram.js';
import { Server } from './wire/server.js';

export interface Events {
  readonly line: (text: string) => void;
  readonly failed: (message: string, codeName: string) => void;
}

/** Waits for an owner that has the lock but does not listen yet. */
async function answers(socket: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const line = await knock(socket);
    line?.destroy();
    if (line !== undefined) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** After a compaction that failed the next one waits so long, twice as long each time. */
const FIRST_WAIT_MS = 60_000;
const MOST_WAIT_MS = 3_600_000;

/** The store at work in its thread: listening, recovered, reaping and compacting. */
export class Running {
  private compactAfter = 0;
  private failedCompactions = 0;
  private trouble: string | undefined;
  private stopping = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly chores = new Set<Promise<void>>();

  private constructor(
    private readonly options: WorkerOptions,
    private readonly events: Events,
    private readonly server: Server,
    private readonly store: Store,
    private readonly lock: Lock,
    private readonly folder: Folder,
    readonly port: number | undefined,
  ) {
    for (const note of store.recovered.notes) events.line(note);
    store.log.onFailure = (error) => {
      events.failed(error.message, error.codeName);
      this.beat();
    };
    this.every(options.reapEveryMs, () => reap(store).then(() => {}));
    this.every(options.compactEveryMs, () => this.compactIfDue());
    this.every(60_000, async () => server.cursors.sweep(Date.now()));
    // Temporary folders are cleaned of what is old.
    this.every(60_000, async () => void shortPath(folder.data));
  }

  /** Starts on a folder, or gives the path of the lock of the owner that is there. */
  static async start(options: WorkerOptions, events: Events): Promise<Running | { socket: string; lock: string }> {
    const folder = prepareFolder(options.dataDir);
    for (let tries = 0; tries < 5; tries++) {
      const lock = await claim(folder.sockets);
      if (lock !== undefined) return Running.own(options, events, folder, lock);
      const living = await owner(folder.sockets);
      if (living !== undefined && (await answers(storeSocket(folder))))
        return { socket: storeSocket(folder), lock: living };
    }
    throw new Error(`${folder.data}: owners of the store come and go; none stays`);
  }

  private static async own(options: WorkerOptions, events: Events, folder: Folder, lock: Lock): Promise<Running> {
    const { auth } = options;
    const server = new Server({ credentials: auth && credentials(auth.user, auth.password), report: events.line });
    try {
      // Bound under a name of its own and then renamed: what an owner's end removes is never its successor's socket.
      const own = join(folder.sockets, `store-${lock.path.replace(/\D/g, '').slice(-6)}.tmp`);
      rmSync(own, { force: true });
      await server.listen({ path: own }, true);
      renameSync(own, storeSocket(folder));
      tellPath(folder);
      const port =
        options.port === undefined ? undefined : await server.listen({ port: options.port }, auth === undefined);
      const store = await Store.open(folder.data);
      server.open(store);
      return new Running(options, events, server, store, lock, folder, port);
    } catch (error) {
      await server.close();
      await lock.release();
      throw error;
    }
  }

  get recovered(): Recovered {
    return this.store.recovered;
  }

  get socket(): string {
    return storeSocket(this.folder);
  }

  /** A sign of life to the other processes on the folder. Gives the figures in it. */
  beat(): Figures {
    const { failure } = this.store.log;
    const figures = this.figures();
    const signs: Signs = {
      figures,
      ...(failure && { failure: { message: failure.message, codeName: failure.codeName } }),
    };
    this.lock.tell(JSON.stringify(signs));
    return figures;
  }

  private figures(): Figures {
    return {
      documents: this.store.documents(),
      liveBytes: this.store.liveBytes(),
      fileBytes: this.store.fileBytes(),
      connections: this.server.connectionCount,
      ...(this.trouble === undefined ? {} : { trouble: this.trouble }),
    };
  }

  /** Ends everything; what was acknowledged is on disk already, what was not is flushed first. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.server.close();
    // A compaction that went on after the lock is gone would remove files under the next owner's hands.
    await Promise.all(this.chores);
    await this.store.close();
    rmSync(this.socket, { force: true });
    await this.lock.release();
  }

  private every(milliseconds: number, run: () => Promise<void>): void {
    let running: Promise<void> | undefined;
    const timer = setInterval(() => {
      if (running !== undefined) return;
      const chore = run()
        .catch((error: unknown) => {
          if (!this.stopping) this.events.line(error instanceof Error ? error.message : String(error));
        })
        .finally(() => {
          running = undefined;
          this.chores.delete(chore);
        });
      running = chore;
      this.chores.add(chore);
    }, milliseconds);
    this.timers.push(timer);
  }

  private async compactIfDue(): Promise<void> {
    const { store, options } = this;
    if (store.log.failure !== undefined || Date.now() < this.compactAfter) return;
    if (!isDue(store, options.compactFromBytes)) return;
    try {
      await compact(store, { isOver: () => this.stopping });
      this.failedCompactions = 0;
      this.trouble = undefined;
    } catch (error) {
      // A full disk, most likely: the logs are whole, so the store goes on and tries again, later each time.
      this.compactAfter = Date.now() + Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failedCompactions++);
      this.trouble = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }
}
