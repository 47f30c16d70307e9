import { z } from "zod";
import type { NodeLabel, Protection } from "./views";

const tagsSchema = z.record(z.string(), z.string());
const protectionSchema = z.enum(["staging", "production"]);

/** What a store selects of a node that is only mentioned. */
export const NODE_LABEL = {
  id: true,
  name: true,
  accountId: true,
  region: true,
  protection: true,
  tags: true,
  account: { select: { name: true } },
} as const;

export interface NodeLabelRow {
  id: string;
  name: string;
  accountId: string;
  region: string;
  protection: string;
  tags: unknown;
  account: { name: string };
}

export function nodeLabelOf(row: NodeLabelRow): NodeLabel {
  const { id, name, accountId, region, account } = row;
  return {
    id,
    name,
    accountId,
    accountName: account.name,
    region,
    protection: protectionFrom(row.protection),
    tags: tagsFrom(row.tags),
  };
}

/** Reads the JSON column. */
export function tagsFrom(column: unknown): Record<string, string> {
  return tagsSchema.parse(column);
}

/** Reads the column; a word we don't know counts as the strictest. */
export function protectionFrom(column: string): Protection {
  return protectionSchema.catch("production").parse(column);
}
