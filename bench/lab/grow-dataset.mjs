/**
 * Gives a ready dataset more rows, the same ones again and again, without importing them.
 * @param {{ id: string, row_count: number }} dataset
 */
export async function growDataset({ database }, dataset, rows) {
  const data = await database("ROWS_0");
  const found = await data
    .prepare("SELECT id, byte_count FROM tables WHERE dataset_id = ? ORDER BY revision DESC")
    .bind(dataset.id)
    .first();
  let present = dataset.row_count;
  while (present < rows) {
    const more = Math.min(present, rows - present, 50_000);
    await data
      .prepare("INSERT INTO rows SELECT table_id, n + ?, data FROM rows WHERE table_id = ? AND n <= ?")
      .bind(present, found.id, more)
      .run();
    present += more;
  }
  const bytes = Math.round((found.byte_count / dataset.row_count) * rows);
  await data
    .prepare("UPDATE tables SET row_count = ?, byte_count = ? WHERE id = ?")
    .bind(rows, bytes, found.id)
    .run();
  const control = await database("DB");
  await control.prepare("UPDATE datasets SET row_count = ? WHERE id = ?").bind(rows, dataset.id).run();
}
