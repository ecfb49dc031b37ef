export async function* templateOperations({ api }, { dataset }) {
  const base = { name: "A template", base_config: { fields: ["id", "revenue"] } };
  const call = async (operation, method, path, body) => ({
    operation,
    what: "",
    answer: await api.call(method, `/api/v1/templates${path}`, { body }),
  });
  const created = await call("createTemplate", "POST", "", base);
  const { id } = JSON.parse(created.answer.bytes.toString());
  yield created;
  yield await call("listTemplates", "GET", "");
  yield await call("getTemplate", "GET", `/${id}`);
  yield await call("updateTemplate", "PATCH", `/${id}`, { name: "Renamed" });
  yield await call("replaceTemplate", "PUT", `/${id}`, base);
  yield await call("cloneTemplate", "POST", `/${id}/clone`, { name: "From a template", dataset: dataset.id });
  yield await call("deleteTemplate", "DELETE", `/${id}`);
}
