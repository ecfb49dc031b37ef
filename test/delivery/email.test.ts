import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { runs, type ScheduleDelivery, type ScheduleRow } from "../../src/db/schema";
import { settingsOf } from "../../src/env";
import { platformOf } from "../../src/platform";
import { call, expectProblem, newWorkspace } from "../support";
import { announced, delivered, madeSchedule, postbox, type SentMail } from "../support/news";
import { endedRun, type Made, madeReport, succeed } from "../support/product";

const platform = platformOf(env);
const sender = { ...env, EMAIL_FROM: "reports@example.com", EMAIL_FROM_NAME: "Reports" };
const settings = settingsOf(sender);

const emailTo = (...to: string[]): ScheduleDelivery[] => [{ type: "email", to }];

interface Logged {
  readonly target: string;
  readonly status: string;
  readonly error: string | null;
  readonly attempt: number;
}

/** A completed run of a schedule with these deliveries, and its news announced. */
async function scheduledRun(schedule: Partial<ScheduleRow>, config: Record<string, unknown> = {}) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token, config);
  const scheduleId = await madeSchedule({ workspaceId: workspace.id, reportId: report.id, ...schedule });
  const again = async (change: Record<string, unknown> = {}) => {
    const path = `/reports/${report.id}/generate`;
    const run = await succeed("POST", path, token, { formats: ["csv", "json"], force: true, ...change });
    await endedRun(token, run.id);
    const slot = "2026-11-21T08:00:00.000Z";
    await platform.db.update(runs).set({ scheduleId, slot }).where(eq(runs.id, run.id));
    await announced({
      workspaceId: workspace.id,
      event: "run.completed",
      subjectId: run.id,
      scheduleId,
    });
    return run.id;
  };
  return { workspace, token, report, scheduleId, runId: await again(), again };
}

const log = async (runId: string): Promise<Logged[]> =>
  (
    await env.DB.prepare(
      "SELECT target, status, error, attempt FROM deliveries WHERE subject_id = ? AND kind = 'email' ORDER BY target",
    )
      .bind(runId)
      .all<Logged>()
  ).results;

const mailOf = (sent: readonly SentMail[], to: string): SentMail => {
  const found = sent.find((message) => message.to === to);
  if (!found) throw new Error(`nothing was sent to ${to}`);
  return found;
};

describe("a scheduled report by e-mail", () => {
  let sent: readonly SentMail[];
  let run: Awaited<ReturnType<typeof scheduledRun>>;
  beforeAll(async () => {
    run = await scheduledRun(
      {
        name: "Mondays",
        deliveries: [
          {
            type: "email",
            to: ["ada@example.com", "bob@example.com"],
            subject: "{report} of {date} – Übersicht 李",
            message: "Hello <all>,\nhere it is.",
          },
        ],
      },
      { title: "Grades & <Marks>", locale: "de" },
    );
    const box = postbox();
    ({ sent } = box);
    await delivered(run.runId, { settings, mail: box.mail });
  }, 30_000);

  it("goes to each recipient in a message of their own, from the sender that is set", () => {
    expect(sent.map(({ to }) => to).toSorted()).toEqual(["ada@example.com", "bob@example.com"]);
    for (const { from } of sent) expect(from).toEqual({ email: "reports@example.com", name: "Reports" });
  });

  it("has the subject with its tokens filled in, in any script", () => {
    expect(mailOf(sent, "ada@example.com").subject).toBe("Grades of 2026-11-21 – Übersicht 李");
  });

  it("has the files attached, whole and under their own names", async () => {
    const { attachments = [] } = mailOf(sent, "ada@example.com");
    expect(attachments.map(({ filename, type }) => [filename, type])).toEqual([
      ["Grades & Marks.csv", "text/csv"],
      ["Grades & Marks.json", "application/json"],
    ]);
    const view = await succeed<Made & { files: { format: string; sha256: string }[] }>(
      "GET",
      `/runs/${run.runId}`,
      run.token,
    );
    for (const [index, { content }] of attachments.entries()) {
      const digest = await crypto.subtle.digest("SHA-256", content);
      const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      expect(hex).toBe(view.files[index]?.sha256);
    }
  });

  it("says what it is in text and in HTML, escaped, with dates as the report writes them", () => {
    const { text, html } = mailOf(sent, "ada@example.com");
    for (const part of [text, html.replace(/<[^>]*>/g, " ")]) {
      expect(part).toContain("4 Zeilen");
      expect(part).toMatch(/Erstellt:?\s+\d{1,2}\. \p{L}+\.? 20\d\d, \d\d:\d\d MES?Z \(Europe\/Berlin\)/u);
    }
    expect(text).toContain("Hello <all>,\nhere it is.");
    expect(text).toMatch(/^Grades & <Marks>\n/);
    expect(html).toContain("Hello &lt;all&gt;,<br>here it is.");
    expect(html).not.toMatch(/<all>|<Marks>|<script|<img/);
  });

  it("U28: carries an unsubscribe link of the recipient's own, and the headers of RFC 8058", () => {
    const [ada, bob] = ["ada@example.com", "bob@example.com"].map((to) => mailOf(sent, to));
    for (const message of [ada, bob]) {
      const [, url = ""] = /^<(.*)>$/.exec(message?.headers["List-Unsubscribe"] ?? "") ?? [];
      expect(url).toMatch(/^https:\/\/reports\.example\.com\/unsubscribe\/[\w.-]+$/);
      expect(message?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
      expect(message?.text).toContain(url);
      expect(message?.html).toContain(url);
    }
    expect(ada?.headers["List-Unsubscribe"]).not.toBe(bob?.headers["List-Unsubscribe"]);
  });

  it("is noted for each recipient", async () => {
    expect(await log(run.runId)).toMatchObject([
      { target: "ada@example.com", status: "delivered", attempt: 1, error: null },
      { target: "bob@example.com", status: "delivered", attempt: 1, error: null },
    ]);
  });
});

describe("how files go along", () => {
  it("larger ones by signed links, which open them and say until when", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const { mail, sent } = postbox();
    await delivered(runId, { settings: settingsOf({ ...sender, EMAIL_ATTACH_LIMIT_BYTES: "10" }), mail });
    const message = mailOf(sent, "ada@example.com");
    expect(message.attachments).toBeUndefined();
    expect(message.text).toContain("Links open until: ");
    const urls = message.text.match(/https:\/\/reports\.example\.com\/d\/\S+/g) ?? [];
    expect(urls).toHaveLength(2);
    for (const url of urls) expect(message.html).toContain(url);
    const file = await call("GET", new URL(urls[0] ?? "").pathname);
    expect(await file.text()).toContain("Ann Lee");
  });

  it("by links too when the service finds the message too large", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    let tries = 0;
    const { mail, sent } = postbox(() => {
      tries += 1;
      return tries === 1 ? Object.assign(new Error("too large"), { code: "E_CONTENT_TOO_LARGE" }) : undefined;
    });
    await delivered(runId, { settings, mail });
    expect(mailOf(sent, "ada@example.com").attachments).toBeUndefined();
    expect(await log(runId)).toMatchObject([{ status: "delivered", attempt: 1 }]);
  });

  it("the local simulator of the binding takes what we send it, attachments and all", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    await delivered(runId, { settings, mail: (env as unknown as GeneratorEnv).EMAIL });
    expect(await log(runId)).toMatchObject([{ status: "delivered", error: null }]);
  });
});

describe("who is not written to", () => {
  it("anybody, while no sender is set; the log says why and nothing else fails", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const none = settingsOf({ ...sender, EMAIL_FROM: "" });
    await delivered(runId, { settings: none, mail: (env as unknown as GeneratorEnv).EMAIL });
    expect(await log(runId)).toMatchObject([
      { status: "skipped", error: "No e-mail is sent from here: the setting EMAIL_FROM names no sender." },
    ]);
  });

  it("U28: addresses of other domains, whatever was saved before the setting changed", async () => {
    const to = ["ada@example.com", "bob@sub.example.com", "eve@evil-example.com", "mal@example.com.evil.net"];
    const { runId } = await scheduledRun({ deliveries: emailTo(...to) });
    const { mail, sent } = postbox();
    const allowed = settingsOf({ ...sender, EMAIL_ALLOWED_DOMAINS: "Example.com, *.example.com" });
    await delivered(runId, { settings: allowed, mail });
    expect(sent.map((message) => message.to).toSorted()).toEqual(["ada@example.com", "bob@sub.example.com"]);
    const refused = (await log(runId)).filter(({ status }) => status === "skipped");
    expect(refused.map(({ target }) => target)).toEqual(["eve@evil-example.com", "mal@example.com.evil.net"]);
    expect(refused[0]?.error).toContain("is not of a domain that e-mail may go to");
  });

  it.each([
    "ada@example.com\r\nBcc: eve@example.com",
    "ada@example.com,eve@example.com",
    "ada",
    "<ada@example.com>",
  ])("an address that is more than one, or none: %j", async (to) => {
    const { runId } = await scheduledRun({ deliveries: emailTo(to) });
    const { mail, sent } = postbox();
    await delivered(runId, { settings, mail });
    expect(sent).toEqual([]);
    expect(await log(runId)).toMatchObject([
      { status: "skipped", error: "The address is no e-mail address." },
    ]);
  });

  it("a recipient who was taken off the schedule since, or a schedule that was deleted", async () => {
    const taken = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const { mail, sent } = postbox();
    await env.DB.prepare("UPDATE schedules SET deliveries = '[]' WHERE id = ?").bind(taken.scheduleId).run();
    await delivered(taken.runId, { settings, mail });
    expect(await log(taken.runId)).toMatchObject([
      { status: "skipped", error: "The recipient was taken off the schedule." },
    ]);
    const gone = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    await env.DB.prepare("DELETE FROM schedules WHERE id = ?").bind(gone.scheduleId).run();
    await delivered(gone.runId, { settings, mail });
    expect(await log(gone.runId)).toMatchObject([{ status: "skipped", error: "The schedule was deleted." }]);
    expect(sent).toEqual([]);
  });

  it.each(["failed", "cancelled"] as const)("N11: recipients of a run that has %s", async (status) => {
    const { runId, workspace, scheduleId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    await platform.db.update(runs).set({ status }).where(eq(runs.id, runId));
    const { mail, sent } = postbox();
    await delivered(runId, { settings, mail });
    expect(sent).toEqual([]);
    const other = { workspaceId: workspace.id, subjectId: `${runId}x`, scheduleId };
    expect(await announced({ ...other, event: `run.${status}` })).toBe(0);
  });
});

describe("nothing is sent twice", () => {
  it("E24 U7: by news announced twice and senders at the same time", async () => {
    const { runId, workspace, scheduleId } = await scheduledRun({
      deliveries: [...emailTo("ada@example.com", "ADA@example.com"), ...emailTo("ada@example.com")],
    });
    const news = { workspaceId: workspace.id, event: "run.completed", subjectId: runId, scheduleId } as const;
    expect(await announced(news)).toBe(0);
    const { mail, sent } = postbox();
    const room = { settings, mail };
    await Promise.all([delivered(runId, room), delivered(runId, room), delivered(runId, room)]);
    expect(sent).toHaveLength(1);
  });

  it("by a sender that dies in the middle: the log says that it is not known", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const { mail, sent } = postbox();
    const dying = {
      ...platform.db,
      select: platform.db.select.bind(platform.db),
      batch: platform.db.batch.bind(platform.db),
      update: (table: Parameters<typeof platform.db.update>[0]) => {
        if (sent.length > 0) throw new Error("gone");
        return platform.db.update(table);
      },
    } as unknown as typeof platform.db;
    await expect(delivered(runId, { settings, mail, db: dying })).rejects.toThrow("gone");
    await delivered(runId, { settings, mail });
    await delivered(runId, { settings, mail, now: () => new Date(Date.now() + 180_000) });
    expect(sent).toHaveLength(1);
    const [entry] = await log(runId);
    expect(entry).toMatchObject({ status: "failed", attempt: 1 });
    expect(entry?.error).toContain("not known");
  });

  it("but what the service refused for a passing reason is tried again", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com", "bob@example.com") });
    let refuse = true;
    const { mail, sent } = postbox((to) =>
      refuse && to === "ada@example.com"
        ? Object.assign(new Error("slow down"), { code: "E_RATE_LIMIT_EXCEEDED" })
        : undefined,
    );
    await delivered(runId, { settings, mail });
    expect(await log(runId)).toMatchObject([{ status: "pending", attempt: 1 }, { status: "delivered" }]);
    refuse = false;
    await delivered(runId, { settings, mail, now: () => new Date(Date.now() + 60_000) });
    expect(sent.map(({ to }) => to)).toEqual(["bob@example.com", "ada@example.com"]);
  });

  it.each([
    ["E_RECIPIENT_SUPPRESSED", "The address has bounced or complained before. (E_RECIPIENT_SUPPRESSED)"],
    ["E_SOMETHING_NEW", "The e-mail service refused it. (E_SOMETHING_NEW)"],
    [undefined, "The e-mail service broke off. Whether it was sent is not known, so it is not sent again."],
  ])("and what it refused for good, or may have sent, is not: %s", async (code, error) => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const { mail } = postbox(() => Object.assign(new Error("inner text"), code ? { code } : {}));
    await delivered(runId, { settings, mail });
    expect(await log(runId)).toMatchObject([{ status: "failed", attempt: 1, error }]);
  });
});

describe("many and in trouble", () => {
  it("two hundred go at once, the others with the next message", async () => {
    const to = Array.from({ length: 203 }, (_, i) => `user${i}@example.com`);
    const { runId } = await scheduledRun({ deliveries: emailTo(...to) });
    const { mail, sent } = postbox();
    const messages: unknown[] = [];
    const jobs = {
      send: async (...message: unknown[]) => void messages.push(message),
    } as unknown as typeof platform.jobs;
    await delivered(runId, { settings, mail, jobs });
    expect(sent).toHaveLength(200);
    expect(messages).toEqual([[{ kind: "deliver", subject_id: runId }, { delaySeconds: 0 }]]);
    await delivered(runId, { settings, mail, jobs });
    expect(new Set(sent.map((message) => message.to)).size).toBe(203);
    expect(messages).toHaveLength(1);
  });

  it("storage that fails while a message is written has it written again", async () => {
    const { runId } = await scheduledRun({ deliveries: emailTo("ada@example.com") });
    const { mail, sent } = postbox();
    const bucket = { get: () => Promise.reject(new Error("R2 is away")) } as unknown as R2Bucket;
    await delivered(runId, { settings, mail, bucket });
    expect(await log(runId)).toMatchObject([
      { status: "pending", attempt: 1, error: "The e-mail could not be written." },
    ]);
    await delivered(runId, { settings, mail, now: () => new Date(Date.now() + 60_000) });
    expect(sent).toHaveLength(1);
  });
});

describe("send conditions", () => {
  const send = async (runId: string) => {
    const { mail, sent } = postbox();
    await delivered(runId, { settings, mail });
    return { sent: sent.length, log: await log(runId) };
  };

  it("E25: if_rows: not without rows, and the log says why", async () => {
    const full = await scheduledRun({ sendIf: "if_rows", deliveries: emailTo("ada@example.com") });
    expect(await send(full.runId)).toMatchObject({ sent: 1 });
    const empty = await full.again({ filters: { grade: { gt: 1000 } } });
    expect(await send(empty)).toMatchObject({
      sent: 0,
      log: [{ status: "skipped", error: "The report has no rows." }],
    });
  });

  it("E25: if_changed: the same rows once, other rows again, to every recipient", async () => {
    const deliveries = emailTo("ada@example.com", "bob@example.com");
    const first = await scheduledRun({ sendIf: "if_changed", deliveries });
    expect(await send(first.runId)).toMatchObject({ sent: 2 });
    const same = await first.again();
    expect(await send(same)).toMatchObject({
      sent: 0,
      log: [{ status: "skipped", error: "The data are the same as when they were last sent." }, {}],
    });
    const other = await first.again({ filters: { grade: { gt: 60 } } });
    expect(await send(other)).toMatchObject({ sent: 2 });
    expect(await send(await first.again())).toMatchObject({ sent: 2 });
  });

  it("E25: if_changed holds for every recipient though one of them has to be tried again", async () => {
    const deliveries = emailTo("ada@example.com", "bob@example.com");
    const { runId } = await scheduledRun({ sendIf: "if_changed", deliveries });
    let refuse = true;
    const { mail, sent } = postbox(() =>
      refuse ? Object.assign(new Error("slow"), { code: "E_RATE_LIMIT_EXCEEDED" }) : undefined,
    );
    await delivered(runId, { settings, mail });
    refuse = false;
    await delivered(runId, { settings, mail, now: () => new Date(Date.now() + 60_000) });
    expect(sent).toHaveLength(2);
  });
});

describe("the unsubscribe link", () => {
  const linkOf = async () => {
    const run = await scheduledRun({ deliveries: emailTo("Ada@Example.com", "bob@example.com") });
    const { mail, sent } = postbox();
    await delivered(run.runId, { settings, mail });
    const url = sent.find(({ to }) => to.toLowerCase() === "ada@example.com")?.headers["List-Unsubscribe"];
    return { ...run, path: new URL(url?.slice(1, -1) ?? "").pathname };
  };

  it("U28: asks when it is looked at, and changes nothing", async () => {
    const { path, again } = await linkOf();
    const page = await call("GET", path);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Type")).toContain("text/html");
    expect(page.headers.get("Content-Security-Policy")).toContain("form-action 'self'");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    expect(await page.text()).toMatch(/Ada@Example\.com[\s\S]*<form method="post">[\s\S]*<button>/i);
    await call("HEAD", path);
    const { mail, sent } = postbox();
    await delivered(await again(), { settings, mail });
    expect(sent).toHaveLength(2);
  });

  it.each([
    ["application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"],
    [
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])(
    "U28: stops the e-mails at one click of a mail program (%s), for this recipient alone",
    async (type, body) => {
      const { path, again, scheduleId, token } = await linkOf();
      const done = await call("POST", path, { body, headers: { "Content-Type": type } });
      expect(done.status).toBe(200);
      expect((await call("POST", path)).status).toBe(200); // again changes nothing
      const { mail, sent } = postbox();
      const runId = await again();
      await delivered(runId, { settings, mail });
      expect(sent.map(({ to }) => to)).toEqual(["bob@example.com"]);
      expect(await log(runId)).toMatchObject([
        { status: "skipped", error: "The recipient has unsubscribed." },
        {},
      ]);
      const { unsubscribed } = await succeed("GET", `/schedules/${scheduleId}/deliveries`, token);
      expect(unsubscribed).toEqual(["ada@example.com"]);
    },
  );

  it("can be taken back by the recipient; the audit log has each of it once, without the address", async () => {
    const { path, again, scheduleId } = await linkOf();
    for (const query of ["", "", "?undo=true", "?undo=true"]) {
      const page = await call("POST", `${path}${query}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toMatch(query === "" ? /<form[^>]*undo=true/ : /again/);
    }
    const { mail, sent } = postbox();
    await delivered(await again(), { settings, mail });
    expect(sent.map(({ to }) => to).toSorted()).toEqual(["Ada@Example.com", "bob@example.com"]);
    const { results } = await env.DB.prepare(
      "SELECT action FROM audit_log WHERE target_id = ? AND actor_id = 'recipient' ORDER BY id",
    )
      .bind(scheduleId)
      .all();
    expect(results.map(({ action }) => action)).toEqual(["schedule.unsubscribe", "schedule.resubscribe"]);
  });

  it("that we did not sign opens nothing", async () => {
    const { path, workspace } = await linkOf();
    const forged = btoa(JSON.stringify([4_000_000_000, workspace.id, "sch_1", "eve@example.com"])).replace(
      /=+$/,
      "",
    );
    for (const wrong of [`${path}x`, path.slice(0, -3), `/unsubscribe/${forged}.AAAA`, "/unsubscribe/x"]) {
      await expectProblem(await call("GET", wrong), "not_found");
      await expectProblem(await call("POST", wrong), "not_found");
    }
  });
});

describe("notices of trouble", () => {
  const owned = async () => {
    const run = await scheduledRun({ deliveries: emailTo("customer@example.com") });
    const users = env.DB.prepare(
      "INSERT INTO users VALUES (?, ?, ?, ?, ?, '2026', '2026') ON CONFLICT DO UPDATE SET email = excluded.email, role = excluded.role",
    );
    await env.DB.batch([
      users.bind(run.workspace.id, "admin", "Ada", "owner@example.com", "editor"),
      users.bind(run.workspace.id, "boss", "Bo", "boss@example.com", "admin"),
      users.bind(run.workspace.id, "nameless", null, null, "admin"),
      users.bind(run.workspace.id, "other", "Ov", "other@example.com", "editor"),
    ]);
    return run;
  };
  const facts = { report_name: "Grades\r\nBcc: eve@example.com", message: "The rows could not be read." };

  it("a failed scheduled run tells its owner, and not its recipients", async () => {
    const { workspace, scheduleId } = await owned();
    const subjectId = `run_${crypto.randomUUID()}`;
    const slot = "2026-11-21T08:00:00.000Z";
    await announced({
      workspaceId: workspace.id,
      event: "schedule.failed",
      subjectId,
      scheduleId,
      occasion: slot,
      facts: { ...facts, slot },
    });
    const { mail, sent } = postbox();
    await delivered(subjectId, { settings, mail });
    expect(sent.map(({ to }) => to)).toEqual(["owner@example.com"]);
    const [notice] = sent;
    expect(notice?.subject).toBe("Not generated: Grades Bcc: eve@example.com");
    expect(notice?.text).toContain("The rows could not be read.");
    expect(notice?.text).toContain("21 Nov 2026, 09:00 CET (Europe/Berlin)");
    expect(notice?.text).toContain(`https://reports.example.com/api/v1/schedules/${scheduleId}`);
    expect(notice?.attachments).toBeUndefined();
  });

  it("N8: a paused schedule tells its owner and the admins", async () => {
    const { workspace, scheduleId } = await owned();
    const occasion = new Date().toISOString();
    await announced({
      workspaceId: workspace.id,
      event: "schedule.paused",
      subjectId: scheduleId,
      scheduleId,
      occasion,
      facts,
    });
    const { mail, sent } = postbox();
    await delivered(scheduleId, { settings, mail });
    expect(sent.map(({ to }) => to).toSorted()).toEqual(["boss@example.com", "owner@example.com"]);
    expect(sent[0]?.subject).toMatch(/^Schedule paused: /);
  });
});
