import { fromHttp, fromInstanceMetadata, fromTokenFile } from "@aws-sdk/credential-providers";

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/**
 * Where a process in production gets its own identity from: a web identity token (EKS service accounts), a credentials
 * endpoint (ECS tasks, EKS Pod Identity), or else the instance it runs on (EC2). The platform says which by its
 * variables. One is chosen and asked: in a chain, the SDK's container provider ends the search where its variables
 * are missing, and an instance would never be asked.
 * @param env the environment in which the platform has set its variables
 */
export function machineIdentity(env: NodeJS.ProcessEnv = process.env): () => Promise<Keys> {
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return fromTokenFile();
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return fromHttp();
  return fromInstanceMetadata();
}
