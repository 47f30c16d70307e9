import { pipeline, Readable, Transform } from "node:stream";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";

/** What an answer may be in all, from its head to its last byte. */
export interface AnswerLimits {
  milliseconds: number;
  bytes: number;
}

/**
 * The SDK's handler, whose time-outs are all of silence: an answer that comes a byte a second would be waited for without
 * end, and one without an end be kept. Here it breaks off, as a connection does, and the SDK calls it that.
 */
export class LimitedHandler extends NodeHttpHandler {
  readonly #limits: AnswerLimits;

  constructor(options: NodeHttpHandlerOptions, limits: AnswerLimits) {
    super(options);
    this.#limits = limits;
  }

  override async handle(
    ...call: Parameters<NodeHttpHandler["handle"]>
  ): ReturnType<NodeHttpHandler["handle"]> {
    const answer = await super.handle(...call);
    const { body } = answer.response;
    if (body instanceof Readable) answer.response.body = limited(body, this.#limits);
    return answer;
  }
}

function limited(body: Readable, { milliseconds, bytes }: AnswerLimits): Readable {
  let taken = 0;
  const counter = new Transform({
    transform(piece: Buffer, _, done) {
      taken += piece.length;
      if (taken > bytes) done(new Error(`the answer has more than ${bytes} bytes`));
      else done(null, piece);
    },
  });
  const timer = setTimeout(
    () => body.destroy(new Error(`the answer took longer than ${milliseconds / 1_000} s`)),
    milliseconds,
  );
  // Whoever reads it is told of the failure by the stream itself.
  return pipeline(body, counter, () => clearTimeout(timer));
}
