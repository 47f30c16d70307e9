import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const FLAG = { present: 0x01, verified: 0x04, attested: 0x40 } as const;

/** What an answer is made otherwise than it should be. */
export interface Otherwise {
  origin?: string;
  rpId?: string;
  challenge?: string;
  isUnverified?: boolean;
  counter?: number;
  /** The key of another authenticator under this one's name. */
  signedBy?: Authenticator;
  type?: string;
}

/** An authenticator in memory (WebAuthn level 3, section 6), which does what a test says, forging included. */
export class Authenticator {
  readonly id = randomBytes(16);
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #counter = 0;

  constructor(readonly origin: string) {}

  get credentialId(): string {
    return this.id.toString("base64url");
  }

  register(
    { challenge }: Pick<PublicKeyCredentialCreationOptionsJSON, "challenge">,
    otherwise: Otherwise = {},
  ): RegistrationResponseJSON {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const key = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        ...([
          [1, 2],
          [3, -7],
          [-1, 1],
        ] as [number, number][]),
        [-2, Uint8Array.from(Buffer.from(x, "base64url"))],
        [-3, Uint8Array.from(Buffer.from(y, "base64url"))],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const authData = this.#data(otherwise, FLAG.attested, attested);
    const attestation = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", Uint8Array.from(authData)],
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: this.#client("webauthn.create", challenge, otherwise).toString("base64url"),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  answer(
    { challenge }: Pick<PublicKeyCredentialRequestOptionsJSON, "challenge">,
    otherwise: Otherwise = {},
  ): AuthenticationResponseJSON {
    this.#counter += 1;
    const client = this.#client("webauthn.get", challenge, otherwise);
    const data = this.#data(otherwise, 0);
    const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
    const signature = sign("sha256", signed, (otherwise.signedBy ?? this).#keys.privateKey);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      },
    };
  }

  #credential() {
    const id = this.credentialId;
    return { id, rawId: id, type: "public-key", clientExtensionResults: {} } as const;
  }

  #client(type: string, asked: string, otherwise: Otherwise): Buffer {
    const { origin = this.origin, challenge = asked } = otherwise;
    return Buffer.from(
      JSON.stringify({ type: otherwise.type ?? type, challenge, origin, crossOrigin: false }),
    );
  }

  #data(otherwise: Otherwise, more: number, attested = Buffer.alloc(0)): Buffer {
    const { rpId = new URL(this.origin).hostname, isUnverified = false } = otherwise;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(otherwise.counter ?? this.#counter);
    const flags = FLAG.present | (isUnverified ? 0 : FLAG.verified) | more;
    return Buffer.concat([createHash("sha256").update(rpId).digest(), Buffer.of(flags), counter, attested]);
  }
}
