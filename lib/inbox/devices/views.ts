/** A browser in which a person is told by push. */
export interface OwnDevice {
  id: string;
  /** Such as "Firefox, Android"; empty where nothing was recognised. */
  name: string;
  createdAt: Date;
}

/** How a person is told by push. */
export interface OwnPush {
  devices: OwnDevice[];
  /** What their browser asks its maker's service with; null: this installation sends none. */
  publicKey: string | null;
}
