/**
 * @param {{ schemaname?: string, relname: string }} relation of a parse tree
 * @returns {string} without the schema public, where everything of ours is
 */
export function tableOf({ schemaname, relname }) {
  return schemaname === undefined || schemaname === "public" ? relname : `${schemaname}.${relname}`;
}

/**
 * @param {unknown} node a parse tree
 * @returns {Set<string>} the columns that it names
 */
export function columnsIn(node) {
  const found = new Set();
  const walk = (value) => {
    if (value === null || typeof value !== "object") return;
    const name = value.ColumnRef?.fields.at(-1)?.String?.sval;
    if (name) found.add(name);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(node);
  return found;
}
