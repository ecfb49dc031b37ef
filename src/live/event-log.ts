import type { EventMessage, EventType, KnownRun, RunView } from "./protocol";

/** Events kept for those who come back. */
const EVENTS_KEPT = 200;
/** Old ones go this many at a time, so that most events cost two statements. */
const TRIM_EACH = 50;

type EventRow = { seq: number; type: EventType; run: string | null };

/**
 * The last events of one report and the last state of each of its runs, in the SQLite of its Durable Object.
 * A convenience for watchers: D1 has the truth, and an empty log only means that nobody can resume.
 */
export class EventLog {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, run_id TEXT, type TEXT, run TEXT, at INTEGER)`,
    );
    sql.exec(
      `CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, seq INTEGER, progress_at INTEGER, run TEXT, at INTEGER)`,
    );
  }

  /** The `seq` of the newest event, 0 if there was none. */
  last(): number {
    return this.#sql.exec<{ seq: number | null }>("SELECT max(seq) AS seq FROM events").one().seq ?? 0;
  }

  known(runId: string): (KnownRun & { readonly seq: number }) | null {
    const [row] = this.#sql
      .exec<{ seq: number; progress_at: number; run: string }>(
        "SELECT seq, progress_at, run FROM runs WHERE id = ?",
        runId,
      )
      .toArray();
    return row ? { seq: row.seq, progressAt: row.progress_at, run: parse(row.run) } : null;
  }

  append(type: EventType, run: RunView, now: number): EventMessage {
    const text = JSON.stringify(run);
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        "INSERT INTO events (run_id, type, run, at) VALUES (?, ?, ?, ?) RETURNING seq",
        run.id,
        type,
        text,
        now,
      )
      .one();
    this.#sql.exec(
      `INSERT INTO runs (id, seq, progress_at, run, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE
       SET seq = ?2, progress_at = max(progress_at, ?3), run = ?4, at = ?5`,
      run.id,
      seq,
      type === "progress" ? now : 0,
      text,
      now,
    );
    if (seq % TRIM_EACH === 0) this.#sql.exec("DELETE FROM events WHERE seq <= ?", seq - EVENTS_KEPT);
    return { type, seq, run };
  }

  /** The events after `seq` in order, or null when some of them are no longer kept (or never were). */
  after(seq: number): EventMessage[] | null {
    const last = this.last();
    const rows = this.#sql
      .exec<EventRow>("SELECT seq, type, run FROM events WHERE seq > ? ORDER BY seq", seq)
      .toArray();
    if (seq > last || rows.length !== last - seq) return null;
    const kept = rows.flatMap(({ type, seq, run }) => (run === null ? [] : [{ type, seq, run: parse(run) }]));
    return kept.length === rows.length ? kept : null;
  }

  /** How a run stood at `seq`, or null if no event tells. */
  stateAt(runId: string, seq: number): RunView | null {
    const [row] = this.#sql
      .exec<{ run: string }>(
        "SELECT run FROM events WHERE run_id = ? AND seq <= ? AND run IS NOT NULL ORDER BY seq DESC LIMIT 1",
        runId,
        seq,
      )
      .toArray();
    return row ? parse(row.run) : null;
  }

  /** The last state of each run that changed after `seq`, newest first. */
  changedAfter(seq: number): RunView[] {
    const rows = this.#sql
      .exec<{ run: string }>("SELECT run FROM runs WHERE seq > ? ORDER BY id DESC", seq)
      .toArray();
    return rows.map((row) => parse(row.run));
  }

  /**
   * Drops what is older than `time` (ms). Of the newest event its `seq` stays, for ever: whoever comes back with an
   * older one must be able to tell that something was missed. Says whether more is left.
   */
  forgetBefore(time: number): boolean {
    this.#sql.exec("DELETE FROM events WHERE at < ? AND seq < (SELECT max(seq) FROM events)", time);
    this.#sql.exec("UPDATE events SET run = NULL WHERE at < ? AND run IS NOT NULL", time);
    this.#sql.exec("DELETE FROM runs WHERE at < ?", time);
    return this.#sql.exec("SELECT 1 FROM runs LIMIT 1").toArray().length > 0;
  }
}

function parse(text: string): RunView {
  return JSON.parse(text) as RunView;
}
