import type { AgentKeys } from "../sessions/session-port";
import { type KeyStore, keyArn } from "./key-store";

/** The part of KMS that agents need, over the account's keys. */
export function agentKeys(keys: KeyStore): AgentKeys {
  const find = (arn: string) => keys.list().find((key) => keyArn(key) === arn);
  return {
    arnOf(accountId, region, keyId) {
      const arn = keyId.startsWith("arn:") ? keyId : keyArn({ accountId, region, keyId });
      return find(arn) && arn;
    },
    decrypt(arn, ciphertextBlob, context) {
      const key = find(arn);
      if (!key) throw new TypeError(`there is no key ${arn}`);
      return keys.decrypt(key, ciphertextBlob, context);
    },
  };
}
