import { completedRun } from "../../lab/library.mjs";

/** Nobody is there, so what is sent waits to be sent again. */
const WEBHOOK = { url: "https://hooks.example.com/reports", events: ["run.completed"] };

export async function* webhookOperations({ api }, { report }) {
  const call = async (operation, method, path, body) => ({
    operation,
    what: "",
    answer: await api.call(method, `/api/v1/webhooks${path}`, { body }),
  });
  const created = await call("createWebhook", "POST", "", WEBHOOK);
  const { id } = JSON.parse(created.answer.bytes.toString());
  yield created;
  yield await call("listWebhooks", "GET", "");
  yield await call("getWebhook", "GET", `/${id}`);
  yield await call("updateWebhook", "PATCH", `/${id}`, { description: "Renamed" });
  yield await call("replaceWebhook", "PUT", `/${id}`, WEBHOOK);
  yield await call("rotateWebhookSecret", "POST", `/${id}/rotate-secret`);
  await completedRun(api, report.id, ["csv"]);
  const sent = await call("listWebhookDeliveries", "GET", `/${id}/deliveries`);
  yield sent;
  const [delivery] = JSON.parse(sent.answer.bytes.toString()).items;
  yield await call("resendDelivery", "POST", `/${id}/deliveries/${delivery.id}/resend`);
  yield await call("deleteWebhook", "DELETE", `/${id}`);
}
