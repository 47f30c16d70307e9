/** A node as AWS described it. Every string is hostile until drawn as text. */
export interface InventoryNode {
  id: string;
  region: string;
  /** The tag Name, or the host name, or the id. */
  name: string;
  hostName: string;
  platform: string;
  agentVersion: string;
  ip: string | null;
  tags: Record<string, string>;
  isOnline: boolean;
  pingAt: Date | null;
}
