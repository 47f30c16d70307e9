/** A form value of the query protocols: text, a list or a structure of them. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };

interface Branch {
  text?: string;
  children: Map<string, Branch>;
}

/**
 * Parses `Tags.member.1.Key=a&InstanceId.1=i-…` into nested lists and structures.
 * Both list forms are read: `.member.N` (query) and `.N` (EC2).
 */
export function parseForm(body: string): { [key: string]: FormValue } {
  const root: Branch = { children: new Map() };
  for (const [name, text] of new URLSearchParams(body)) {
    let branch = root;
    for (const part of name.split(".").slice(0, 12)) {
      if (part === "member") continue;
      let next = branch.children.get(part);
      if (!next) {
        next = { children: new Map() };
        branch.children.set(part, next);
      }
      branch = next;
    }
    branch.text = text;
  }
  return structure(root);
}

function structure(branch: Branch): { [key: string]: FormValue } {
  // No prototype: names come from the request.
  const out: { [key: string]: FormValue } = Object.create(null);
  for (const [name, child] of branch.children) out[name] = read(child);
  return out;
}

function read(branch: Branch): FormValue {
  if (branch.children.size === 0) return branch.text ?? "";
  const names = [...branch.children.keys()];
  if (!names.every((name) => /^\d{1,5}$/.test(name))) return structure(branch);
  return [...branch.children.entries()]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => read(child));
}
